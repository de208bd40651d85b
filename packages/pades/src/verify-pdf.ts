import { failure, IdvError, type IdvResult, success } from "@idvkit/core";
import { type Finding, findingOf } from "./findings.ts";
import { type ResolvedOptions, resolveOptions, type VerifyPdfOptions } from "./options.ts";
import type { PdfDocument } from "./reader/document.ts";
import { PdfError } from "./reader/pdf-error.ts";
import { readPdf } from "./reader/read-document.ts";
import { completeSignatures } from "./signature/complete-signatures.ts";
import { findSignatures, holdsByteRange } from "./signature/find-signatures.ts";
import { inspectSignatures } from "./signature/inspect-signatures.ts";
import type { InspectedSignature } from "./signature/inspected-signature.ts";
import { readSecurityStore } from "./signature/security-store.ts";
import type { PdfRevision, PdfSignature, PdfVerification } from "./verification.ts";

/**
 * Verifies every signature of a PDF: who signed, with what kind of certificate, when, and what was changed since. Offline, unless
 * `revocation.fetcher` is given.
 *
 * A PDF without signatures is a result with an empty list. Fails with `invalid_input` for what is no PDF (`not_pdf`), cannot be
 * read (`unreadable`) or passes a limit (`limit`), and with `configuration` for wrong options. Never throws.
 */
export async function verifyPdf(pdf: Uint8Array, options: VerifyPdfOptions = {}): Promise<IdvResult<PdfVerification>> {
  const resolved = resolveOptions(options);
  if (!resolved.ok) return resolved;
  if (!(pdf instanceof Uint8Array)) return refused("not_pdf");
  try {
    return success(await verify(pdf, resolved.value));
  } catch (error) {
    if (error instanceof PdfError) return refused(error.code);
    throw error;
  }
}

async function verify(pdf: Uint8Array, options: ResolvedOptions): Promise<PdfVerification> {
  const document = readPdf(pdf, options.limits);
  const found = findSignatures(document);
  const store = readSecurityStore(document.last);
  const inspected = inspectSignatures(document, found.slice(0, options.limits.maxSignatures), store.certificates);
  const signatures = await completeSignatures(document, inspected, store, options);
  const findings = [
    ...anomaliesOf(document, inspected),
    ...(found.length === 0 && holdsByteRange(document) ? [findingOf("signature_unreachable")] : []),
    ...(document.isEncrypted ? [findingOf("document_encrypted")] : []),
    ...(found.length > options.limits.maxSignatures ? [findingOf("too_many_signatures")] : []),
  ];
  return {
    signatures,
    documentIntact: isIntact(signatures, findings),
    findings,
    revisions: revisionsOf(document, inspected),
  };
}

/** Usage rights are nobody's signature. */
function isIntact(signatures: readonly PdfSignature[], findings: readonly Finding[]): boolean {
  const counted = signatures.filter(({ kind }) => kind !== "usageRights");
  return (
    counted.length > 0 &&
    counted.every(({ intact }) => intact) &&
    findings.every(({ severity }) => severity !== "error")
  );
}

/** What every signature covers was so when it was signed: there it is a warning. Read last, since views add anomalies. */
function anomaliesOf({ anomalies, revisions }: PdfDocument, signatures: readonly InspectedSignature[]): Finding[] {
  const counted = signatures.filter(({ found }) => found.kind !== "usageRights");
  const ends = counted.map(({ revisionIndex }) =>
    revisionIndex === undefined ? 0 : (revisions[revisionIndex]?.end ?? 0),
  );
  const signedByAll = Math.min(...ends);
  const codes = new Set(anomalies.map(({ code }) => code));
  return [...codes].map((code) => {
    const finding = findingOf(code);
    const isSigned = anomalies.every((anomaly) => anomaly.code !== code || anomaly.at < signedByAll);
    return isSigned && counted.length > 0 && finding.severity === "error"
      ? { ...finding, severity: "warning" }
      : finding;
  });
}

function revisionsOf({ revisions }: PdfDocument, signatures: readonly InspectedSignature[]): PdfRevision[] {
  return revisions.map(({ index, start, end }) => ({
    index,
    start,
    end,
    signedBy: signatures.flatMap(({ revisionIndex, found }) => (revisionIndex === index ? found.fieldNames : [])),
  }));
}

function refused(reason: string): IdvResult<never> {
  return failure(new IdvError({ code: "invalid_input", message: `pdf: ${reason}`, reason }));
}
