import { classifyChanges } from "../changes/classify-changes.ts";
import { type ChangePermissions, permissionsInForce } from "../changes/permissions.ts";
import { type Finding, findingOf } from "../findings.ts";
import type { PdfDocument, ReaderAnomalyCode, Revision } from "../reader/document.ts";
import type { Modifications } from "../verification.ts";

/** What came after a signature. */
export interface ChangesAfter {
  modifications: Modifications;
  findings: readonly Finding[];
}

/** Ways of writing an update that show readers different things. */
const hidingAnomalies: ReadonlySet<ReaderAnomalyCode> = new Set([
  "unaccounted_bytes",
  "xref_unreadable",
  "end_marker_missing",
  "bytes_after_end",
  "loop",
  "startxref_wrong",
]);

/** Judges everything behind the revision that a signature covers, against what the signatures until then allow. */
export function changesAfter(document: PdfDocument, signed: Revision): ChangesAfter {
  const hiding = new Set(
    document.anomalies.filter(({ code, at }) => at >= signed.end && hidingAnomalies.has(code)).map(({ code }) => code),
  );
  const permissions: ChangePermissions = permissionsInForce(document.at(signed.index));
  const report = classifyChanges(document, {
    from: signed.index,
    to: document.revisions.length - 1,
    permissions,
  });
  const findings = [
    ...[...hiding].map((code) => findingOf(code)),
    ...report.findings.map(({ code, objectNumber }) => findingOf(code, objectNumber)),
  ];
  return { modifications: hiding.size > 0 ? "forbidden" : report.level, findings };
}
