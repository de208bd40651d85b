import { signedStructure, type TestIssuer } from "./certificate.ts";
import { context, contextPrimitive, enumerated, generalizedTime, integer, sequence, time } from "./der-writer.ts";
import { authorityKeyIdentifier, extension, type TestExtension } from "./extensions.ts";
import { generalName } from "./general-names.ts";
import { distinguishedName, type TestName } from "./names.ts";
import { signatureAlgorithm, type TestSignatureAlgorithm, usualAlgorithm } from "./signature-algorithms.ts";

/** CRLReason (RFC 5280, section 5.3.1). */
export const testRevocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  removeFromCRL: 8,
  privilegeWithdrawn: 9,
  aACompromise: 10,
} as const;

export type TestRevocationReason = keyof typeof testRevocationReasons;

export interface TestRevocationListSettings {
  thisUpdate: Date;
  /** Left out when not given. */
  nextUpdate?: Date;
  revoked?: readonly {
    serialNumber: bigint;
    at: Date;
    reason?: TestRevocationReason;
    extensions?: readonly TestExtension[];
  }[];
  crlNumber?: number;
  /** Makes it a delta list on that base. */
  deltaBase?: number;
  /** issuingDistributionPoint, critical. */
  distributionPoint?: {
    url?: string;
    onlyUserCertificates?: boolean;
    onlyAuthorityCertificates?: boolean;
    indirect?: boolean;
  };
  extensions?: readonly TestExtension[];
  signatureAlgorithm?: TestSignatureAlgorithm;
  /** Not the name of the authority. */
  issuerName?: TestName | string;
  brokenSignature?: boolean;
}

/** A signed CRL (RFC 5280, section 5.1). */
export function createRevocationList(settings: TestRevocationListSettings, issuer: TestIssuer): Uint8Array {
  const { thisUpdate, nextUpdate, revoked = [], issuerName, brokenSignature = false } = settings;
  const algorithm = settings.signatureAlgorithm ?? usualAlgorithm(issuer.privateKey);
  const entries = revoked.map(({ serialNumber, at, reason, extensions = [] }) => {
    const all = [...(reason === undefined ? [] : [reasonExtension(reason)]), ...extensions].map(extension);
    return sequence(integer(serialNumber), time(at), ...(all.length === 0 ? [] : [sequence(...all)]));
  });
  const tbs = sequence(
    integer(1),
    signatureAlgorithm(algorithm),
    issuerName === undefined ? issuer.name : distinguishedName(issuerName),
    time(thisUpdate),
    ...(nextUpdate === undefined ? [] : [time(nextUpdate)]),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    context(0, sequence(...[...listExtensions(settings, issuer)].map(extension))),
  );
  return signedStructure({ tbs, algorithm, brokenSignature, privateKey: issuer.privateKey });
}

function reasonExtension(reason: TestRevocationReason): TestExtension {
  return { oid: "2.5.29.21", value: enumerated(testRevocationReasons[reason]) };
}

/** Of an entry of a CRL: since when the key is thought to be known to others. */
export function invalidityDate(since: Date): TestExtension {
  return { oid: "2.5.29.24", value: generalizedTime(since) };
}

function* listExtensions(settings: TestRevocationListSettings, issuer: TestIssuer): Generator<TestExtension> {
  const { crlNumber = 1, deltaBase, distributionPoint, extensions = [] } = settings;
  yield authorityKeyIdentifier(issuer.keyIdentifier);
  yield { oid: "2.5.29.20", value: integer(crlNumber) };
  if (deltaBase !== undefined) yield { oid: "2.5.29.27", critical: true, value: integer(deltaBase) };
  if (distributionPoint !== undefined) {
    const { url, onlyUserCertificates, onlyAuthorityCertificates, indirect } = distributionPoint;
    const flag = (tagNumber: number, value: boolean | undefined) =>
      value === true ? [contextPrimitive(tagNumber, Uint8Array.of(0xff))] : [];
    const value = sequence(
      ...(url === undefined ? [] : [context(0, context(0, generalName({ uri: url })))]),
      ...flag(1, onlyUserCertificates),
      ...flag(2, onlyAuthorityCertificates),
      ...flag(4, indirect),
    );
    yield { oid: "2.5.29.28", critical: true, value };
  }
  yield* extensions;
}
