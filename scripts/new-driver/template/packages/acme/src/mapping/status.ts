import type { IdvVerdict } from "@idvkit/core";

/** A status of Acme to the best verdict that it can give; `null` is not final. */
export const statuses: ReadonlyMap<string, IdvVerdict | null> = new Map<string, IdvVerdict | null>([
  ["open", null],
  ["processing", null],
  ["verified", "verified"],
  ["rejected", "rejected"],
  ["unclear", "inconclusive"],
  ["canceled", "canceled"],
  ["abandoned", "aborted"],
  ["failed", "error"],
]);
