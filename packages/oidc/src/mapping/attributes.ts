import type { JsonValue, ResolvedIdentifier } from "@idvkit/core";
import { readText } from "./claim-value.ts";
import {
  type ClaimPlace,
  type ClaimViews,
  claimPlaces,
  type FoundClaim,
  findClaim,
  isSaidUnverified,
  verifiedFlag,
} from "./claim-views.ts";
import type { AttributeMapping, OidcOrder, SubjectBinding } from "./order.ts";
import type { Warn } from "./warnings.ts";

export interface MappedAttributes {
  attributes: Record<string, JsonValue>;
  identifiers: ResolvedIdentifier[];
}

/** A target of this name would not be a member but the prototype of whatever the attributes are copied to. */
const noTarget = "__proto__";

/**
 * Attributes and identifiers by the order's mappings; of two mappings to one target the first that has a value counts.
 * The subject is always an identifier.
 */
export function mapAttributes(views: ClaimViews, order: OidcOrder, warn: Warn): MappedAttributes {
  const attributes = new Map<string, JsonValue>();
  const identifiers: ResolvedIdentifier[] = [];
  const add = (mapping: AttributeMapping, places: readonly ClaimPlace[]) => {
    const { sourceAttribute, targetAttribute } = mapping;
    const found = findClaim(views, sourceAttribute, warn, places);
    if (found === undefined || targetAttribute === noTarget || attributes.has(targetAttribute)) return;
    attributes.set(targetAttribute, found.value);
    identifiers.push(...identifierOf(mapping, found, views, warn));
  };
  for (const mapping of order.attributeMappings) add(mapping, claimPlaces);
  for (const mapping of order.userInfoAttributeMappings) add(mapping, ["userInfo"]);
  const subject = readText(views.idToken.sub);
  if (subject !== undefined && !identifiers.some(({ type }) => type === "SUBJECT_ID")) {
    identifiers.unshift({ type: "SUBJECT_ID", value: subject, verified: true });
  }
  return { attributes: Object.fromEntries(attributes), identifiers };
}

/** The required attributes that have no value; an empty list or object is none. */
export function missingAttributes(attributes: Readonly<Record<string, JsonValue>>, { requiredAttributes }: OidcOrder) {
  return requiredAttributes.filter((name) => !Object.hasOwn(attributes, name) || isEmpty(attributes[name]));
}

/** Whether it was the expected person who logged in. A claim that the provider did not verify proves nothing. */
export function isExpectedSubject(views: ClaimViews, binding: SubjectBinding | undefined, warn: Warn): boolean {
  if (binding?.expected === undefined) return true;
  const { sourceAttribute, expected } = binding;
  const found = findClaim(views, sourceAttribute, warn);
  if (found === undefined || isSaidUnverified([views.idToken, views.userInfo], sourceAttribute)) return false;
  return textOf(found.value) === expected;
}

function identifierOf(
  { sourceAttribute, identifierType }: AttributeMapping,
  { value, place }: FoundClaim,
  views: ClaimViews,
  warn: Warn,
): ResolvedIdentifier[] {
  if (identifierType === undefined) return [];
  const text = textOf(value);
  if (text === undefined) {
    warn("unreadable_value", `${place}.${sourceAttribute}`);
    return [];
  }
  return [{ type: identifierType, value: text, verified: isVerified(sourceAttribute, identifierType, place, views) }];
}

/** The subject is the provider's own; of anything else it must say so, in a companion claim or by verified claims. */
function isVerified(claim: string, type: string, place: ClaimPlace, views: ClaimViews): boolean {
  if (claim === "sub" || (type === "SUBJECT_ID" && place === "idToken")) return true;
  if (isSaidUnverified([views.idToken, views.userInfo], claim)) return false;
  return claim.startsWith("verified_claims.claims.") || verifiedFlag(views[place], claim) === true;
}

function textOf(value: JsonValue): string | undefined {
  return typeof value === "number" ? String(value) : readText(value);
}

function isEmpty(value: JsonValue | undefined): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
