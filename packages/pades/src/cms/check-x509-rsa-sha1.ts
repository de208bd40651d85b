import { type Certificate, octetStringOf, readDer, verifySignature } from "@idvkit/trust";
import { readable } from "./attributes.ts";
import type { SignerCheck } from "./check-signer.ts";
import { CmsFindingLog } from "./cms-findings.ts";
import { readCertificates } from "./known-certificates.ts";

export interface X509RsaSha1Input {
  /** The Contents: an OCTET STRING with the signature value, then only zero bytes. */
  contents: Uint8Array;
  /** The strings of `/Cert`, the signer's first. */
  certificates: readonly Uint8Array[];
  /** The bytes of the ByteRange, in order. */
  content: readonly Uint8Array[];
}

/** Hashes that this form can have (ISO 32000-1, table 257). It names none, so each is tried, SHA-1 first. */
const algorithms = {
  sha1: "1.2.840.113549.1.1.5",
  sha256: "1.2.840.113549.1.1.11",
  sha384: "1.2.840.113549.1.1.12",
  sha512: "1.2.840.113549.1.1.13",
} as const;
const digestNames = ["sha1", "sha256", "sha384", "sha512"] as const;

/** Verifies a signature of the SubFilter `adbe.x509.rsa_sha1`, which is no CMS: PKCS#1 over the bytes themselves. Never throws. */
export function checkX509RsaSha1({ contents, certificates: raw, content }: X509RsaSha1Input): SignerCheck {
  const log = new CmsFindingLog();
  const certificates = readCertificates(raw, [], log);
  const [first = new Uint8Array()] = raw;
  const certificate = certificates.find((candidate) => Buffer.compare(candidate.raw, first) === 0);
  const value = readable(() => octetStringOf(readDer(contents, { allowBer: true, trailing: "zeros" })));
  if (value === undefined) log.add("cms_unreadable");
  if (certificate === undefined) log.add("signer_certificate_missing");
  const signatureValue = value ?? new Uint8Array();
  const verified = certificate === undefined ? undefined : verifyWith(certificate, signatureValue, content, log);
  return {
    intact: !log.hasError,
    ...(certificate !== undefined && { certificate }),
    certificates,
    crls: [],
    ocspResponses: [],
    ...verified,
    attributes: { isSigned: false, hasAlgorithmProtection: false },
    signatureValue,
    timestampTokens: [],
    findings: log.findings,
  };
}

function verifyWith(
  { publicKey }: Certificate,
  signature: Uint8Array,
  data: readonly Uint8Array[],
  log: CmsFindingLog,
): Pick<SignerCheck, "digest" | "scheme"> {
  if (publicKey === undefined) {
    log.add("signer_key_unsupported");
    return {};
  }
  for (const digest of digestNames) {
    const check = verifySignature({ algorithm: { oid: algorithms[digest] }, publicKey, data, signature });
    if (check.status !== "valid") continue;
    log.add(...check.findings.map(({ code }) => code));
    return { digest, ...(check.scheme !== undefined && { scheme: check.scheme }) };
  }
  log.add("signature_invalid");
  return {};
}
