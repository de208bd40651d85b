import { summarize } from "../summarize.ts";
import type { PdfSignature, PdfVerification } from "../verification.ts";

const kinds: Readonly<Record<PdfSignature["kind"], string>> = {
  signature: "signature",
  documentTimestamp: "document timestamp",
  usageRights: "usage rights of a vendor",
};

const changes: Readonly<Record<PdfSignature["modifications"], string>> = {
  none: "nothing was changed since",
  ltaUpdates: "since then only data to verify it were added",
  formFilling: "since then the form was filled in or signed",
  annotations: "since then annotations changed",
  forbidden: "changed since then, or not wholly signed",
};

/** A result as lines that a person reads. */
export function toTable(verification: PdfVerification): string {
  const { signatures, documentIntact, findings } = verification;
  const head = signatures.length === 0 ? "no signatures" : documentIntact ? "intact" : "NOT INTACT";
  const blocks = signatures.map((signature) => rowsOf(signature).map(line).join("\n"));
  const own = findings.map(({ severity, code, message }) => line([severity, `${message} (${code})`]));
  return `${[line(["document", head]), ...own, ...blocks.map((block) => `\n${block}`)].join("\n")}\n`;
}

type Row = readonly [label: string, text: string];

function rowsOf(signature: PdfSignature): Row[] {
  const { fieldName, kind, subFilter, signer, signingTime, level, trust, findings } = signature;
  const [summary] = summarize({ signatures: [signature] });
  return [
    [
      "field",
      `${printable(fieldName ?? "(none)")}: ${kinds[kind]}${subFilter === null ? "" : `, ${printable(subFilter)}`}`,
    ],
    ["intact", signature.intact ? "yes" : "NO"],
    ["changes", changes[signature.modifications]],
    ...(signer === undefined
      ? []
      : [["signer", printable(signer.subject)] as const, ["issuer", printable(signer.issuer)] as const]),
    ...(signer === undefined ? [] : [["serial number", signer.serialNumber] as const]),
    ...(signingTime.proven === undefined ? [] : [["proven time", signingTime.proven.toISOString()] as const]),
    ...(signingTime.claimed === undefined ? [] : [["claimed time", signingTime.claimed.toISOString()] as const]),
    ...(kind === "signature" ? [["level", level] as const] : []),
    ["trust", trust],
    ...(summary === undefined ? [] : [["type", summary.signatureType] as const]),
    ...findings
      .filter(({ severity }) => severity !== "info")
      .map(({ severity, code, message }) => [severity, `${message} (${code})`] as const),
  ];
}

function line([label, text]: Row): string {
  return `${label.padEnd(14)}${text}`;
}

/** Names come from the file: control characters could move the cursor of a terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "\ufffd");
}
