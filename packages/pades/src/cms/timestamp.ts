import { type Certificate, type DigestName, digestOfChunks, type SignatureCheck } from "@idvkit/trust";
import { readable } from "./attributes.ts";
import { type CmsFinding, CmsFindingLog } from "./cms-findings.ts";
import { type CertificateCache, readCertificates } from "./known-certificates.ts";
import { contentTypes, timeStampingPurpose } from "./object-identifiers.ts";
import { readSignedData, type SignedData } from "./signed-data.ts";
import { readTimestampInfo, type TimestampInfo } from "./timestamp-info.ts";
import { type ContentDigest, type SignerRules, verifySignerInfo } from "./verify-signer-info.ts";

export interface TimestampCheckInput {
  /** The digest of what has to be stamped, by hash: of a signature value, or of the bytes of a ByteRange. */
  imprintOf: ContentDigest;
  /** Certificates from elsewhere, such as the DSS. */
  certificates?: readonly Certificate[];
  /** Read and filled. */
  cache?: CertificateCache;
}

export interface TimestampCheck {
  /** Over the right bytes, signed by a certificate that is for timestamps; no finding is an error. Says nothing about trust. */
  valid: boolean;
  time?: Date;
  /** Of the authority. */
  certificate?: Certificate;
  certificates: readonly Certificate[];
  crls: readonly Uint8Array[];
  ocspResponses: readonly Uint8Array[];
  policy?: string;
  /** Hexadecimal. */
  serialNumber?: string;
  /** Of the imprint. */
  digest?: DigestName;
  scheme?: NonNullable<SignatureCheck["scheme"]>;
  findings: readonly CmsFinding[];
}

/** RFC 3161, section 2.4.2: the token names its certificate. It has to outlive the software of today, so the order is the standard's. */
const tokenRules: SignerRules = {
  contentType: contentTypes.timestampInfo,
  needsSignedAttributes: true,
  needsContentType: true,
  needsSigningCertificate: true,
  needsSortedAttributes: true,
};

/**
 * Verifies a timestamp token: the value of a signature timestamp attribute, or the Contents of a document timestamp with the zero bytes
 * behind it. Never throws.
 */
export function checkTimestampToken(token: Uint8Array, input: TimestampCheckInput): TimestampCheck {
  return checkReadToken(
    readable(() => readSignedData(token)),
    input,
  );
}

/** Like {@link checkTimestampToken}, for a token that was read already; undefined for one that could not be. */
export function checkReadToken(signedData: SignedData | undefined, input: TimestampCheckInput): TimestampCheck {
  const log = new CmsFindingLog();
  const bytes = signedData?.encapsulated.content;
  const info = bytes === undefined ? undefined : readable(() => readTimestampInfo(bytes));
  if (signedData === undefined || bytes === undefined || info === undefined) {
    log.add("timestamp_unreadable");
    return { valid: false, certificates: [], crls: [], ocspResponses: [], findings: log.findings };
  }
  if (signedData.encapsulated.contentType !== contentTypes.timestampInfo) log.add("content_type_wrong");
  checkImprint(info, input.imprintOf, log);
  const verified = verifyToken(signedData, bytes, input, log);
  return {
    valid: !log.hasError,
    time: info.time,
    policy: info.policy,
    serialNumber: info.serialNumber,
    ...(info.imprint.hash !== undefined && { digest: info.imprint.hash }),
    ...verified,
    crls: signedData.crls,
    ocspResponses: signedData.ocspResponses,
    findings: log.findings,
  };
}

function checkImprint(
  { imprint: { hash, digest } }: TimestampInfo,
  imprintOf: ContentDigest,
  log: CmsFindingLog,
): void {
  if (hash === undefined) log.add("digest_unknown");
  else if (Buffer.compare(imprintOf(hash), digest) !== 0) log.add("timestamp_imprint_mismatch");
}

function verifyToken(
  signedData: SignedData,
  bytes: Uint8Array,
  { certificates: known = [], cache }: TimestampCheckInput,
  log: CmsFindingLog,
): Pick<TimestampCheck, "certificate" | "certificates" | "scheme"> {
  const certificates = readCertificates(signedData.certificates, known, log, cache);
  const [signer] = signedData.signerInfos;
  if (signer === undefined || signedData.signerInfos.length > 1) log.add("signer_count");
  if (signer === undefined) return { certificates };
  const content = { chunks: [bytes], digestOf: (hash: DigestName) => digestOfChunks(hash, [bytes]) };
  const { certificate, scheme } = verifySignerInfo(signer, content, certificates, tokenRules, log);
  if (certificate !== undefined) checkPurpose(certificate, log);
  return { certificates, ...(certificate !== undefined && { certificate }), ...(scheme !== undefined && { scheme }) };
}

/** RFC 3161, section 2.3: the one purpose of the certificate, and critical. */
function checkPurpose({ extendedKeyUsage, extensions }: Certificate, log: CmsFindingLog): void {
  if (extendedKeyUsage?.includes(timeStampingPurpose) !== true) {
    log.add("timestamp_purpose_missing");
    return;
  }
  const isCritical = extensions.some(({ oid, critical }) => oid === extendedKeyUsageOid && critical);
  if (!isCritical || extendedKeyUsage.length > 1) log.add("timestamp_purpose_not_critical");
}

const extendedKeyUsageOid = "2.5.29.37";
