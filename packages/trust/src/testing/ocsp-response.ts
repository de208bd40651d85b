import type { KeyObject } from "node:crypto";
import { signedStructure } from "./certificate.ts";
import {
  context,
  contextPrimitive,
  enumerated,
  generalizedTime,
  integer,
  octetString,
  oid,
  sequence,
} from "./der-writer.ts";
import { digestAlgorithm, type TestDigestName, testDigest } from "./digest-algorithms.ts";
import { extension, type TestExtension } from "./extensions.ts";
import { type TestRevocationReason, testRevocationReasons } from "./revocation-list.ts";
import { type TestSignatureAlgorithm, usualAlgorithm } from "./signature-algorithms.ts";

export interface TestOcspAnswer {
  serialNumber: bigint;
  status: "good" | "unknown" | { revokedAt: Date; reason?: TestRevocationReason };
  thisUpdate: Date;
  /** Left out when not given. */
  nextUpdate?: Date;
  extensions?: readonly TestExtension[];
}

export interface TestOcspSettings {
  answers: readonly TestOcspAnswer[];
  producedAt: Date;
  /** How the responder is named. Default `key`. */
  responderId?: "name" | "key";
  /** Of the issuer's name and key. Default SHA-1, the usual one. */
  certificateIdDigest?: TestDigestName;
  nonce?: Uint8Array;
  /** Certificates in the response. */
  certificates?: readonly Uint8Array[];
  signatureAlgorithm?: TestSignatureAlgorithm;
  brokenSignature?: boolean;
}

/** Who signs the response: the authority itself or a responder that it names. */
export interface TestOcspSigner {
  name: Uint8Array;
  privateKey: KeyObject;
  keyIdentifier: Uint8Array;
}

/** An OCSPResponse with a signed BasicOCSPResponse (RFC 6960, section 4.2.1). */
export function createOcspResponse(
  settings: TestOcspSettings,
  signer: TestOcspSigner,
  issuer: { name: Uint8Array; publicKeyBits: Uint8Array },
): Uint8Array {
  const { answers, producedAt, responderId = "key", nonce, certificates = [], brokenSignature = false } = settings;
  const algorithm = settings.signatureAlgorithm ?? usualAlgorithm(signer.privateKey);
  const digest = settings.certificateIdDigest ?? "sha1";
  const tbs = sequence(
    responderId === "name" ? context(1, signer.name) : context(2, octetString(signer.keyIdentifier)),
    generalizedTime(producedAt),
    sequence(...answers.map((answer) => singleResponse(answer, digest, issuer))),
    ...extensionsElement(1, nonce === undefined ? [] : [{ oid: "1.3.6.1.5.5.7.48.1.2", value: octetString(nonce) }]),
  );
  const more = certificates.length === 0 ? [] : [context(0, sequence(...certificates))];
  const basic = signedStructure({ tbs, algorithm, brokenSignature, privateKey: signer.privateKey, more });
  return sequence(enumerated(0), context(0, sequence(oid("1.3.6.1.5.5.7.48.1.1"), octetString(basic))));
}

/** A response without an answer: malformedRequest 1, internalError 2, tryLater 3, sigRequired 5, unauthorized 6. */
export function createOcspFailure(status: 1 | 2 | 3 | 5 | 6): Uint8Array {
  return sequence(enumerated(status));
}

function singleResponse(
  { serialNumber, status, thisUpdate, nextUpdate, extensions = [] }: TestOcspAnswer,
  digest: TestDigestName,
  issuer: { name: Uint8Array; publicKeyBits: Uint8Array },
): Uint8Array {
  const certificateId = sequence(
    digestAlgorithm(digest, true),
    octetString(testDigest(digest, issuer.name)),
    octetString(testDigest(digest, issuer.publicKeyBits)),
    integer(serialNumber),
  );
  return sequence(
    certificateId,
    statusElement(status),
    generalizedTime(thisUpdate),
    ...(nextUpdate === undefined ? [] : [context(0, generalizedTime(nextUpdate))]),
    ...extensionsElement(1, extensions),
  );
}

function statusElement(status: TestOcspAnswer["status"]): Uint8Array {
  if (status === "good") return contextPrimitive(0, new Uint8Array());
  if (status === "unknown") return contextPrimitive(2, new Uint8Array());
  const { revokedAt, reason } = status;
  const reasons = reason === undefined ? [] : [context(0, enumerated(testRevocationReasons[reason]))];
  return context(1, generalizedTime(revokedAt), ...reasons);
}

function extensionsElement(tagNumber: number, extensions: readonly TestExtension[]): Uint8Array[] {
  return extensions.length === 0 ? [] : [context(tagNumber, sequence(...extensions.map(extension)))];
}
