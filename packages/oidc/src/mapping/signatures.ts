import type { VerificationMethod } from "@idvkit/core";
import { own, readText } from "./claim-value.ts";
import { readTime } from "./times.ts";
import type { Evidence } from "./verified-entry.ts";
import type { Warn } from "./warnings.ts";

/** Signature types of OpenID Connect for Identity Assurance in the words of the data blocks. Others stay as they are. */
export const signatureTypes: Readonly<Record<string, string>> = {
  qes_eidas: "QES_EIDAS",
  aes_eidas: "AES_EIDAS",
  // Drafts had the qualified signature as a type of evidence.
  qes: "QES_EIDAS",
};

/** An evidence of type `electronic_signature` as a method of the verification. */
export function mapSignature({ type, members, path }: Evidence, warn: Warn): VerificationMethod {
  const word = readText(own(members, "signature_type")) ?? type;
  const created = own(members, "created_at");
  const issuedAt = readTime(created);
  if (issuedAt === undefined && readText(created) !== undefined) warn("unreadable_value", `${path}.created_at`);
  return {
    type: "electronicSignature",
    signatureType: own(signatureTypes, word) ?? word,
    issuer: readText(own(members, "issuer")) ?? null,
    serialNumber: readText(own(members, "serial_number")) ?? null,
    issuedAt: issuedAt ?? null,
    evidence: [],
  };
}
