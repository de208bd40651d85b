import type { DistinguishedName, NameAttribute } from "./distinguished-name.ts";

interface ComparableName {
  parts: readonly string[];
  whole: string;
}

const comparableNames = new WeakMap<DistinguishedName, ComparableName>();

/**
 * Whether two names are the same: case, kind of string and number of spaces do not count (RFC 5280, section 7.1). The order of the relative
 * names counts, that of the attributes inside one does not.
 */
export function isSameName(left: DistinguishedName, right: DistinguishedName): boolean {
  return Buffer.compare(left.raw, right.raw) === 0 || nameKey(left) === nameKey(right);
}

/** The same text for names that are the same: to look them up. */
export function nameKey(name: DistinguishedName): string {
  return comparable(name).whole;
}

/** Whether `name` begins with the relative names of `base`: what a constraint on directory names asks (RFC 5280, section 4.2.1.10). */
export function isWithinName(name: DistinguishedName, base: DistinguishedName): boolean {
  const { parts } = comparable(name);
  return comparable(base).parts.every((part, index) => part === parts[index]);
}

function comparable(name: DistinguishedName): ComparableName {
  const known = comparableNames.get(name);
  if (known !== undefined) return known;
  const parts = name.relativeNames.map((attributes) => JSON.stringify(attributes.map(comparableAttribute).sort()));
  const made = { parts, whole: parts.join() };
  comparableNames.set(name, made);
  return made;
}

function comparableAttribute({ oid, value }: NameAttribute): string {
  return `${oid}=${value.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim()}`;
}
