import { type ChangeFindingCode, changeFindings } from "./changes/change-findings.ts";
import { type CmsFindingCode, cmsFindings } from "./cms/cms-findings.ts";

/** `error`: the signature or the document is not intact. `warning`: intact, but somebody should know. `info`: a fact. */
export type FindingSeverity = "error" | "warning" | "info";

/** One thing that a check found. */
export interface Finding {
  /** Stable. */
  code: FindingCode;
  severity: FindingSeverity;
  /** One sentence. */
  message: string;
  /** The object that it is about. */
  objectNumber?: number;
}

interface FindingText {
  severity: FindingSeverity;
  message: string;
}

/** What is found in the file around the signatures; the tables of CMS and of changes stand beside their rules. */
const fileFindings = {
  byte_range_missing: { severity: "error", message: "The signature has no ByteRange." },
  byte_range_malformed: {
    severity: "error",
    message: "The ByteRange is not four whole numbers that begin at 0 and leave one gap.",
  },
  byte_range_beyond_file: { severity: "error", message: "The ByteRange reaches beyond the end of the file." },
  signature_key_repeated: { severity: "error", message: "The signature has two values for Contents or ByteRange." },
  contents_missing: { severity: "error", message: "The signature has no Contents." },
  contents_empty: { severity: "error", message: "The Contents of the signature is an empty placeholder." },
  contents_malformed: {
    severity: "error",
    message: "The Contents is not one string of hexadecimal digits in pairs without white space.",
  },
  contents_not_in_gap: {
    severity: "error",
    message: "The gap of the ByteRange is not exactly the Contents of this signature.",
  },
  byte_range_overlap: { severity: "error", message: "The gap of another signature overlaps with this one's." },
  signed_end_inside_revision: {
    severity: "error",
    message: "What is signed does not end where a revision of the file ends.",
  },
  signature_outside_revision: {
    severity: "error",
    message: "The signature does not stand in the revision whose end it signs.",
  },
  signature_in_two_fields: { severity: "warning", message: "Several fields hold the same signature." },
  signature_unreferenced: { severity: "warning", message: "No field of the form leads to this signature." },
  signature_unreachable: {
    severity: "warning",
    message: "The file holds a ByteRange, but no revision leads to a signature.",
  },
  signature_replaced: { severity: "error", message: "A later update replaced this signature." },
  signature_removed: { severity: "error", message: "A later update removed this signature." },
  timestamp_type_wrong: {
    severity: "warning",
    message: "A timestamp stands in a dictionary of the type Sig and proves no time.",
  },
  usage_rights: { severity: "info", message: "Usage rights are a vendor's and say nothing about a signer." },
  sub_filter_missing: { severity: "error", message: "The signature does not say of what form it is." },
  sub_filter_unsupported: { severity: "error", message: "Signatures of this form (SubFilter) cannot be verified." },
  document_encrypted: {
    severity: "info",
    message: "The document is encrypted; its strings are compared as they stand.",
  },
  too_many_signatures: {
    severity: "error",
    message: "There are more signatures than the limit; the rest is not listed.",
  },
  unaccounted_bytes: {
    severity: "error",
    message: "Appended bytes hold something that no cross-reference accounts for.",
  },
  xref_unreadable: { severity: "error", message: "The cross-reference of an update is empty or cannot be read." },
  end_marker_missing: { severity: "error", message: "An update does not end with an end-of-file marker." },
  bytes_after_end: { severity: "error", message: "Bytes stand behind the last end-of-file marker." },
  loop: { severity: "error", message: "The cross-references lead in a circle." },
  startxref_wrong: { severity: "error", message: "The file does not say rightly where its cross-reference is." },
  entry_wrong: { severity: "warning", message: "A cross-reference entry points to something else." },
  hybrid_differs: {
    severity: "warning",
    message: "Readers with and without cross-reference streams see different objects.",
  },
  timestamp_untrusted: { severity: "warning", message: "The certificate of the timestamp's authority is not trusted." },
  timestamp_before_signature: {
    severity: "info",
    message: "A document timestamp is older than the signature and proves nothing about it.",
  },
  certificate_untrusted: { severity: "warning", message: "No path leads from the signer's certificate to an anchor." },
  certificate_expired: { severity: "warning", message: "The signer's certificate was not valid at that time." },
  revocation_unknown: {
    severity: "info",
    message: "Whether a certificate of the path was revoked at that time is not known.",
  },
  certificate_revoked: { severity: "warning", message: "The signer's certificate was revoked at that time." },
} as const satisfies Record<string, FindingText>;

const table: Readonly<
  Record<FindingCode, { severity: FindingSeverity } & ({ message: string } | { sentence: string })>
> = {
  ...fileFindings,
  ...cmsFindings,
  ...changeFindings,
};

export type FindingCode = keyof typeof fileFindings | CmsFindingCode | ChangeFindingCode;

/** Every code with its severity and its sentence. */
export const findingTable: Readonly<Record<FindingCode, FindingText>> = Object.fromEntries(
  Object.entries(table).map(([code, row]) => [
    code,
    { severity: row.severity, message: "message" in row ? row.message : row.sentence },
  ]),
) as Record<FindingCode, FindingText>;

/** A finding as it is reported. */
export function findingOf(code: FindingCode, objectNumber?: number): Finding {
  const { severity, message } = findingTable[code];
  return { code, severity, message, ...(objectNumber !== undefined && { objectNumber }) };
}
