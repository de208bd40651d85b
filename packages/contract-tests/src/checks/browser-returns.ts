import type { HttpReply } from "@idvkit/core";
import { expectEqual, expectThat, isEqual } from "../expectation.ts";
import { readBody, type SeenRequest } from "../provider/exchange-matching.ts";
import { Script } from "../provider/script.ts";
import { comparableOf, comparableOutcome } from "../run/comparable.ts";
import { deliver, incomingRequest, stepOutcome } from "../run/perform-call.ts";
import { startRun, throughJson } from "../run/run.ts";
import type { CheckSubject, ScenarioCheck } from "./check.ts";
import { type CallbackStep, callbackSteps, reachesDriver } from "./delivery.ts";
import { expectRefused, withOneChange } from "./forged-request.ts";

export const otherBrowser: ScenarioCheck = {
  name: "other-browser",
  title: "refuses a return in another browser session, or in none",
  async run(subject) {
    for (const step of await browserSteps(subject)) {
      const final = (await subject.walk()).steps.map(({ report }) => stepOutcome(report)).at(-1);
      if (final?.kind === "completed" && final.result.sessionBinding === "none") continue;
      for (const [what, session] of sessions) {
        const run = startRun(subject, { from: step.before });
        const { browserSession: _own, ...work } = run.work;
        const stranger = { ...run, work: { ...work, ...session } };
        const request = incomingRequest(run, step.call.request);
        const { reply } = await expectRefused(stranger, request, `a browser return ${what}`);
        const asked = run.script.served.some((index) => subject.scenario.exchanges[index]?.repeatable !== true);
        expectThat(!asked, `a browser return ${what} is refused, but the provider was asked before`);
        expectPersonSentOn(reply);
      }
    }
  },
};

const sessions = [
  ["in another session", { browserSession: "session-of-somebody-else" }],
  ["without a session", {}],
] as const;

export const returnParameters: ScenarioCheck = {
  name: "return-parameters",
  title: "refuses a return that names another process, or changes nothing by it",
  async run(subject) {
    for (const step of await browserSteps(subject)) {
      const { searchParams } = new URL(
        incomingRequest(startRun(subject, { from: step.before }), step.call.request).url,
      );
      for (const [name, value] of searchParams) await changeParameter(subject, step, name, value);
    }
  },
};

async function changeParameter(subject: CheckSubject, step: CallbackStep, name: string, value: string): Promise<void> {
  const script = new Script(subject.scenario.exchanges, { used: step.before.used, replays: true });
  const run = startRun(subject, { from: step.before, script });
  const foreign = withOneChange(value, value.length - 1);
  // The provider knows the other process too, and would answer the same about it.
  script.alias = { from: encodeURIComponent(foreign), to: encodeURIComponent(value) };
  const request = incomingRequest(run, step.call.request);
  const url = new URL(request.url);
  url.searchParams.set(name, foreign);
  const before = throughJson(run.state);
  const result = await deliver(run, { ...request, url: url.href });
  expectPersonSentOn(result.reply);
  if (!result.ok) {
    if (result.driverState !== undefined) {
      expectEqual(
        throughJson(result.driverState),
        before,
        `a return with another ${name} fails, but changes the state`,
      );
    }
    return;
  }
  const asked = script.requests.some((seen) => carries(seen, foreign));
  expectThat(!asked, `a return with another ${name} is accepted: the provider is asked about somebody else's process`);
  const walk = await subject.walk();
  const isOwn = isEqual(comparableOutcome(run, result.value), comparableOf(walk.run, step.report));
  const isUnmoved = result.value.kind === "pending" && isEqual(throughJson(result.value.driverState), before);
  expectThat(isOwn || isUnmoved, `a return with another ${name} has another outcome`);
}

function carries(request: SeenRequest, text: string): boolean {
  return request.url.includes(encodeURIComponent(text)) || JSON.stringify(readBody(request) ?? "").includes(text);
}

function expectPersonSentOn({ status }: HttpReply): void {
  const isSensible = status === 303 || (status >= 400 && status <= 503);
  expectThat(isSensible, `a person who comes back is answered with ${status}, neither sent on nor told that it failed`);
}

async function browserSteps(subject: CheckSubject): Promise<CallbackStep[]> {
  const steps: CallbackStep[] = [];
  for (const step of await callbackSteps(subject)) {
    if (step.call.browser && (await reachesDriver(subject, step))) steps.push(step);
  }
  return steps;
}
