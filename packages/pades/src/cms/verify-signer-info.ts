import {
  type AlgorithmIdentifier,
  type Certificate,
  type DerElement,
  type DigestName,
  digestNameOf,
  isSameAlgorithm,
  octetStringOf,
  oidOf,
  readAlgorithmIdentifier,
  type SignatureCheck,
  sequenceOf,
  verifySignature,
} from "@idvkit/trust";
import { isAttributeSet, readable, singleValue } from "./attributes.ts";
import type { CmsFindingLog } from "./cms-findings.ts";
import { attributeTypes } from "./object-identifiers.ts";
import { signerCandidates } from "./signer-certificate.ts";
import type { SignerInfo } from "./signer-info.ts";
import {
  type CertificateIdentifier,
  hasSameIssuerSerial,
  identifies,
  readSigningCertificates,
} from "./signing-certificate.ts";

/** The digest of what a signature is over, by hash. */
export type ContentDigest = (hash: DigestName) => Uint8Array;

/** What a kind of signature asks for beyond RFC 5652. */
export interface SignerRules {
  contentType: string;
  /** Whether signed attributes have to be there. */
  needsSignedAttributes: boolean;
  /** Whether they have to name the type of the content. RFC 5652 says so, old software left it out. */
  needsContentType: boolean;
  /** Whether they have to name the signer's certificate. */
  needsSigningCertificate: boolean;
  /** Whether what is signed has to be the attributes in the order of DER (RFC 5652, section 5.4), not that in which they stand. */
  needsSortedAttributes: boolean;
}

export interface SignedContent {
  chunks: readonly Uint8Array[];
  digestOf: ContentDigest;
}

export interface SignerOutcome {
  certificate?: Certificate;
  digest?: DigestName;
  scheme?: NonNullable<SignatureCheck["scheme"]>;
  signingCertificate?: "v1" | "v2";
}

/**
 * Verifies one signer: attributes, digest of the content, certificate, signature value (RFC 5652, sections 5.4 and 5.6). What is wrong goes
 * into the log.
 */
export function verifySignerInfo(
  signer: SignerInfo,
  content: SignedContent,
  certificates: readonly Certificate[],
  rules: SignerRules,
  log: CmsFindingLog,
): SignerOutcome {
  const digest = readable(() => digestNameOf(signer.digestAlgorithm));
  if (digest === undefined) log.add("digest_unknown");
  const attributes = signer.signedAttributes?.list ?? [];
  if (signer.signedAttributes === undefined) {
    log.add(rules.needsSignedAttributes ? "signed_attributes_missing" : "signed_attributes_absent");
    if (isAttributeSet(content.chunks)) log.add("content_is_attributes");
  } else {
    checkContentType(signer, rules, log);
    checkMessageDigest(signer, digest, content, log);
    checkAlgorithmProtection(signer, log);
  }
  const names = readSigningCertificates(attributes, log);
  const [name] = names;
  if (name === undefined && rules.needsSigningCertificate) log.add("signing_certificate_missing");
  if (names.every(({ form }) => form === "v1") && name !== undefined) log.add("signing_certificate_v1");
  const verified = verifyWithCandidates(signer, content, certificates, { names, rules }, log);
  return {
    ...verified,
    ...(digest !== undefined && { digest }),
    ...(name !== undefined && { signingCertificate: name.form }),
  };
}

function checkContentType({ signedAttributes }: SignerInfo, rules: SignerRules, log: CmsFindingLog): void {
  const value = singleValue(signedAttributes?.list ?? [], attributeTypes.contentType, log);
  if (value === undefined) {
    if (rules.needsContentType) log.add("content_type_missing");
    return;
  }
  if (readable(() => oidOf(value)) !== rules.contentType) log.add("content_type_mismatch");
}

function checkMessageDigest(
  { signedAttributes }: SignerInfo,
  digest: DigestName | undefined,
  content: SignedContent,
  log: CmsFindingLog,
): void {
  const value = singleValue(signedAttributes?.list ?? [], attributeTypes.messageDigest, log);
  const expected = value === undefined ? undefined : readable(() => octetStringOf(value));
  if (value === undefined) log.add("message_digest_missing");
  else if (expected === undefined) log.add("attribute_unreadable");
  else if (digest !== undefined && Buffer.compare(content.digestOf(digest), expected) !== 0) {
    log.add("message_digest_mismatch");
  }
}

/** RFC 6211, section 2: the algorithms are signed too, where a signer says so. */
function checkAlgorithmProtection(signer: SignerInfo, log: CmsFindingLog): void {
  const value = singleValue(signer.signedAttributes?.list ?? [], attributeTypes.algorithmProtection, log);
  if (value === undefined) return;
  const named = readable(() => protectedAlgorithms(value));
  if (named === undefined) {
    log.add("attribute_unreadable");
    return;
  }
  const isSame =
    isSameAlgorithm(named.digest, signer.digestAlgorithm) &&
    (named.signature === undefined || isSameAlgorithm(named.signature, signer.signatureAlgorithm));
  if (!isSame) log.add("algorithm_protection_mismatch");
}

function protectedAlgorithms(value: DerElement): { digest: AlgorithmIdentifier; signature?: AlgorithmIdentifier } {
  const [digest, ...more] = sequenceOf(value);
  const signature = more.find((element) => element.isContext(1));
  const [oid, parameters] = signature?.children ?? [];
  return {
    digest: readAlgorithmIdentifier(digest),
    ...(signature !== undefined && {
      signature: { oid: oidOf(oid), ...(parameters !== undefined && { parameters }) },
    }),
  };
}

function verifyWithCandidates(
  signer: SignerInfo,
  content: SignedContent,
  certificates: readonly Certificate[],
  { names, rules }: { names: readonly CertificateIdentifier[]; rules: SignerRules },
  log: CmsFindingLog,
): Pick<SignerOutcome, "certificate" | "scheme"> {
  const candidates = signerCandidates(signer.signerIdentifier, names, certificates);
  const tried = attempts(signer, content, candidates.certificates);
  const best = tried.find(({ check }) => check?.status === "valid") ?? tried[0];
  if (best === undefined) {
    log.add("signer_certificate_missing");
    return {};
  }
  const { certificate, check } = best;
  if (candidates.isBySignedNameOnly) log.add("signer_id_mismatch");
  if (!names.every((name) => identifies(name, certificate))) log.add("signing_certificate_mismatch");
  if (!names.every((name) => hasSameIssuerSerial(name, certificate))) log.add("signing_certificate_serial_mismatch");
  if (check === undefined) {
    log.add("signer_key_unsupported");
    return { certificate };
  }
  log.add(...check.findings.map(({ code }) => code));
  // What cannot be verified has a finding of its own that says why.
  if (check.status === "invalid") log.add("signature_invalid");
  checkOrder(signer, best, rules, log);
  return { certificate, ...(check.scheme !== undefined && { scheme: check.scheme }) };
}

/** Verifiers differ on attributes that are not in the order of DER: some sort them first, others take them as they stand. */
function checkOrder({ signedAttributes }: SignerInfo, best: Attempt, rules: SignerRules, log: CmsFindingLog): void {
  if (signedAttributes?.sortedBytes === undefined) return;
  const isRefused = rules.needsSortedAttributes && !best.isSorted;
  log.add(isRefused ? "timestamp_attributes_unsorted" : "signed_attributes_unsorted");
}

interface Attempt {
  certificate: Certificate;
  /** Undefined when the key cannot be used. */
  check: SignatureCheck | undefined;
  /** Verified over the attributes in the order of DER, where they stand in another one. */
  isSorted: boolean;
}

/** One certificate after the other, up to the first that verifies. */
function attempts(
  signer: SignerInfo,
  content: SignedContent,
  certificates: readonly Certificate[],
): readonly Attempt[] {
  const tried: Attempt[] = [];
  for (const certificate of certificates) {
    const attempt = attemptWith(signer, content, certificate);
    tried.push(attempt);
    if (attempt.check?.status === "valid") break;
  }
  return tried;
}

function attemptWith(signer: SignerInfo, content: SignedContent, certificate: Certificate): Attempt {
  const { publicKey } = certificate;
  if (publicKey === undefined) return { certificate, check: undefined, isSorted: false };
  const verifyOver = (data: readonly Uint8Array[]) =>
    verifySignature({
      algorithm: signer.signatureAlgorithm,
      digestOid: signer.digestAlgorithm.oid,
      publicKey,
      data,
      signature: signer.signature,
    });
  const { signedBytes, sortedBytes } = signer.signedAttributes ?? {};
  const check = verifyOver(signedBytes === undefined ? content.chunks : [signedBytes]);
  if (check.status === "valid" || sortedBytes === undefined) return { certificate, check, isSorted: false };
  const sortedCheck = verifyOver([sortedBytes]);
  const isSorted = sortedCheck.status === "valid";
  return { certificate, check: isSorted ? sortedCheck : check, isSorted };
}
