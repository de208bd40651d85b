import type { IdvVerdict } from "@idvkit/core";

/** Assure's status to the best verdict that it can give; `null` is not final. (onfido-assure.txt, "Final result status") */
export const statuses: ReadonlyMap<string, IdvVerdict | null> = new Map<string, IdvVerdict | null>([
  ["pending", null],
  ["processing", null],
  ["accepted", "verified"],
  ["rejected", "rejected"],
  ["inconclusive", "inconclusive"],
  ["canceled", "canceled"],
  ["failed", "error"],
]);
