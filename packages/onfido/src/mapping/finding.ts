import type { DocumentVerification, VerificationTechnique } from "@idvkit/core";

/** An issue of a DocumentVerification. */
export type Issue = NonNullable<DocumentVerification["issues"]>[number];

/** What it means when one result of a report is not clear. */
export interface OnfidoFinding {
  /** Where the result stands; the code of the issue. */
  path: string;
  technique: VerificationTechnique;
  /** `error`: it speaks against document or person. `warning`: the picture did not serve, a new one may. */
  severity: Issue["severity"];
  message: string;
}

/** One result of a group: its name below the group's path, what it means, and its severity where that is not `error`. */
export type FindingRow = readonly [name: string, message: string, severity?: Issue["severity"]];

/** A group of a table: results below one path that belong to one technique. */
export function findingsBelow(
  path: string,
  technique: VerificationTechnique,
  rows: readonly FindingRow[],
): OnfidoFinding[] {
  return rows.map(([name, message, severity = "error"]) => ({ path: `${path}${name}`, technique, severity, message }));
}
