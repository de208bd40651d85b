import { AssertionError } from "node:assert";
import {
  type CallbackAddress,
  type CallbackResult,
  type CancelOutcome,
  type CompletedOutcome,
  type DriverContext,
  type HttpReply,
  type HttpRequest,
  type IdvError,
  type IdvResult,
  idvErrorCodes,
  isIdvError,
  replyTo,
  type StepOutcome,
  type StepResult,
  type StepWork,
} from "@idvkit/core";
import { expectThat, fail } from "../expectation.ts";
import type { SeenRequest } from "../provider/exchange-matching.ts";
import type { CallName, IncomingRequest, ScenarioCall } from "../scenario/scenario.ts";
import { type Run, throughJson } from "./run.ts";

export type CallResult = StepResult | CallbackResult | IdvResult<CancelOutcome>;

/** One call of a run, with what came of it. */
export interface CallReport {
  name: CallName;
  result: CallResult;
  /** Of a callback. */
  reply?: HttpReply;
  /** Indexes of the exchanges that answered, in order. */
  served: number[];
  requests: SeenRequest[];
  /** When the call was made. */
  nowMs: number;
  /** The outcome that the step was completed with before the call, if it was over already. */
  final?: CompletedOutcome;
}

export interface CallOverrides {
  work?: Partial<StepWork>;
  signal?: AbortSignal;
  /** Takes the place of the scenario's request. */
  request?: HttpRequest;
  /** The call is made again: the clock does not move on. */
  again?: boolean;
  /** A delivery is handed over whomever the driver says it is for. */
  anyAddress?: boolean;
}

/** Makes one call of the scenario and keeps the state that it leaves. Fails when the driver throws or breaks the shape. */
export async function performCall(run: Run, call: ScenarioCall, overrides: CallOverrides = {}): Promise<CallReport> {
  if (overrides.again !== true) run.nowMs += call.afterMs;
  const { script, subject } = run;
  const { final } = run;
  const [requestsBefore, servedBefore] = [script.requests.length, script.served.length];
  subject.provider.play(script);
  const result = await settle(run, call.call, () => act(run, call, overrides));
  checkShape(run, call.call, result);
  keepState(run, result);
  return {
    name: call.call,
    result,
    ...("reply" in result && { reply: result.reply }),
    served: script.served.slice(servedBefore),
    requests: script.requests.slice(requestsBefore),
    nowMs: run.nowMs,
    ...(final !== undefined && { final }),
  };
}

/** The request of a callback call as it would come in. */
export function incomingRequest(run: Run, request: IncomingRequest): HttpRequest {
  const [ref = ""] = run.refs;
  const fill = (text: string) => text.replaceAll("{callbackRef}", ref);
  const url = new URL(`${run.work.callbackBaseUrl ?? "https://rp.example"}${fill(request.path)}`);
  for (const [name, value] of Object.entries(request.query)) url.searchParams.set(name, fill(value));
  const headers = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), fill(value)]);
  return { method: request.method, url: url.href, headers: Object.fromEntries(headers), body: request.body };
}

/** Asks the driver whom a request is for. Fails when it throws. */
export async function addressOf(run: Run, request: HttpRequest): Promise<IdvResult<CallbackAddress>> {
  const result = await settle(run, "addressCallback", () => run.driver.addressCallback(request));
  if (!result.ok) checkError(run, "addressCallback", result.error);
  return result;
}

/** Hands a request straight to `callback`, whomever it is for. Fails when the driver throws or breaks the shape. */
export async function deliver(run: Run, request: HttpRequest, overrides: CallOverrides = {}): Promise<CallbackResult> {
  const work = { ...run.work, ...overrides.work, driverState: stateOf(run), request };
  run.subject.provider.play(run.script);
  const result = await settle(run, "callback", () => run.driver.callback(work, contextOf(run, overrides)));
  checkShape(run, "callback", result);
  return result;
}

/** The outcome of a step, if the call gave one. */
export function stepOutcome({ result }: Pick<CallReport, "result">): StepOutcome | undefined {
  if (!result.ok) return undefined;
  return result.value.kind === "pending" || result.value.kind === "completed" ? result.value : undefined;
}

/** The error of a call, if it failed. */
export function errorOf({ result }: Pick<CallReport, "result">): IdvError | undefined {
  return result.ok ? undefined : result.error;
}

export function contextOf(run: Run, { signal }: Pick<CallOverrides, "signal"> = {}): DriverContext {
  const { vault, subject } = run;
  return { now: () => new Date(run.nowMs), vault, log: subject.watch.logger, ...(signal !== undefined && { signal }) };
}

async function act(run: Run, call: ScenarioCall, overrides: CallOverrides): Promise<CallResult> {
  const { driver } = run;
  const context = contextOf(run, overrides);
  const work: StepWork = { ...run.work, ...overrides.work };
  if (call.call === "dispatch") {
    return driver.dispatch({ ...work, ...(run.state !== undefined && { driverState: run.state }) }, context);
  }
  if (call.call === "callback") {
    const request = overrides.request ?? incomingRequest(run, call.request);
    const address = await addressOf(run, request);
    if (!address.ok) return { ...address, reply: replyTo(address.error) };
    if (overrides.anyAddress !== true) checkAddress(run, address.value);
    return driver.callback({ ...work, driverState: stateOf(run), request }, context);
  }
  const stateful = { ...work, driverState: stateOf(run) };
  if (call.call === "submit") return driver.submit({ ...stateful, input: call.input }, context);
  return call.call === "poll" ? driver.poll(stateful, context) : driver.cancel(stateful, context);
}

function stateOf(run: Run) {
  if (run.state === undefined) fail("the calls before left no driverState to go on from");
  return throughJson(run.state);
}

function checkAddress(run: Run, address: CallbackAddress): void {
  if (address.kind === "ignore") fail("addressCallback ignores a delivery of the scenario");
  const known = address.refs.some((ref) => run.refs.includes(ref));
  expectThat(known, "addressCallback gives no ref that the last pending outcome has in callbackRefs");
}

async function settle<T>(run: Run, at: string, action: () => Promise<T>): Promise<T> {
  const { watch } = run.subject;
  return watch.during(at, async () => {
    let promise: Promise<T>;
    try {
      promise = action();
    } catch (thrown) {
      return refuseThrown(run, at, thrown);
    }
    return promise.catch((thrown: unknown) => refuseThrown(run, at, thrown));
  });
}

function refuseThrown(run: Run, at: string, thrown: unknown): never {
  // The kit's own findings come through here too.
  if (thrown instanceof AssertionError) throw thrown;
  run.subject.watch.look(`what ${at} threw`, thrown);
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  fail(`${at} threw ${name} where it has to return an error`);
}

function checkShape(run: Run, at: string, result: CallResult): void {
  expectThat(typeof result === "object" && typeof result?.ok === "boolean", `${at} did not return a result`);
  if (!result.ok) checkError(run, at, result.error);
  if (at !== "callback") return;
  expectThat("reply" in result && isReply(result.reply), `${at} did not say what to reply`);
  run.subject.watch.look("reply of callback", result.reply);
}

function checkError(run: Run, at: string, error: unknown): void {
  run.subject.watch.look(`error of ${at}`, error);
  expectThat(isIdvError(error), `${at} failed with something that is no IdvError`);
  expectThat((idvErrorCodes as readonly string[]).includes(error.code), `${at} failed with an unknown error code`);
}

function isReply(reply: HttpReply | undefined): boolean {
  return typeof reply === "object" && Number.isInteger(reply.status) && reply.status >= 200 && reply.status <= 599;
}

function keepState(run: Run, result: CallResult): void {
  const outcome = stepOutcome({ result });
  if (outcome !== undefined) run.state = outcome.driverState;
  else if (!result.ok && "driverState" in result && result.driverState !== undefined) run.state = result.driverState;
  if (outcome?.kind === "pending") run.refs = outcome.callbackRefs;
  if (outcome?.kind === "completed") run.final = outcome;
}
