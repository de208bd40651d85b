import type { ExtendedIdentity, JsonObject, JsonValue } from "@idvkit/core";
import { asObject, own, readText } from "./claim-value.ts";
import type { Reading } from "./person-values.ts";

type AddressField = Extract<keyof ExtendedIdentity, `resident${string}`>;

/** The members of `address` (OpenID Connect Core, 5.1.1) and what they become. */
export const addressFields: readonly (readonly [member: string, field: AddressField])[] = [
  ["formatted", "residentAddress"],
  ["street_address", "residentStreet"],
  ["house_number", "residentHouseNumber"],
  ["locality", "residentCity"],
  ["region", "residentState"],
  ["postal_code", "residentPostalCode"],
];

const countryCode = /^[A-Za-z]{2}$/;
const lineBreaks = /\s*[\r\n]+\s*/g;

/**
 * The parts of an address; of a list, those of the first. A text is the whole address. A country that is not said by its
 * ISO 3166-1 alpha-2 code is left out with a warning.
 */
export function readAddressValue(value: JsonValue): Reading<JsonObject> {
  const first = Array.isArray(value) ? value[0] : value;
  const text = readText(first);
  if (text !== undefined) return { value: { residentAddress: oneLine(text) } };
  const address = asObject(first);
  if (address === undefined) return { problem: "unreadable_value" };
  const country = readText(own(address, "country_code")) ?? readText(own(address, "country"));
  const known = country !== undefined && countryCode.test(country);
  const parts: [string, string][] = addressFields.flatMap(([member, field]) => {
    const part = readText(own(address, member));
    return part === undefined ? [] : [[field, oneLine(part)]];
  });
  if (known) parts.push(["residentCountry", country.toUpperCase()]);
  const lacking = country !== undefined && !known;
  if (parts.length === 0) return { problem: lacking ? "unknown_value" : "unreadable_value" };
  return { value: Object.fromEntries(parts), ...(lacking && { also: "unknown_value" as const }) };
}

function oneLine(text: string): string {
  return text.trim().replace(lineBreaks, ", ");
}
