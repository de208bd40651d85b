import { boolean, context, contextPrimitive, integer, namedBits, octetString, oid, sequence } from "./der-writer.ts";
import { generalName, type TestGeneralName } from "./general-names.ts";
import { qualifiedStatements, type TestQualifiedStatements } from "./qualified-statements.ts";

const keyUsageBits = {
  digitalSignature: 0,
  nonRepudiation: 1,
  keyEncipherment: 2,
  dataEncipherment: 3,
  keyAgreement: 4,
  keyCertSign: 5,
  cRLSign: 6,
  encipherOnly: 7,
  decipherOnly: 8,
} as const;

export type TestKeyUsage = keyof typeof keyUsageBits;

/** Purposes of extendedKeyUsage that have a name here (RFC 5280, section 4.2.1.12; RFC 3161; RFC 9336). */
export const testPurposes = {
  clientAuth: "1.3.6.1.5.5.7.3.2",
  emailProtection: "1.3.6.1.5.5.7.3.4",
  timeStamping: "1.3.6.1.5.5.7.3.8",
  ocspSigning: "1.3.6.1.5.5.7.3.9",
  documentSigning: "1.3.6.1.5.5.7.3.36",
} as const;

/** An extension as it is: `value` is what goes inside the OCTET STRING. */
export interface TestExtension {
  oid: string;
  critical?: boolean;
  value: Uint8Array;
}

/** What a certificate says beside names, key and times (RFC 5280, section 4.2). */
export interface TestExtensionSettings {
  /** Critical unless said otherwise. */
  basicConstraints?: { isCa: boolean; pathLength?: number; critical?: boolean };
  /** Empty: no such extension. */
  keyUsage?: readonly TestKeyUsage[];
  extendedKeyUsage?: { purposes: readonly string[]; critical?: boolean };
  subjectAlternativeName?: readonly TestGeneralName[];
  nameConstraints?: {
    permitted?: readonly TestGeneralName[];
    excluded?: readonly TestGeneralName[];
    critical?: boolean;
  };
  /** Object identifiers. */
  policies?: readonly string[];
  /** URLs. */
  crlDistributionPoints?: readonly string[];
  /** URLs. */
  ocspUrls?: readonly string[];
  /** URLs. */
  caIssuerUrls?: readonly string[];
  qualifiedStatements?: TestQualifiedStatements;
  /** id-pkix-ocsp-nocheck of an OCSP responder. */
  ocspNoCheck?: boolean;
  /** Any others, such as an unknown critical one, or one that comes twice. */
  others?: readonly TestExtension[];
}

/** Extension elements in a fixed order, without the SEQUENCE around them. */
export function extensionsOf(settings: TestExtensionSettings): Uint8Array[] {
  return [...knownExtensions(settings), ...(settings.others ?? [])].map(extension);
}

export function extension({ oid: type, critical = false, value }: TestExtension): Uint8Array {
  return sequence(oid(type), ...(critical ? [boolean(true)] : []), octetString(value));
}

function* knownExtensions(settings: TestExtensionSettings): Generator<TestExtension> {
  const { basicConstraints, keyUsage, extendedKeyUsage, subjectAlternativeName, nameConstraints } = settings;
  if (basicConstraints !== undefined) {
    const { isCa, pathLength, critical = true } = basicConstraints;
    const members = [...(isCa ? [boolean(true)] : []), ...(pathLength === undefined ? [] : [integer(pathLength)])];
    yield { oid: "2.5.29.19", critical, value: sequence(...members) };
  }
  if (keyUsage !== undefined && keyUsage.length > 0) {
    yield { oid: "2.5.29.15", critical: true, value: namedBits(keyUsage.map((name) => keyUsageBits[name])) };
  }
  if (extendedKeyUsage !== undefined) {
    const { purposes, critical = false } = extendedKeyUsage;
    yield { oid: "2.5.29.37", critical, value: sequence(...purposes.map(oid)) };
  }
  if (subjectAlternativeName !== undefined) {
    yield { oid: "2.5.29.17", value: sequence(...subjectAlternativeName.map(generalName)) };
  }
  if (nameConstraints !== undefined) {
    const { permitted, excluded, critical = true } = nameConstraints;
    yield { oid: "2.5.29.30", critical, value: sequence(...subtrees(0, permitted), ...subtrees(1, excluded)) };
  }
  yield* statementExtensions(settings);
  yield* addressExtensions(settings);
}

function* statementExtensions({
  policies,
  qualifiedStatements: statements,
  ocspNoCheck,
}: TestExtensionSettings): Generator<TestExtension> {
  if (policies !== undefined) {
    yield { oid: "2.5.29.32", value: sequence(...policies.map((policy) => sequence(oid(policy)))) };
  }
  if (statements !== undefined) yield { oid: "1.3.6.1.5.5.7.1.3", value: qualifiedStatements(statements) };
  if (ocspNoCheck === true) yield { oid: "1.3.6.1.5.5.7.48.1.5", value: Uint8Array.of(5, 0) };
}

function* addressExtensions({
  crlDistributionPoints,
  ocspUrls = [],
  caIssuerUrls = [],
}: TestExtensionSettings): Generator<TestExtension> {
  if (crlDistributionPoints !== undefined) {
    const points = crlDistributionPoints.map((uri) => sequence(context(0, context(0, generalName({ uri })))));
    yield { oid: "2.5.29.31", value: sequence(...points) };
  }
  const accesses = [
    ...ocspUrls.map((uri) => sequence(oid("1.3.6.1.5.5.7.48.1"), generalName({ uri }))),
    ...caIssuerUrls.map((uri) => sequence(oid("1.3.6.1.5.5.7.48.2"), generalName({ uri }))),
  ];
  if (accesses.length > 0) yield { oid: "1.3.6.1.5.5.7.1.1", value: sequence(...accesses) };
}

function subtrees(tagNumber: number, names: readonly TestGeneralName[] | undefined): Uint8Array[] {
  return names === undefined ? [] : [context(tagNumber, ...names.map((name) => sequence(generalName(name))))];
}

export function subjectKeyIdentifier(keyIdentifier: Uint8Array): TestExtension {
  return { oid: "2.5.29.14", value: octetString(keyIdentifier) };
}

export function authorityKeyIdentifier(keyIdentifier: Uint8Array): TestExtension {
  return { oid: "2.5.29.35", value: sequence(contextPrimitive(0, keyIdentifier)) };
}
