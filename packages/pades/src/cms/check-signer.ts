import { type Certificate, type DigestName, digestOfChunks, readTime, type SignatureCheck } from "@idvkit/trust";
import { allValues, readable, singleValue } from "./attributes.ts";
import { type CmsFinding, CmsFindingLog } from "./cms-findings.ts";
import { type CertificateCache, readCertificates } from "./known-certificates.ts";
import { attributeTypes, contentTypes } from "./object-identifiers.ts";
import { type RevocationArchival, readRevocationArchival } from "./revocation-archival.ts";
import type { SignedData } from "./signed-data.ts";
import type { CmsAttribute, SignerInfo } from "./signer-info.ts";
import { type ContentDigest, type SignedContent, type SignerRules, verifySignerInfo } from "./verify-signer-info.ts";

/** Forms of PDF signatures that are CMS (ISO 32000-2, section 12.8.3.3, and EN 319 142-1). */
export type CmsSubFilter = "ETSI.CAdES.detached" | "adbe.pkcs7.detached" | "adbe.pkcs7.sha1";

export interface SignerCheckInput {
  subFilter: CmsSubFilter;
  /** The bytes of the ByteRange, in order. */
  content: readonly Uint8Array[];
  /** Their digest by hash, when it is known already; of SHAKE256 64 bytes. Default: made of `content`. */
  digestOf?: ContentDigest;
  /** Certificates from elsewhere, such as the DSS. */
  certificates?: readonly Certificate[];
  /** Read and filled. */
  cache?: CertificateCache;
}

export interface SignerCheck {
  /** Bytes and cryptography are right, and the form is that of the SubFilter: no finding is an error. Says nothing about trust. */
  intact: boolean;
  /** The signer's; undefined when it is not there. */
  certificate?: Certificate;
  /** Those of the signature and those that were given. */
  certificates: readonly Certificate[];
  crls: readonly Uint8Array[];
  ocspResponses: readonly Uint8Array[];
  /** A signed attribute; only the signer's word for it. */
  signingTimeClaimed?: Date;
  digest?: DigestName;
  scheme?: NonNullable<SignatureCheck["scheme"]>;
  attributes: {
    isSigned: boolean;
    /** In which form the signed attributes name the signer's certificate. */
    signingCertificate?: "v1" | "v2";
    hasAlgorithmProtection: boolean;
  };
  /** What signature timestamps are over. */
  signatureValue: Uint8Array;
  /** Signature timestamps as they stand, for {@link checkTimestampToken}. */
  timestampTokens: readonly Uint8Array[];
  revocationInfoArchival?: RevocationArchival;
  findings: readonly CmsFinding[];
}

const detached: SignerRules = {
  contentType: contentTypes.data,
  needsSignedAttributes: false,
  needsContentType: false,
  needsSigningCertificate: false,
  needsSortedAttributes: false,
};

const rulesOf: Readonly<Record<CmsSubFilter, SignerRules>> = {
  // EN 319 142-1, section 6.3, and EN 319 122-1, section 5.
  "ETSI.CAdES.detached": {
    ...detached,
    needsSignedAttributes: true,
    needsContentType: true,
    needsSigningCertificate: true,
  },
  "adbe.pkcs7.detached": detached,
  "adbe.pkcs7.sha1": detached,
};

/** Verifies the one signer of a PDF signature. Never throws. */
export function checkSigner(signedData: SignedData, input: SignerCheckInput): SignerCheck {
  const log = new CmsFindingLog();
  const certificates = readCertificates(signedData.certificates, input.certificates ?? [], log, input.cache);
  const content = contentOf(signedData, input, log);
  if (signedData.encapsulated.contentType !== contentTypes.data) log.add("content_type_wrong");
  const [signer] = signedData.signerInfos;
  if (signer === undefined || signedData.signerInfos.length > 1) log.add("signer_count");
  const { signingCertificate, ...outcome } =
    signer === undefined ? {} : verifySignerInfo(signer, content, certificates, rulesOf[input.subFilter], log);
  const facts = factsOf(signer, log);
  return {
    intact: !log.hasError,
    ...outcome,
    certificates,
    crls: signedData.crls,
    ocspResponses: signedData.ocspResponses,
    ...facts,
    attributes: {
      isSigned: signer?.signedAttributes !== undefined,
      ...(signingCertificate !== undefined && { signingCertificate }),
      hasAlgorithmProtection: allValues(signedOf(signer), attributeTypes.algorithmProtection).length > 0,
    },
    signatureValue: signer?.signature ?? new Uint8Array(),
    timestampTokens: allValues(signer?.unsignedAttributes ?? [], attributeTypes.signatureTimestamp).map(
      ({ raw }) => raw,
    ),
    findings: log.findings,
  };
}

/** What the signer's digest is over: the bytes of the file, or, with adbe.pkcs7.sha1, their SHA-1, which is inside. */
function contentOf(signedData: SignedData, input: SignerCheckInput, log: CmsFindingLog): SignedContent {
  const digestOf: ContentDigest = input.digestOf ?? ((hash) => digestOfChunks(hash, input.content));
  const { content } = signedData.encapsulated;
  if (input.subFilter !== "adbe.pkcs7.sha1") {
    if (content !== undefined) log.add("encapsulated_content");
    return { chunks: input.content, digestOf };
  }
  log.add("weak_hash");
  if (content === undefined) log.add("encapsulated_content_missing");
  else if (Buffer.compare(content, digestOf("sha1")) !== 0) log.add("message_digest_mismatch");
  const chunks = [content ?? new Uint8Array()];
  return { chunks, digestOf: (hash) => digestOfChunks(hash, chunks) };
}

function factsOf(
  signer: SignerInfo | undefined,
  log: CmsFindingLog,
): Pick<SignerCheck, "signingTimeClaimed" | "revocationInfoArchival"> {
  const time = singleValue(signedOf(signer), attributeTypes.signingTime, log);
  const signingTimeClaimed = time === undefined ? undefined : readable(() => readTime(time));
  if (time !== undefined && signingTimeClaimed === undefined) log.add("signing_time_unreadable");
  const [archival] = allValues(signedOf(signer), attributeTypes.revocationArchival);
  const revocationInfoArchival = archival === undefined ? undefined : readable(() => readRevocationArchival(archival));
  return {
    ...(signingTimeClaimed !== undefined && { signingTimeClaimed }),
    ...(revocationInfoArchival !== undefined && { revocationInfoArchival }),
  };
}

function signedOf(signer: SignerInfo | undefined): readonly CmsAttribute[] {
  return signer?.signedAttributes?.list ?? [];
}
