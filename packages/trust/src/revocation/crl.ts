import { failure, IdvError, type IdvResult, success } from "@idvkit/core";
import { type DistinguishedName, readDistinguishedName } from "../certificate/distinguished-name.ts";
import { readAuthorityKeyIdentifier } from "../certificate/key-identifiers.ts";
import { DerError } from "../der/der-error.ts";
import { type DerElement, readDer } from "../der/element.ts";
import { readTime } from "../der/time.ts";
import { bitStringOf, explicitOf, integerHexOf, sequenceOf, smallIntegerOf, tags } from "../der/values.ts";
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from "../signature/algorithm-identifier.ts";
import { type CrlLookup, countEntries, lookUpEntry } from "./crl-entries.ts";
import { type CrlScope, readCrlScope } from "./crl-scope.ts";
import { hasUnknownCritical, readUniqueExtensions } from "./unique-extensions.ts";

/** A CRL (RFC 5280, section 5). It is read, not verified. */
export interface CertificateRevocationList {
  raw: Uint8Array;
  issuer: DistinguishedName;
  thisUpdate: Date;
  nextUpdate?: Date;
  /** Hexadecimal, without leading zeros. */
  crlNumber?: string;
  /** A delta CRL: the number of the complete CRL that it belongs to, hexadecimal. */
  baseCrlNumber?: string;
  /** issuingDistributionPoint: which certificates the CRL is about. Not there: all of the issuer's. */
  scope?: CrlScope;
  /** Which of the issuer's keys signed, hexadecimal. */
  authorityKeyIdentifier?: string;
  /** expiredCertsOnCRL (X.509, 9.5.2.8): certificates that ended since then are still listed. */
  expiredListedSince?: Date;
  /** A critical extension is not understood: the CRL must not be used. */
  hasUnknownCritical: boolean;
  tbs: Uint8Array;
  signatureAlgorithm: AlgorithmIdentifier;
  signature: Uint8Array;
  /** Goes over the rows: one pass, without keeping any. Throws a `DerError` for broken rows. */
  lookUp(serialNumber: string): CrlLookup;
  /** How many rows there are; counted when asked. */
  countEntries(): number;
}

const oids = {
  crlNumber: "2.5.29.20",
  deltaCrlIndicator: "2.5.29.27",
  issuingDistributionPoint: "2.5.29.28",
  authorityKeyIdentifier: "2.5.29.35",
  expiredCertsOnCrl: "2.5.29.60",
} as const;
/** Critical ones that are understood here; the others, such as freshestCRL, are never critical. */
const understood: ReadonlySet<string> = new Set(Object.values(oids));

/** Reads a CRL. Never throws: what is no CRL is `invalid_input`. Nothing is verified: see `checkRevocation`. */
export function parseCrl(bytes: Uint8Array): IdvResult<CertificateRevocationList> {
  try {
    return success(readCrl(bytes));
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return failure(new IdvError({ code: "invalid_input", message: `no CRL: ${error.message}` }));
  }
}

/** Reads a CRL; throws a {@link DerError}. */
export function readCrl(bytes: Uint8Array): CertificateRevocationList {
  const raw = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [tbs, algorithm, signature, ...more] = sequenceOf(readDer(raw));
  if (tbs === undefined || more.length > 0) throw new DerError("expected three parts of a CRL");
  const fields = tbsFields(tbs);
  const signatureAlgorithm = readAlgorithmIdentifier(fields.algorithm);
  if (algorithm === undefined || !Buffer.from(algorithm.raw).equals(fields.algorithm.raw)) {
    throw new DerError("a CRL with two signature algorithms");
  }
  const rows = fields.rows?.content ?? new Uint8Array();
  return {
    raw,
    issuer: readDistinguishedName(fields.issuer),
    thisUpdate: readTime(fields.thisUpdate),
    ...(fields.nextUpdate !== undefined && { nextUpdate: readTime(fields.nextUpdate) }),
    ...extensionFields(fields.extensions),
    tbs: tbs.raw,
    signatureAlgorithm,
    signature: bitStringOf(signature),
    lookUp: (serialNumber) => lookUpEntry(rows, serialNumber),
    countEntries: () => countEntries(rows),
  };
}

/** The fields of TBSCertList, where four of eight may be missing. */
function tbsFields(tbs: DerElement) {
  const parts = [...sequenceOf(tbs)];
  const take = (isIt: (part: DerElement) => boolean) => {
    const [next] = parts;
    return next !== undefined && isIt(next) ? parts.shift() : undefined;
  };
  const required = () => {
    const next = parts.shift();
    if (next === undefined) throw new DerError("a CRL that ends early");
    return next;
  };
  const version = take((part) => part.isUniversal(tags.integer));
  if (version !== undefined && smallIntegerOf(version) !== 1) throw new DerError("a CRL of another version");
  const fields = {
    algorithm: required(),
    issuer: required(),
    thisUpdate: required(),
    nextUpdate: take((part) => part.isUniversal(tags.utcTime) || part.isUniversal(tags.generalizedTime)),
    rows: take((part) => part.isUniversal(tags.sequence)),
    extensions: take((part) => part.isContext(0)),
  };
  if (parts.length > 0) throw new DerError("more in a CRL than expected");
  return fields;
}

function extensionFields(element: DerElement | undefined) {
  const extensions = readUniqueExtensions(element && explicitOf(element));
  const optional = <T>(oid: string, read: (value: DerElement) => T): T | undefined => {
    const extension = extensions.get(oid);
    return extension && read(readDer(extension.value));
  };
  const crlNumber = optional(oids.crlNumber, integerHexOf);
  const baseCrlNumber = optional(oids.deltaCrlIndicator, integerHexOf);
  const scope = optional(oids.issuingDistributionPoint, readCrlScope);
  const authorityKeyIdentifier = optional(oids.authorityKeyIdentifier, readAuthorityKeyIdentifier);
  const expiredListedSince = optional(oids.expiredCertsOnCrl, readTime);
  return {
    ...(crlNumber !== undefined && { crlNumber }),
    ...(baseCrlNumber !== undefined && { baseCrlNumber }),
    ...(scope !== undefined && { scope }),
    ...(authorityKeyIdentifier !== undefined && { authorityKeyIdentifier }),
    ...(expiredListedSince !== undefined && { expiredListedSince }),
    hasUnknownCritical: hasUnknownCritical(extensions, understood),
  };
}
