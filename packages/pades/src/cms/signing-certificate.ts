import {
  type Certificate,
  type DerElement,
  type DigestName,
  type DistinguishedName,
  digestNameOf,
  digestOfChunks,
  explicitOf,
  integerHexOf,
  isSameName,
  octetStringOf,
  readAlgorithmIdentifier,
  readDistinguishedName,
  sequenceOf,
  tags,
} from "@idvkit/trust";
import { readable, singleValue } from "./attributes.ts";
import type { CmsFindingLog } from "./cms-findings.ts";
import { attributeTypes } from "./object-identifiers.ts";
import type { CmsAttribute } from "./signer-info.ts";

/** The signer's certificate as a signed attribute names it: the first of its list (RFC 5035, section 5.4). */
export interface CertificateIdentifier {
  form: "v1" | "v2";
  /** Undefined for a hash that is not known: then no certificate matches. */
  hash: DigestName | undefined;
  digest: Uint8Array;
  /** Undefined when not given, or when the issuer has no directory name. */
  issuerSerial?: { issuer: DistinguishedName; serialNumber: string };
}

/** The two attributes signing-certificate-v2 and signing-certificate, the newer one first. */
export function readSigningCertificates(
  attributes: readonly CmsAttribute[],
  log: CmsFindingLog,
): readonly CertificateIdentifier[] {
  const rows = [
    ["v2", singleValue(attributes, attributeTypes.signingCertificateV2, log)],
    ["v1", singleValue(attributes, attributeTypes.signingCertificateV1, log)],
  ] as const;
  return rows.flatMap(([form, value]) => {
    if (value === undefined) return [];
    const identifier = readable(() => readIdentifier(value, form));
    if (identifier === undefined) log.add("attribute_unreadable");
    return identifier === undefined ? [] : [identifier];
  });
}

function readIdentifier(value: DerElement, form: "v1" | "v2"): CertificateIdentifier {
  const [first] = sequenceOf(sequenceOf(value)[0]);
  const members = [...sequenceOf(first)];
  // The hash algorithm of the newer form is SHA-256 when it is left out.
  const algorithm = form === "v2" && members[0]?.isUniversal(tags.sequence) === true ? members.shift() : undefined;
  const [digest, issuerSerial] = members;
  const named = readable(() => readIssuerSerial(issuerSerial));
  const usual = form === "v1" ? "sha1" : "sha256";
  return {
    form,
    hash: algorithm === undefined ? usual : digestNameOf(readAlgorithmIdentifier(algorithm)),
    digest: octetStringOf(digest),
    ...(named !== undefined && { issuerSerial: named }),
  };
}

const directoryName = 4;

function readIssuerSerial(element: DerElement | undefined): CertificateIdentifier["issuerSerial"] {
  if (element === undefined) return undefined;
  const [issuers, serialNumber] = sequenceOf(element);
  const issuer = sequenceOf(issuers).find((name) => name.isContext(directoryName));
  if (issuer === undefined) return undefined;
  return { issuer: readDistinguishedName(explicitOf(issuer)), serialNumber: integerHexOf(serialNumber) };
}

/** Whether the digest is that of the certificate. */
export function identifies({ hash, digest }: CertificateIdentifier, { raw }: Certificate): boolean {
  return hash !== undefined && Buffer.compare(digestOfChunks(hash, [raw]), digest) === 0;
}

/** Whether issuer and number, where they are given, are those of the certificate. */
export function hasSameIssuerSerial({ issuerSerial }: CertificateIdentifier, certificate: Certificate): boolean {
  if (issuerSerial === undefined) return true;
  return issuerSerial.serialNumber === certificate.serialNumber && isSameName(issuerSerial.issuer, certificate.issuer);
}
