import { oid, printableString, sequence, set, utf8String } from "./der-writer.ts";

const attributeOids = {
  country: "2.5.4.6",
  organization: "2.5.4.10",
  organizationalUnit: "2.5.4.11",
  organizationIdentifier: "2.5.4.97",
  commonName: "2.5.4.3",
  surname: "2.5.4.4",
  givenName: "2.5.4.42",
  serialNumber: "2.5.4.5",
  pseudonym: "2.5.4.65",
} as const;

/** Parts of a name, written in the order they are given. */
export type TestName = Readonly<Partial<Record<keyof typeof attributeOids, string>>>;

const printable: ReadonlySet<string> = new Set(["country", "serialNumber"]);

/** A distinguished name; a plain text is its common name. */
export function distinguishedName(name: TestName | string): Uint8Array {
  const attributes = typeof name === "string" ? { commonName: name } : name;
  return sequence(
    ...Object.entries(attributes).map(([key, value]) => {
      const type = attributeOids[key as keyof typeof attributeOids];
      return set(sequence(oid(type), printable.has(key) ? printableString(value) : utf8String(value)));
    }),
  );
}
