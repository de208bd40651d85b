import { createHash, type KeyObject } from "node:crypto";
import { readDer } from "../der/element.ts";
import { bitStringOf, sequenceOf } from "../der/values.ts";
import { bitString, context, integer, sequence, time } from "./der-writer.ts";
import {
  authorityKeyIdentifier,
  extension,
  extensionsOf,
  subjectKeyIdentifier,
  type TestExtensionSettings,
} from "./extensions.ts";
import { distinguishedName, type TestName } from "./names.ts";
import { signatureAlgorithm, signWith, type TestSignatureAlgorithm, usualAlgorithm } from "./signature-algorithms.ts";

/** Whatever a test may want to have wrong in a certificate. */
export interface TestCertificateDefects {
  /** Default 3. With 1 there are no extensions. */
  version?: 1 | 2 | 3;
  /** A name of the issuer that is not the one of the authority. */
  issuerName?: TestName | string;
  withoutSubjectKeyIdentifier?: boolean;
  withoutAuthorityKeyIdentifier?: boolean;
  /** Not the identifier of the issuer's key. */
  authorityKeyIdentifier?: Uint8Array;
  /** One bit of the signature is turned. */
  brokenSignature?: boolean;
  /** What stands outside the signed part, when it is not what stands inside. */
  outerSignatureAlgorithm?: TestSignatureAlgorithm;
  /** In place of the key's own SubjectPublicKeyInfo. */
  subjectPublicKeyInfo?: Uint8Array;
}

export interface TestCertificateSettings extends TestExtensionSettings {
  subject: TestName | string;
  serialNumber: bigint;
  notBefore: Date;
  notAfter: Date;
  signatureAlgorithm?: TestSignatureAlgorithm;
  defects?: TestCertificateDefects;
}

/** Who signs: its name as DER, its key, and the identifier of that key. */
export interface TestIssuer {
  name: Uint8Array;
  privateKey: KeyObject;
  keyIdentifier: Uint8Array;
}

/** A signed X.509 certificate (RFC 5280, section 4.1). */
export function createCertificate(
  settings: TestCertificateSettings,
  publicKey: KeyObject,
  issuer: TestIssuer,
): Uint8Array {
  const { subject, serialNumber, notBefore, notAfter, defects = {} } = settings;
  const algorithm = settings.signatureAlgorithm ?? usualAlgorithm(issuer.privateKey);
  const { version = 3, issuerName, brokenSignature = false, outerSignatureAlgorithm = algorithm } = defects;
  const tbs = sequence(
    ...(version === 1 ? [] : [context(0, integer(version - 1))]),
    integer(serialNumber),
    signatureAlgorithm(algorithm),
    issuerName === undefined ? issuer.name : distinguishedName(issuerName),
    sequence(time(notBefore), time(notAfter)),
    distinguishedName(subject),
    defects.subjectPublicKeyInfo ?? publicKeyInfo(publicKey),
    ...(version === 3 ? [context(3, sequence(...allExtensions(settings, publicKey, issuer)))] : []),
  );
  return signedStructure({ tbs, algorithm, outerSignatureAlgorithm, brokenSignature, privateKey: issuer.privateKey });
}

function allExtensions(settings: TestCertificateSettings, publicKey: KeyObject, issuer: TestIssuer): Uint8Array[] {
  const { defects = {} } = settings;
  const extensions = extensionsOf(settings);
  if (defects.withoutSubjectKeyIdentifier !== true) {
    extensions.push(extension(subjectKeyIdentifier(keyIdentifierOf(publicKey))));
  }
  if (defects.withoutAuthorityKeyIdentifier !== true) {
    extensions.push(extension(authorityKeyIdentifier(defects.authorityKeyIdentifier ?? issuer.keyIdentifier)));
  }
  return extensions;
}

/** What is signed, the algorithm, and the signature: how certificates, CRLs and OCSP responses end. */
export function signedStructure(parts: {
  tbs: Uint8Array;
  algorithm: TestSignatureAlgorithm;
  outerSignatureAlgorithm?: TestSignatureAlgorithm;
  brokenSignature: boolean;
  privateKey: KeyObject;
  /** After the signature. */
  more?: readonly Uint8Array[];
}): Uint8Array {
  const { tbs, algorithm, outerSignatureAlgorithm = algorithm, brokenSignature, privateKey, more = [] } = parts;
  const signature = signWith(algorithm, privateKey, tbs);
  if (brokenSignature) turnLastBit(signature);
  return sequence(tbs, signatureAlgorithm(outerSignatureAlgorithm), bitString(signature), ...more);
}

/** Turns the last bit of the bytes, in place. */
export function turnLastBit(bytes: Uint8Array): void {
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) ^ 1;
}

/** SubjectPublicKeyInfo. */
export function publicKeyInfo(publicKey: KeyObject): Uint8Array {
  return new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
}

/** SHA-1 over the bits of the key (RFC 5280, section 4.2.1.2, method 1). */
export function keyIdentifierOf(publicKey: KeyObject): Uint8Array {
  return new Uint8Array(createHash("sha1").update(publicKeyBits(publicKey)).digest());
}

export function publicKeyBits(publicKey: KeyObject): Uint8Array {
  return bitStringOf(sequenceOf(readDer(publicKeyInfo(publicKey)))[1]);
}
