import { createHash, type KeyObject } from "node:crypto";
import { failure, IdvError, type IdvResult, success } from "@idvkit/core";
import { DerError } from "../der/der-error.ts";
import { type DerElement, readDer } from "../der/element.ts";
import { readCertificateTime } from "../der/time.ts";
import { bitsOf, explicitOf, integerHexOf, sequenceOf, smallIntegerOf } from "../der/values.ts";
import { noQcStatements, type QcStatements, readQcStatements } from "../qualified/qc-statements.ts";
import {
  type AlgorithmIdentifier,
  isSameAlgorithm,
  readAlgorithmIdentifier,
} from "../signature/algorithm-identifier.ts";
import { readAuthorityInformation } from "./authority-information.ts";
import { type BasicConstraints, readBasicConstraints } from "./basic-constraints.ts";
import {
  type PolicyConstraints,
  type PolicyMapping,
  readInhibitAnyPolicy,
  readPolicies,
  readPolicyConstraints,
  readPolicyMappings,
} from "./certificate-policies.ts";
import { readCrlDistributionPoints } from "./crl-distribution-points.ts";
import { type DistinguishedName, readDistinguishedName } from "./distinguished-name.ts";
import { type CertificateExtension, ExtensionReader, readExtensions } from "./extension.ts";
import { extensionOids } from "./extension-oids.ts";
import { type GeneralName, readGeneralNames } from "./general-name.ts";
import { readAuthorityKeyIdentifier, readSubjectKeyIdentifier } from "./key-identifiers.ts";
import { type KeyUsageName, readExtendedKeyUsage, readKeyUsage } from "./key-usage.ts";
import { type NameConstraints, readNameConstraints } from "./name-constraints.ts";
import { publicKeyOf } from "./public-key.ts";

export type { DistinguishedName, NameAttribute } from "./distinguished-name.ts";
export type { CertificateExtension } from "./extension.ts";
export type { KeyUsageName } from "./key-usage.ts";
export type { NameConstraints } from "./name-constraints.ts";
export { isSameName } from "./same-name.ts";

/** A certificate that was read; nothing about it has been verified (RFC 5280, section 4.1). */
export interface Certificate extends CertificateExtensions {
  /** The whole certificate. */
  raw: Uint8Array;
  /** Hexadecimal, lower case. */
  fingerprintSha256: string;
  /** 1, 2 or 3. */
  version: number;
  /** Hexadecimal, lower case, without leading zeros; with a minus sign when it is negative. */
  serialNumber: string;
  issuer: DistinguishedName;
  subject: DistinguishedName;
  notBefore: Date;
  notAfter: Date;
  /** What the signature is made over. */
  tbs: Uint8Array;
  signatureAlgorithm: AlgorithmIdentifier;
  /** Whether the algorithm inside the signed part is the same as that beside the signature, as section 4.1.1.2 asks. */
  isSignatureAlgorithmRepeated: boolean;
  signature: Uint8Array;
  subjectPublicKeyInfo: Uint8Array;
  /** Undefined when node:crypto cannot take it. */
  readonly publicKey: KeyObject | undefined;
}

/** What the extensions of a certificate say. A missing list is an empty one. */
export interface CertificateExtensions {
  extensions: readonly CertificateExtension[];
  /** Oids that come twice. */
  repeatedExtensions: readonly string[];
  /** Oids of known extensions whose value cannot be read: they count as missing, and a path through them is refused. */
  unreadableExtensions: readonly string[];
  basicConstraints?: BasicConstraints;
  keyUsage?: ReadonlySet<KeyUsageName>;
  /** Oids. */
  extendedKeyUsage?: readonly string[];
  /** Hexadecimal. */
  subjectKeyIdentifier?: string;
  /** Hexadecimal. */
  authorityKeyIdentifier?: string;
  subjectAlternativeNames: readonly GeneralName[];
  /** Oids. */
  policies: readonly string[];
  policyMappings: readonly PolicyMapping[];
  policyConstraints?: PolicyConstraints;
  inhibitAnyPolicy?: number;
  nameConstraints?: NameConstraints;
  crlDistributionPoints: readonly string[];
  ocspUrls: readonly string[];
  caIssuerUrls: readonly string[];
  qcStatements: QcStatements;
}

/** Reads an X.509 certificate in DER (not PEM). Fails with `invalid_input`; never throws. */
export function parseCertificate(bytes: Uint8Array): IdvResult<Certificate> {
  try {
    return success(readCertificate(bytes));
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return failure(new IdvError({ code: "invalid_input", message: `no certificate: ${error.message}` }));
  }
}

/** Like {@link parseCertificate}, but throws a {@link DerError}. BER is read as well: the signature is over the bytes as they stand. */
export function readCertificate(bytes: Uint8Array): Certificate {
  const certificate = readDer(bytes, { allowBer: true });
  const [tbs, algorithm, signature] = sequenceOf(certificate);
  if (tbs === undefined) throw new DerError("an empty certificate");
  // Some issuers count the zero bits at the end of a signature as unused.
  return certificateOf({ raw: certificate.raw, tbs, algorithm, signature: bitsOf(signature).bytes });
}

interface SignedParts {
  raw: Uint8Array;
  tbs: DerElement;
  algorithm: DerElement | undefined;
  signature: Uint8Array;
}

function certificateOf({ raw, tbs, algorithm, signature }: SignedParts): Certificate {
  const members = [...sequenceOf(tbs)];
  const version = members[0]?.isContext(0) === true ? members.shift() : undefined;
  const [serialNumber, innerAlgorithm, issuer, validity, subject, key, ...optional] = members;
  const [notBefore, notAfter] = sequenceOf(validity);
  sequenceOf(key);
  const subjectPublicKeyInfo = key?.raw ?? new Uint8Array();
  const extensions = optional.find((member) => member.isContext(3));
  const signatureAlgorithm = readAlgorithmIdentifier(algorithm);
  let publicKey: { value: KeyObject | undefined } | undefined;
  return {
    raw,
    fingerprintSha256: createHash("sha256").update(raw).digest("hex"),
    version: version === undefined ? 1 : smallIntegerOf(explicitOf(version)) + 1,
    serialNumber: integerHexOf(serialNumber),
    issuer: readDistinguishedName(issuer),
    subject: readDistinguishedName(subject),
    notBefore: readCertificateTime(notBefore),
    notAfter: readCertificateTime(notAfter),
    tbs: tbs.raw,
    signatureAlgorithm,
    isSignatureAlgorithmRepeated: isSameAlgorithm(signatureAlgorithm, readAlgorithmIdentifier(innerAlgorithm)),
    signature,
    subjectPublicKeyInfo,
    // Made when it is asked for: of the certificates in a signature few are used.
    get publicKey() {
      publicKey ??= { value: publicKeyOf(subjectPublicKeyInfo) };
      return publicKey.value;
    },
    ...readCertificateExtensions(extensions === undefined ? [] : readExtensions(explicitOf(extensions))),
  };
}

function readCertificateExtensions(extensions: readonly CertificateExtension[]): CertificateExtensions {
  const reader = new ExtensionReader(extensions);
  const basicConstraints = reader.read(extensionOids.basicConstraints, readBasicConstraints);
  const keyUsage = reader.read(extensionOids.keyUsage, readKeyUsage);
  const extendedKeyUsage = reader.read(extensionOids.extendedKeyUsage, readExtendedKeyUsage);
  const subjectKeyIdentifier = reader.read(extensionOids.subjectKeyIdentifier, readSubjectKeyIdentifier);
  const authorityKeyIdentifier = reader.read(extensionOids.authorityKeyIdentifier, readAuthorityKeyIdentifier);
  const nameConstraints = reader.read(extensionOids.nameConstraints, readNameConstraints);
  const policyConstraints = reader.read(extensionOids.policyConstraints, readPolicyConstraints);
  const inhibitAnyPolicy = reader.read(extensionOids.inhibitAnyPolicy, readInhibitAnyPolicy);
  const authorityInformation = reader.read(extensionOids.authorityInformationAccess, readAuthorityInformation);
  return {
    extensions,
    ...(basicConstraints !== undefined && { basicConstraints }),
    ...(keyUsage !== undefined && { keyUsage }),
    ...(extendedKeyUsage !== undefined && { extendedKeyUsage }),
    ...(subjectKeyIdentifier !== undefined && { subjectKeyIdentifier }),
    ...(authorityKeyIdentifier !== undefined && { authorityKeyIdentifier }),
    ...(nameConstraints !== undefined && { nameConstraints }),
    ...(policyConstraints !== undefined && { policyConstraints }),
    ...(inhibitAnyPolicy !== undefined && { inhibitAnyPolicy }),
    subjectAlternativeNames: reader.read(extensionOids.subjectAlternativeName, readGeneralNames) ?? [],
    policies: reader.read(extensionOids.certificatePolicies, readPolicies) ?? [],
    policyMappings: reader.read(extensionOids.policyMappings, readPolicyMappings) ?? [],
    crlDistributionPoints: reader.read(extensionOids.crlDistributionPoints, readCrlDistributionPoints) ?? [],
    ocspUrls: authorityInformation?.ocspUrls ?? [],
    caIssuerUrls: authorityInformation?.caIssuerUrls ?? [],
    qcStatements: reader.read(extensionOids.qcStatements, ({ raw }) => readQcStatements(raw)) ?? noQcStatements,
    repeatedExtensions: reader.repeated,
    unreadableExtensions: reader.unreadable,
  };
}
