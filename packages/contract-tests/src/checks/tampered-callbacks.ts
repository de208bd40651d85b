import type { HttpRequest } from "@idvkit/core";
import { expectThat } from "../expectation.ts";
import { Script } from "../provider/script.ts";
import { incomingRequest } from "../run/perform-call.ts";
import { startRun } from "../run/run.ts";
import type { CheckSubject, ScenarioCheck } from "./check.ts";
import { type CallbackStep, callbackSteps } from "./delivery.ts";
import { deliverForged, withOneChange } from "./forged-request.ts";

/** A request with one part changed. */
interface Forgery {
  part: string;
  /** Where the proof of authenticity stands, by its name or because a secret of the options stands in it. */
  proof: boolean;
  request: HttpRequest;
}

const proofHeader = /signature|hmac|authorization|token|secret|digest/i;

export const tamperedCallbacks: ScenarioCheck = {
  name: "tampered-callbacks",
  title: "refuses a delivery in which one byte was changed",
  async run(subject) {
    const { callbackAuthenticity } = subject.newDriver().profile;
    if (callbackAuthenticity === "none") return;
    for (const step of await callbackSteps(subject)) {
      if (step.call.browser) continue;
      const request = incomingRequest(startRun(subject, { from: step.before }), step.call.request);
      const envelope = envelopeForgeries(subject, request);
      const refused: string[] = [];
      for (const forgery of [...envelope, ...(callbackAuthenticity === "signed" ? bodyForgeries(request) : [])]) {
        const isRefused = await isForgeryRefused(subject, step, forgery);
        expectThat(isRefused || !forgery.proof, `a delivery with a changed ${forgery.part} is accepted`);
        if (isRefused) refused.push(forgery.part);
      }
      expectThat(refused.length > 0, `profile says ${callbackAuthenticity}, but no change of a delivery is refused`);
    }
  },
};

async function isForgeryRefused(subject: CheckSubject, step: CallbackStep, forgery: Forgery): Promise<boolean> {
  const script = new Script(subject.scenario.exchanges, { used: step.before.used, replays: true });
  const run = startRun(subject, { from: step.before, script });
  const { error } = await deliverForged(run, forgery.request);
  return error?.code === "invalid_callback";
}

function bodyForgeries(request: HttpRequest): Forgery[] {
  const { body } = request;
  const places = body.length === 0 ? [] : [...new Set([0, Math.floor(body.length / 2), body.length - 1])];
  return places.map((at) => {
    const changed = new Uint8Array(body);
    changed[at] = (changed[at] ?? 0) ^ 1;
    return { part: `body (byte ${at})`, proof: true, request: { ...request, body: changed } };
  });
}

function envelopeForgeries(subject: CheckSubject, request: HttpRequest): Forgery[] {
  const isProof = (name: string, value: string) => proofHeader.test(name) || subject.watch.secretsIn(value).length > 0;
  const headers = Object.entries(request.headers).filter(([name]) => name !== "content-type");
  const url = new URL(request.url);
  const segments = url.pathname.split("/");
  const changedHeaders = headers.flatMap(([name, value]): Forgery[] => {
    const { [name]: _taken, ...others } = request.headers;
    const changed = { ...others, [name]: withOneChange(value) };
    const proof = isProof(name, value);
    return [
      { part: `header ${name}`, proof, request: { ...request, headers: changed } },
      { part: `header ${name} (missing)`, proof, request: { ...request, headers: others } },
    ];
  });
  const changedSegments = segments.flatMap((segment, index): Forgery[] => {
    if (segment === "" || index < 3) return [];
    const changed = new URL(url);
    changed.pathname = segments.with(index, withOneChange(segment)).join("/");
    return [{ part: "path", proof: isProof("", segment), request: { ...request, url: changed.href } }];
  });
  const changedQuery = [...url.searchParams].map(([name, value]): Forgery => {
    const changed = new URL(url);
    changed.searchParams.set(name, withOneChange(value));
    return { part: `query ${name}`, proof: isProof(name, value), request: { ...request, url: changed.href } };
  });
  return [...changedHeaders, ...changedSegments, ...changedQuery];
}
