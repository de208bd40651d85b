export { type Finding, type FindingCode, type FindingSeverity, findingTable } from "./findings.ts";
export type { VerifyPdfOptions } from "./options.ts";
export { type SplitPdf, splitAppendix } from "./split-appendix.ts";
export { type SignatureSummary, summarize } from "./summarize.ts";
export {
  defaultLimits,
  type Modifications,
  type PdfLimits,
  type PdfQualification,
  type PdfRevision,
  type PdfSignature,
  type PdfSigner,
  type PdfTimestamp,
  type PdfVerification,
  type SignatureKind,
  type SignatureLevel,
  type Trust,
} from "./verification.ts";
export { verifyPdf } from "./verify-pdf.ts";
