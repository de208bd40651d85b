import type { CallbackAddress, HttpRequest, IdvMethodDriver } from "@idvkit/core";
import { createCallbackHandler } from "@idvkit/driver-kit";
import { createExecutionStore, type StoredExecution } from "../execution-store.ts";
import { expectEqual } from "../expectation.ts";
import { Script } from "../provider/script.ts";
import { comparableOf, comparableOutcome } from "../run/comparable.ts";
import { addressOf, contextOf, incomingRequest, stepOutcome } from "../run/perform-call.ts";
import { type Run, type Snapshot, startRun } from "../run/run.ts";
import type { Walk, WalkStep } from "../run/walk.ts";
import type { ScenarioCall } from "../scenario/scenario.ts";
import type { CheckSubject } from "./check.ts";

/** An answer as a client sees it. */
export interface SeenReply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** An orchestrator with one execution that waits for a delivery, behind the callback handler of the driver kit. */
export interface DeliveryDesk {
  run: Run;
  /** How often the driver's `callback` was called. */
  calls: number;
  /** Undefined: the dispatch is not stored yet. */
  execution: StoredExecution | undefined;
  store(): StoredExecution;
  receive(): Promise<SeenReply>;
}

export type CallbackCall = Extract<ScenarioCall, { call: "callback" }>;
export type CallbackStep = WalkStep & { call: CallbackCall };

/** The callback calls of a scenario, with the moments before them. */
export async function callbackSteps(subject: CheckSubject): Promise<CallbackStep[]> {
  const { steps } = await subject.walk();
  return steps.filter((step): step is CallbackStep => step.call.call === "callback");
}

/** Sets up the moment before a callback call. */
export function openDesk(subject: CheckSubject, step: CallbackStep): DeliveryDesk {
  const run = startRun(subject, { from: step.before });
  run.nowMs += step.call.afterMs;
  return deskOf(subject, step, run);
}

/** Sets up the moment after the last call, at which the provider says what it said before. */
export function openLateDesk(subject: CheckSubject, step: CallbackStep, after: Snapshot): DeliveryDesk {
  return deskOf(subject, step, startLateRun(subject, step, after));
}

/** A run from the moment after the last call, for a delivery that was made at an earlier one. */
export function startLateRun(subject: CheckSubject, step: CallbackStep, after: Snapshot): Run {
  const script = new Script(subject.scenario.exchanges, { used: after.used, replays: true });
  const run = startRun(subject, { from: after, script });
  run.refs = step.before.refs;
  return run;
}

function deskOf(subject: CheckSubject, step: CallbackStep, run: Run): DeliveryDesk {
  const request = incomingRequest(run, step.call.request);
  const store = createExecutionStore();
  const { provider } = run.driver;
  const handler = createCallbackHandler({
    drivers: { [provider]: counting(run, () => desk.calls++) },
    publicOrigin: new URL(request.url).origin,
    mountPath: mountPathOf(request, provider),
    browserSession: () => (step.call.browser ? run.work.browserSession : undefined),
    load: (driverId, refs) => store.load(driverId, refs),
    save: (handled) => store.save(handled),
    ...contextOf(run),
  });
  const desk: DeliveryDesk = {
    run,
    calls: 0,
    execution: undefined,
    store() {
      const driverState = run.state ?? { version: 0 };
      desk.execution = store.add({
        driverId: provider,
        work: { ...run.work, driverState },
        refs: run.refs,
        ...(run.final !== undefined && { finished: true, outcome: run.final }),
      });
      return desk.execution;
    },
    async receive() {
      const reply = await subject.watch.during("callback handler", () => handler(fetchRequest(request)));
      const headers = Object.fromEntries(reply.headers);
      const seen = { status: reply.status, headers, body: await reply.text() };
      subject.watch.look("reply of callback handler", seen);
      return seen;
    },
  };
  subject.provider.play(run.script);
  return desk;
}

/** Whether the driver takes the request for a fact that is handled once, not for somebody who reads from us. */
export async function isDelivery(subject: CheckSubject, step: CallbackStep): Promise<boolean> {
  const address = await addressAt(subject, step);
  return address?.kind === "delivery";
}

/** Whether the driver is called for the request also once the execution is over. */
export async function reachesFinished(subject: CheckSubject, step: CallbackStep): Promise<boolean> {
  const address = await addressAt(subject, step);
  return address?.kind === "delivery" && address.mayRevise === true;
}

/** Whether the handler calls the driver for the request at its moment. */
export async function reachesDriver(subject: CheckSubject, step: CallbackStep): Promise<boolean> {
  return step.before.final === undefined || reachesFinished(subject, step);
}

async function addressAt(subject: CheckSubject, step: CallbackStep): Promise<CallbackAddress | undefined> {
  const run = startRun(subject, { from: step.before, script: new Script([]) });
  const address = await addressOf(run, incomingRequest(run, step.call.request));
  return address.ok ? address.value : undefined;
}

/** Fails unless the handler has saved what the call gives: one outcome, or none when a final outcome stands as it is. */
export function expectSaved(desk: DeliveryDesk, walk: Walk, step: CallbackStep, message: string): void {
  const saved = desk.execution?.saved.flatMap(({ outcome }) => outcome ?? []) ?? [];
  const own = stepOutcome(step.report);
  const isUnchanged = step.before.final !== undefined && own?.kind === "completed" && own.revises !== true;
  const expected = isUnchanged ? [] : [comparableOf(walk.run, step.report)];
  expectEqual(
    saved.map((outcome) => comparableOutcome(desk.run, outcome)),
    expected,
    message,
  );
}

function fetchRequest({ method, url, headers, body }: HttpRequest): Request {
  const hasBody = method !== "GET" && method !== "HEAD" && body.byteLength > 0;
  return new Request(url, { method, headers: { ...headers }, ...(hasBody && { body: new Uint8Array(body) }) });
}

/** Everything before `/<driver>/`. */
function mountPathOf({ url }: HttpRequest, provider: string): string {
  const { pathname } = new URL(url);
  return pathname.slice(0, Math.max(0, pathname.indexOf(`/${provider}/`))) || "/";
}

function counting(run: Run, count: () => void): IdvMethodDriver {
  return new Proxy(run.driver, {
    get(driver, name) {
      const member: unknown = Reflect.get(driver, name);
      if (typeof member !== "function") return member;
      return (...values: unknown[]) => {
        if (name === "callback") count();
        return Reflect.apply(member, driver, values);
      };
    },
  });
}
