import type { IdvError } from "./error.ts";

/** What a call gives back: a value, or a typed error. Nothing in idvkit throws for an expected failure. */
export type IdvResult<T> = { ok: true; value: T } | { ok: false; error: IdvError };

/** Wraps a value as a successful {@link IdvResult}. */
export function success<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

/** Wraps an error as a failed {@link IdvResult}. */
export function failure(error: IdvError): { ok: false; error: IdvError } {
  return { ok: false, error };
}
