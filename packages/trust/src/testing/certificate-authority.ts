import type { KeyObject } from "node:crypto";
import {
  createCertificate,
  keyIdentifierOf,
  publicKeyBits,
  type TestCertificateDefects,
  type TestIssuer,
} from "./certificate.ts";
import { type TestExtensionSettings, testPurposes } from "./extensions.ts";
import { createTestKeyPair, type TestKeyPair, type TestKeyType } from "./key-pairs.ts";
import { distinguishedName, type TestName } from "./names.ts";
import { createOcspResponse, type TestOcspSettings } from "./ocsp-response.ts";
import { createRevocationList, type TestRevocationListSettings } from "./revocation-list.ts";
import type { TestSignatureAlgorithm } from "./signature-algorithms.ts";

/** A key with its certificate. */
export interface TestIdentity {
  /** DER. */
  certificate: Uint8Array;
  serialNumber: bigint;
  /** The subject, DER. */
  name: Uint8Array;
  keyIdentifier: Uint8Array;
  publicKey: KeyObject;
  privateKey: KeyObject;
  /** Certificates above, nearest first, the self-signed one last. */
  issuers: readonly Uint8Array[];
}

interface KeySettings {
  /** Default `p256`, which is fast to make. */
  keyType?: TestKeyType;
  /** Instead of a new one. */
  keyPair?: TestKeyPair;
}

export interface TestAuthoritySettings extends TestExtensionSettings, KeySettings {
  name: TestName | string;
  /** Default 2020-01-01. */
  notBefore?: Date;
  /** Default 2049-01-01. */
  notAfter?: Date;
  /** How many authorities may follow below. Not limited when not given. */
  pathLength?: number;
  /** Who signs it. Default itself. */
  parent?: TestCertificateAuthority;
  serialNumber?: bigint;
  /** Of this certificate. Default what fits the key that signs. */
  signatureAlgorithm?: TestSignatureAlgorithm;
  defects?: TestCertificateDefects;
}

export interface TestIssueSettings extends TestExtensionSettings, KeySettings {
  subject: TestName | string;
  /** Default 2024-01-01. */
  notBefore?: Date;
  /** Default 2044-01-01. */
  notAfter?: Date;
  /** Default the next of the authority. */
  serialNumber?: bigint;
  /** Default what fits the key of the authority. */
  signatureAlgorithm?: TestSignatureAlgorithm;
  defects?: TestCertificateDefects;
}

export interface TestCertificateAuthority extends TestIdentity {
  /** A certificate below this one. By default for signing: digitalSignature and nonRepudiation. */
  issue(settings: TestIssueSettings): TestIdentity;
  /** A delegated OCSP responder (RFC 6960, section 4.2.2.2). */
  issueResponder(settings?: Partial<TestIssueSettings>): TestIdentity;
  /** A time-stamping unit: extendedKeyUsage timeStamping, critical, as RFC 3161 (section 2.3) wants it. */
  issueTimestampUnit(settings?: Partial<TestIssueSettings>): TestIdentity;
  crl(settings: TestRevocationListSettings): Uint8Array;
  /** Signed by the authority, or by the responder that is given as `signer`; its certificate goes into the response. */
  ocspResponse(settings: TestOcspSettings & { signer?: TestIdentity }): Uint8Array;
}

const defaults = {
  authority: { notBefore: new Date("2020-01-01T00:00:00Z"), notAfter: new Date("2049-01-01T00:00:00Z") },
  leaf: { notBefore: new Date("2024-01-01T00:00:00Z"), notAfter: new Date("2044-01-01T00:00:00Z") },
};
const firstSerialNumber = 0x1001n;

/** A certificate authority for tests, self-signed or below another one. Its certificates are real, its persons are not. */
export function createTestCertificateAuthority(settings: TestAuthoritySettings): TestCertificateAuthority {
  const { name, parent, pathLength } = settings;
  const pair = keyPairFor(settings, name);
  const own: TestIssuer = {
    name: distinguishedName(name),
    privateKey: pair.privateKey,
    keyIdentifier: keyIdentifierOf(pair.publicKey),
  };
  const serialNumber = settings.serialNumber ?? 1n;
  const certificate = createCertificate(
    {
      ...defaults.authority,
      basicConstraints: { isCa: true, ...(pathLength !== undefined && { pathLength }) },
      keyUsage: ["keyCertSign", "cRLSign"],
      ...settings,
      subject: name,
      serialNumber,
    },
    pair.publicKey,
    parent ?? own,
  );
  const issuers = parent === undefined ? [] : [parent.certificate, ...parent.issuers];
  const identity: TestIdentity = { certificate, serialNumber, ...own, ...pair, issuers };
  return { ...identity, ...servicesOf(identity) };
}

type Services = Omit<TestCertificateAuthority, keyof TestIdentity>;

function servicesOf(authority: TestIdentity): Services {
  let nextSerialNumber = firstSerialNumber;
  const issue: Services["issue"] = (settings) => {
    const serialNumber = settings.serialNumber ?? nextSerialNumber++;
    return issueBelow(authority, { ...settings, serialNumber });
  };
  return {
    issue,
    issueResponder: (settings) => issue({ ...responderDefaults, ...settings }),
    issueTimestampUnit: (settings) => issue({ ...timestampUnitDefaults, ...settings }),
    crl: (settings) => createRevocationList(settings, authority),
    ocspResponse: ({ signer, ...settings }) =>
      createOcspResponse(
        { ...(signer !== undefined && { certificates: [signer.certificate] }), ...settings },
        signer ?? authority,
        { name: authority.name, publicKeyBits: publicKeyBits(authority.publicKey) },
      ),
  };
}

const responderDefaults: TestIssueSettings = {
  subject: "Example OCSP Responder",
  keyUsage: ["digitalSignature"],
  extendedKeyUsage: { purposes: [testPurposes.ocspSigning] },
  ocspNoCheck: true,
};
const timestampUnitDefaults: TestIssueSettings = {
  subject: "Example Time-Stamping Unit",
  keyUsage: ["digitalSignature"],
  extendedKeyUsage: { purposes: [testPurposes.timeStamping], critical: true },
};

function issueBelow(authority: TestIdentity, settings: TestIssueSettings & { serialNumber: bigint }): TestIdentity {
  const { subject, serialNumber } = settings;
  const pair = keyPairFor(settings, subject);
  const certificate = createCertificate(
    { ...defaults.leaf, keyUsage: ["digitalSignature", "nonRepudiation"], ...settings },
    pair.publicKey,
    authority,
  );
  return {
    certificate,
    serialNumber,
    name: distinguishedName(subject),
    keyIdentifier: keyIdentifierOf(pair.publicKey),
    ...pair,
    issuers: [authority.certificate, ...authority.issuers],
  };
}

function keyPairFor({ keyType = "p256", keyPair }: KeySettings, holder: TestName | string): TestKeyPair {
  const name = typeof holder === "string" ? holder : JSON.stringify(holder);
  const { publicKey, privateKey } = keyPair ?? createTestKeyPair(keyType, name);
  // Only these two: a whole identity may be given, whose certificate is another one.
  return { publicKey, privateKey };
}
