import { expectEqual, expectThat } from "../expectation.ts";
import { isRead, lineOf, type SeenRequest } from "../provider/exchange-matching.ts";
import { Script } from "../provider/script.ts";
import { performCall } from "../run/perform-call.ts";
import { startRun } from "../run/run.ts";
import type { CheckSubject, ScenarioCheck } from "./check.ts";

export const dispatchRepeat: ScenarioCheck = {
  name: "dispatch-repeat",
  title: "starts no second process when the same attempt is dispatched again, where the profile says so",
  async run(subject) {
    const { dispatchRepeat } = subject.newDriver().profile;
    expectThat(["safe", "mayStartTwice"].includes(dispatchRepeat), "profile.dispatchRepeat has an unknown value");
    const [first] = (await subject.walk()).steps;
    if (dispatchRepeat !== "safe" || first?.call.call !== "dispatch" || !first.report.result.ok) return;
    const own = changingRequests(subject, first.report.requests);
    const again = await dispatchAs(subject, {}, first.report.served);
    const other = await dispatchAs(subject, { executionId: "execution-2" }, []);
    for (const request of again) {
      // Sent again is fine where the provider can tell: the same number for the same attempt, another for another.
      const known = own.some((earlier) => fingerprintOf(earlier) === fingerprintOf(request));
      const telling = !other.some((stranger) => fingerprintOf(stranger) === fingerprintOf(request));
      expectThat(
        known && telling,
        `dispatch again: nothing tells the provider that ${lineOf(request)} is a repetition`,
      );
    }
  },
};

/** What dispatch sends that changes something: where the exchanges are over already they are answered again. */
async function dispatchAs(subject: CheckSubject, work: { executionId?: string }, used: readonly number[]) {
  const { exchanges } = subject.scenario;
  const script = new Script(exchanges, {
    used: new Set(used.filter((index) => !exchanges[index]?.repeatable)),
    replays: true,
  });
  const run = startRun(subject, { script, work });
  const report = await performCall(run, { call: "dispatch", afterMs: 0 });
  if (work.executionId === undefined) expectEqual(report.result.ok, true, "dispatch again: the second one fails");
  return changingRequests(subject, report.requests);
}

function changingRequests(subject: CheckSubject, requests: readonly SeenRequest[]): SeenRequest[] {
  const tokens = subject.scenario.exchanges.filter(({ repeatable }) => repeatable);
  const isToken = (request: SeenRequest) =>
    tokens.some(({ method, url }) => lineOf({ method, url }) === lineOf(request));
  return requests.filter((request) => !isRead({ method: request.method }) && !isToken(request));
}

function fingerprintOf({ method, url, headers, body }: SeenRequest): string {
  const keys = Object.entries(headers).filter(([name]) => /idempot/i.test(name));
  return JSON.stringify([method, url, keys, Buffer.from(body).toString("base64")]);
}
