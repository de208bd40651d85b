import { ia5String, integer, oid, printableString, sequence } from "./der-writer.ts";

/** Qualified certificate statements (ETSI EN 319 412-5, section 4). */
export interface TestQualifiedStatements {
  /** QcCompliance. */
  compliant?: boolean;
  /** QcSSCD: the key is in a qualified device. */
  device?: boolean;
  /** QcType: for what; a dotted number for a type that has no name here. */
  types?: readonly ("esign" | "eseal" | "web" | string)[];
  /** QcCClegislation: two-letter countries. */
  legislation?: readonly string[];
  limit?: { currency: string; amount: number; exponent: number };
  retentionYears?: number;
  /** Disclosure statements. */
  disclosures?: readonly { url: string; language: string }[];
  /** Numbers of more statements, without content. */
  others?: readonly string[];
}

const statements = "0.4.0.1862.1";
const typeOids: Readonly<Record<string, string>> = {
  esign: `${statements}.6.1`,
  eseal: `${statements}.6.2`,
  web: `${statements}.6.3`,
};

export function qualifiedStatements(settings: TestQualifiedStatements): Uint8Array {
  const { compliant, device, types, legislation, limit, retentionYears, disclosures, others = [] } = settings;
  const members: Uint8Array[] = [];
  const add = (number: number, ...info: readonly Uint8Array[]) =>
    members.push(sequence(oid(`${statements}.${number}`), ...info));
  if (compliant === true) add(1);
  if (limit !== undefined) {
    add(2, sequence(printableString(limit.currency), integer(limit.amount), integer(limit.exponent)));
  }
  if (retentionYears !== undefined) add(3, integer(retentionYears));
  if (device === true) add(4);
  if (disclosures !== undefined) {
    add(5, sequence(...disclosures.map(({ url, language }) => sequence(ia5String(url), printableString(language)))));
  }
  if (types !== undefined) add(6, sequence(...types.map((type) => oid(typeOids[type] ?? type))));
  if (legislation !== undefined) add(7, sequence(...legislation.map(printableString)));
  members.push(...others.map((other) => sequence(oid(other))));
  return sequence(...members);
}
