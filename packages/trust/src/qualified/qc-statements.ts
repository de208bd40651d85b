import { stringOf } from "../certificate/directory-string.ts";
import { DerError } from "../der/der-error.ts";
import { type DerElement, readDer } from "../der/element.ts";
import { integerOf, oidOf, sequenceOf, smallIntegerOf, tags } from "../der/values.ts";

/** What a certificate says about itself by the qcStatements extension (RFC 3739, section 3.2.6; ETSI EN 319 412-5). A claim, no proof. */
export interface QcStatements {
  /** It claims to be a qualified certificate (QcCompliance). */
  isCompliant: boolean;
  /** Its key claims to be in a qualified signature creation device (QcSSCD). */
  hasSscd: boolean;
  /** `esign`, `eseal`, `web`, or the oid of another type. */
  types: readonly ("esign" | "eseal" | "web" | (string & {}))[];
  /** Countries under whose law it is qualified, ISO 3166-1 alpha-2; empty means the European Union. */
  legislation: readonly string[];
  /** Highest value of a transaction: `amount` times ten to the power of `exponent`. */
  limit?: { currency: string; amount: number; exponent: number };
  /** How long the issuer keeps the evidence after the certificate's end, in years. */
  retentionYears?: number;
  /** Where the issuer's disclosure statement stands. */
  pdsUrls: readonly string[];
  /** Oids of statements that are not known or could not be read. */
  unknown: readonly string[];
}

/** What a certificate without the extension says. */
export const noQcStatements: QcStatements = {
  isCompliant: false,
  hasSscd: false,
  types: [],
  legislation: [],
  pdsUrls: [],
  unknown: [],
};

const types: Readonly<Record<string, string>> = {
  "0.4.0.1862.1.6.1": "esign",
  "0.4.0.1862.1.6.2": "eseal",
  "0.4.0.1862.1.6.3": "web",
};

type StatementReader = (information: DerElement | undefined) => Partial<QcStatements>;

const qcTypeOid = "0.4.0.1862.1.6";

const statementReaders: Readonly<Record<string, StatementReader>> = {
  "0.4.0.1862.1.1": () => ({ isCompliant: true }),
  "0.4.0.1862.1.2": (information) => ({ limit: readLimit(information) }),
  "0.4.0.1862.1.3": (information) => ({ retentionYears: smallIntegerOf(information) }),
  "0.4.0.1862.1.4": () => ({ hasSscd: true }),
  "0.4.0.1862.1.5": (information) => ({ pdsUrls: sequenceOf(information).map(readLocation) }),
  [qcTypeOid]: (information) => ({ types: readTypes(information) }),
  "0.4.0.1862.1.7": (information) => ({ legislation: sequenceOf(information).map(textOf) }),
  // The two syntaxes of RFC 3739 itself; what the second says about names is not read.
  "1.3.6.1.5.5.7.11.1": () => ({}),
  "1.3.6.1.5.5.7.11.2": () => ({}),
};

/**
 * Reads the value of the qcStatements extension. Throws a {@link DerError} when it is no list of statements; a single statement that cannot
 * be read counts as unknown. A type that cannot be read stands as its own oid in `types`, so that it never looks like a missing one.
 */
export function readQcStatements(value: Uint8Array): QcStatements {
  let read = noQcStatements;
  const unknown: string[] = [];
  for (const statement of sequenceOf(readDer(value, { allowBer: true }))) {
    const [type, information] = sequenceOf(statement);
    const oid = oidOf(type);
    const part = readStatement(oid, information);
    if (part === undefined) unknown.push(oid);
    read = merged(read, part ?? (oid === qcTypeOid ? { types: [qcTypeOid] } : {}));
  }
  return { ...read, unknown };
}

/** Lists of a statement that comes twice are joined. */
function merged(read: QcStatements, part: Partial<QcStatements>): QcStatements {
  return {
    ...read,
    ...part,
    types: [...read.types, ...(part.types ?? [])],
    legislation: [...read.legislation, ...(part.legislation ?? [])],
    pdsUrls: [...read.pdsUrls, ...(part.pdsUrls ?? [])],
  };
}

function readStatement(oid: string, information: DerElement | undefined): Partial<QcStatements> | undefined {
  try {
    return statementReaders[oid]?.(information);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** Some issuers leave the list around a single type out. */
function readTypes(information: DerElement | undefined): readonly string[] {
  const oids = information?.isUniversal(tags.objectIdentifier) === true ? [information] : sequenceOf(information);
  return oids.map(oidOf).map((oid) => types[oid] ?? oid);
}

function readLimit(information: DerElement | undefined): NonNullable<QcStatements["limit"]> {
  const [currency, amount, exponent] = sequenceOf(information);
  return { currency: currencyOf(currency), amount: smallIntegerOf(amount), exponent: smallIntegerOf(exponent) };
}

/** Letters or the number of ISO 4217. */
function currencyOf(element: DerElement | undefined): string {
  return stringOf(element) ?? integerOf(element).toString().padStart(3, "0");
}

function readLocation(element: DerElement): string {
  return textOf(sequenceOf(element)[0]);
}

function textOf(element: DerElement | undefined): string {
  const text = stringOf(element);
  if (text === undefined) throw new DerError("expected a string");
  return text;
}
