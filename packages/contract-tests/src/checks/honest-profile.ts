import { capAssurance, type IdvNodeResult, type MethodProfile } from "@idvkit/core";
import { expectEqual, expectThat } from "../expectation.ts";
import { performCall, stepOutcome } from "../run/perform-call.ts";
import { type Run, startRun } from "../run/run.ts";
import type { ScenarioCall } from "../scenario/scenario.ts";
import type { CheckSubject, ScenarioCheck } from "./check.ts";

export const honestProfile: ScenarioCheck = {
  name: "honest-profile",
  title: "does what its profile says, and no more",
  async run(subject) {
    const { steps } = await subject.walk();
    const { profile } = subject.newDriver();
    for (const { report } of steps) {
      const outcome = stepOutcome(report);
      if (outcome?.kind === "completed") checkResult(profile, outcome.result);
    }
    await checkNeeds(subject, profile);
    await checkUnsupported(subject, profile);
  },
};

function checkResult(profile: MethodProfile, result: IdvNodeResult): void {
  for (const { type } of result.dataBlocks) {
    expectThat(profile.produces.includes(type), `a result has ${type}, which profile.produces does not list`);
  }
  for (const method of result.amr) {
    const isListed = profile.amr === "any" || profile.amr.includes(method);
    expectThat(isListed, `a result has an amr value that profile.amr does not list`);
  }
  const capped = capAssurance(result.assurance, profile.maxAssurance);
  expectEqual(result.assurance, capped, "a result claims more assurance than profile.maxAssurance");
}

/** Without the blocks that the method needs, dispatch is refused before the provider hears of it. */
async function checkNeeds(subject: CheckSubject, profile: MethodProfile): Promise<void> {
  if (profile.needs.length === 0) return;
  const run = startRun(subject);
  run.work.inputs.dataBlocks = [];
  const { result, requests } = await performCall(run, { call: "dispatch", afterMs: 0 });
  expectThat(!result.ok, "dispatch goes on without the data blocks that profile.needs lists");
  expectEqual(requests.length, 0, "dispatch asks the provider before it looks for the data blocks that it needs");
}

const unsupportedCalls = [
  { method: "submit", call: { call: "submit", afterMs: 0, input: {} } },
  { method: "poll", call: { call: "poll", afterMs: 0 } },
  { method: "cancel", call: { call: "cancel", afterMs: 0 } },
  { method: "callback", call: callbackCall() },
] as const;

async function checkUnsupported(subject: CheckSubject, profile: MethodProfile): Promise<void> {
  const pending = (await subject.walk()).steps.find(({ before }) => before.state !== undefined)?.before;
  for (const { method, call } of unsupportedCalls) {
    if (profile.methods[method] || pending === undefined) continue;
    const run: Run = startRun(subject, { from: pending });
    const { result, requests } = await performCall(run, call);
    const answer = result.ok ? result.value.kind : result.error.code;
    expectEqual(answer, "unsupported", `profile says that ${method} does nothing, but it does not answer unsupported`);
    expectEqual(requests.length, 0, `profile says that ${method} does nothing, but it asks the provider`);
  }
}

function callbackCall(): ScenarioCall {
  const request = { method: "POST", path: "/nothing", query: {}, headers: {}, body: new Uint8Array() };
  return { call: "callback", afterMs: 0, browser: false, request };
}
