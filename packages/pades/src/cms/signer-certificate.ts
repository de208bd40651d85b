import { createHash } from "node:crypto";
import { bitStringOf, type Certificate, hexOf, isSameName, readDer, sequenceOf } from "@idvkit/trust";
import { readable } from "./attributes.ts";
import type { SignerIdentifier } from "./signer-info.ts";
import { type CertificateIdentifier, identifies } from "./signing-certificate.ts";

/** More certificates of one name than this are tried no longer. */
const maxCandidates = 8;

export interface SignerCandidates {
  certificates: readonly Certificate[];
  /** Found by the signed attribute alone: the unsigned identifier leads to none. */
  isBySignedNameOnly: boolean;
}

/**
 * The certificates that can be the signer's, the best one first: those that the signer identifier names, before them those of these that a
 * signed attribute names too. There can be several, as issuer and serial number are no proof.
 */
export function signerCandidates(
  identifier: SignerIdentifier,
  signed: readonly CertificateIdentifier[],
  certificates: readonly Certificate[],
): SignerCandidates {
  const isSigned = (certificate: Certificate) => signed.some((name) => identifies(name, certificate));
  const named = certificates.filter((certificate) => isNamed(identifier, certificate));
  if (named.length === 0) return { certificates: certificates.filter(isSigned).slice(0, 1), isBySignedNameOnly: true };
  const ranked = named.length === 1 ? named : [...named.filter(isSigned), ...named.filter((one) => !isSigned(one))];
  return { certificates: ranked.slice(0, maxCandidates), isBySignedNameOnly: false };
}

function isNamed(identifier: SignerIdentifier, certificate: Certificate): boolean {
  if (identifier.kind === "subjectKeyIdentifier") return keyIdentifierOf(certificate) === identifier.keyIdentifier;
  return identifier.serialNumber === certificate.serialNumber && isSameName(identifier.issuer, certificate.issuer);
}

/** As the certificate says, else as most issuers make it (RFC 5280, section 4.2.1.2, first method). */
function keyIdentifierOf({ subjectKeyIdentifier, subjectPublicKeyInfo }: Certificate): string | undefined {
  if (subjectKeyIdentifier !== undefined) return subjectKeyIdentifier;
  return readable(() => {
    const [, key] = sequenceOf(readDer(subjectPublicKeyInfo, { allowBer: true }));
    return hexOf(createHash("sha1").update(bitStringOf(key)).digest());
  });
}
