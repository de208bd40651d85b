import type { BasicIdentity, ExtendedIdentity, JsonObject, JsonValue, TypedContent } from "@idvkit/core";
import { readAddressValue } from "./address.ts";
import { own } from "./claim-value.ts";
import type { ClaimNames, OidcOrder } from "./order.ts";
import { type PersonClaim, type PersonSource, readPersonClaim } from "./person-source.ts";
import * as values from "./person-values.ts";
import type { Warn } from "./warnings.ts";

type Field = keyof BasicIdentity | Exclude<keyof ExtendedIdentity, "portrait"> | "address";

/** A field of a data block and the claim that it comes from. */
export interface PersonField {
  field: Field;
  /** Names of the standards: OpenID Connect Core, 5.1, and OpenID Connect for Identity Assurance, "Claims". */
  names: readonly string[];
  read: values.Read;
  /** Left out when the provider says that it is not verified. */
  confirmed?: true;
}

/** What BasicIdentity is made of. */
export const basicFields: readonly PersonField[] = [
  { field: "givenName", names: ["given_name"], read: values.readTextValue },
  { field: "familyName", names: ["family_name"], read: values.readTextValue },
  { field: "name", names: ["name"], read: values.readTextValue },
  { field: "birthDate", names: ["birthdate"], read: values.readBirthDateValue },
  { field: "birthPlace", names: ["place_of_birth"], read: values.readPlaceValue },
];

/** What ExtendedIdentity is made of. Of two rows for one field the first that has a value counts. */
export const extendedFields: readonly PersonField[] = [
  { field: "nationality", names: ["nationalities", "nationality"], read: values.readFirstValue },
  {
    field: "personalAdministrativeNumber",
    names: ["personal_administrative_number"],
    read: values.readNumberValue,
  },
  { field: "familyNameBirth", names: ["birth_family_name"], read: values.readTextValue },
  { field: "givenNameBirth", names: ["birth_given_name"], read: values.readTextValue },
  { field: "sex", names: ["gender"], read: values.readSexValue },
  { field: "emailAddress", names: ["email"], read: values.readEmailValue, confirmed: true },
  { field: "mobilePhoneNumber", names: ["phone_number"], read: values.readPhoneValue, confirmed: true },
  { field: "mobilePhoneNumber", names: ["msisdn"], read: values.readMsisdnValue, confirmed: true },
  { field: "address", names: ["address"], read: readAddressValue },
];

const requiredFields = ["givenName", "familyName"] as const;

/** BasicIdentity, which takes both names, and ExtendedIdentity, as far as the claims tell. */
export function mapPerson(source: PersonSource, { claimNames = {} }: OidcOrder, warn: Warn): TypedContent[] {
  const basic = readFields(basicFields, source, claimNames, warn);
  const { address, ...extended } = readFields(extendedFields, source, claimNames, warn);
  const content = { ...extended, ...(address as JsonObject | undefined) };
  const missing = requiredFields.filter((field) => basic[field] === undefined);
  for (const field of missing) warn("missing_value", `${source.places[0]?.path}.${standardName(field)}`);
  return [
    ...(missing.length === 0 ? [{ type: "basicIdentity" as const, content: basic as BasicIdentity }] : []),
    ...(Object.keys(content).length > 0
      ? [{ type: "extendedIdentity" as const, content: content as ExtendedIdentity }]
      : []),
  ];
}

function readFields(fields: readonly PersonField[], source: PersonSource, claimNames: ClaimNames, warn: Warn) {
  const found: Partial<Record<Field, JsonValue>> = {};
  const provided: ProvidedNames = { ...claimNames };
  for (const row of fields) {
    if (found[row.field] !== undefined) continue;
    const value = readPersonClaim(source, withProvidedNames(row, fields, provided), warn);
    if (value !== undefined) found[row.field] = value;
  }
  return found;
}

type ProvidedNames = Readonly<Record<string, readonly string[] | undefined>>;

/** The provider's own names come first, in the first row of their field. */
function withProvidedNames(row: PersonField, fields: readonly PersonField[], provided: ProvidedNames): PersonClaim {
  const first = own(provided, row.field);
  if (first === undefined || fields.find(({ field }) => field === row.field) !== row) return row;
  return { ...row, names: [...first, ...row.names] };
}

function standardName(field: Field): string {
  return basicFields.find((row) => row.field === field)?.names[0] ?? field;
}
