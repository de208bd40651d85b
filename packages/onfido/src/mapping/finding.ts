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

export type FindingRow = readonly [
  name: string,
  technique: VerificationTechnique,
  severity: Issue["severity"],
  message: string,
];

/** Rows of a table below one path. */
export function findingsBelow(path: string, rows: readonly FindingRow[]): OnfidoFinding[] {
  return rows.map(([name, technique, severity, message]) => ({ path: `${path}${name}`, technique, severity, message }));
}
