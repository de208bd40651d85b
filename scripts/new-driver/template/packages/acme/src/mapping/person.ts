import type { MappingWarning, TypedContent } from "@idvkit/core";
import type { WireSession } from "../api/wire.ts";
import { readDay, readText } from "./value.ts";

export interface MappedPerson {
  contents: TypedContent[];
  warnings: MappingWarning[];
}

/** Name and birth date. Without both names there is no block: what the provider did not give is not filled in. */
export function mapPerson({ person }: WireSession): MappedPerson {
  if (person === undefined) return { contents: [], warnings: [{ code: "missing_value", path: "person" }] };
  const givenName = readText(person.givenName);
  const familyName = readText(person.familyName);
  const birthDate = readDay(person.birthDate);
  const warnings = [
    ...lost("givenName", givenName),
    ...lost("familyName", familyName),
    ...(person.birthDate == null ? [] : lost("birthDate", birthDate)),
  ];
  if (givenName === undefined || familyName === undefined) return { contents: [], warnings };
  const content = { givenName, familyName, ...(birthDate !== undefined && { birthDate }) };
  return { contents: [{ type: "basicIdentity", content }], warnings };
}

function lost(name: string, value: unknown): MappingWarning[] {
  return value === undefined ? [{ code: "missing_value", path: `person.${name}` }] : [];
}
