import type { HttpRequest, IdvError } from "@idvkit/core";
import { expectEqual, expectThat } from "../expectation.ts";
import { addressOf, type CallOverrides, deliver } from "../run/perform-call.ts";
import { type Run, throughJson } from "../run/run.ts";

/** What came of a request that somebody changed. */
export interface ForgedDelivery {
  /** Why it was refused, if it was. */
  error?: IdvError;
  /** It was taken, but for an execution other than ours. */
  elsewhere?: true;
}

/** Sends a changed request all the way that it would go: to `addressCallback`, then to `callback`. */
export async function deliverForged(run: Run, request: HttpRequest): Promise<ForgedDelivery> {
  const address = await addressOf(run, request);
  if (!address.ok) return { error: address.error };
  if (address.value.kind === "ignore") return { elsewhere: true };
  if (!address.value.refs.some((ref) => run.refs.includes(ref))) return { elsewhere: true };
  const result = await deliver(run, request);
  return result.ok ? {} : { error: result.error };
}

/** Fails unless a request is refused with `invalid_callback` and the state stays as it is. */
export async function expectRefused(run: Run, request: HttpRequest, what: string, overrides?: CallOverrides) {
  const before = throughJson(run.state);
  const result = await deliver(run, request, overrides);
  expectThat(!result.ok, `${what} is accepted`);
  expectEqual(result.error.code, "invalid_callback", `${what} is refused with another code`);
  if (result.driverState !== undefined) {
    expectEqual(throughJson(result.driverState), before, `${what} is refused, but changes the state`);
  }
  return result;
}

/** The same text with one character changed to another of its kind. */
export function withOneChange(text: string, at = Math.floor(text.length / 2)): string {
  const sign = text.charAt(at);
  const other = /[0-9]/.test(sign) ? (sign === "7" ? "3" : "7") : sign === "c" ? "d" : "c";
  return text.slice(0, at) + other + text.slice(at + 1);
}
