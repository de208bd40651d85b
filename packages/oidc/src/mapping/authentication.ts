import type { JsonValue } from "@idvkit/core";
import { parseJson } from "./answer.ts";
import { own, readText } from "./claim-value.ts";
import { type ClaimViews, findClaim } from "./claim-views.ts";
import type { OidcOrder } from "./order.ts";
import { readEpochSeconds } from "./times.ts";
import type { Warn } from "./warnings.ts";

/** What the provider says about the login itself. */
export interface Authentication {
  acr: string | null;
  amr: string[];
  /** ISO 8601. */
  authenticatedAt: string | null;
}

/** Reads `acr`, `amr` and `auth_time`, or the claims that this provider has in their place. */
export function readAuthentication(views: ClaimViews, order: OidcOrder, warn: Warn): Authentication {
  return {
    acr: readAcr(views, order.acrClaim ?? "acr", warn),
    amr: readAmr(views, order, warn),
    authenticatedAt: readAuthTime(views, warn),
  };
}

/** One text. A list is none: which of its classes the login had is not said. A provider's own claim may be a number. */
function readAcr(views: ClaimViews, claim: string, warn: Warn): string | null {
  const found = findClaim(views, claim, warn);
  if (found === undefined) return null;
  if (typeof found.value === "number" && claim !== "acr") return String(found.value);
  const acr = readText(found.value);
  if (acr === undefined) warn("unreadable_value", `${found.place}.${claim}`);
  return acr ?? null;
}

/** A list, also as JSON or with commas inside a text; words that `amrNames` lacks stay as they are (RFC 8176). */
function readAmr(views: ClaimViews, { amrClaim = "amr", amrNames }: OidcOrder, warn: Warn): string[] {
  const found = findClaim(views, amrClaim, warn);
  if (found === undefined) return [];
  const list = amrList(found.value);
  const words = list.flatMap((word) => readText(word)?.trim() ?? []);
  if (words.length < list.length) warn("unreadable_value", `${found.place}.${amrClaim}`);
  return [...new Set(words.map((word) => own(amrNames, word) ?? word))];
}

function amrList(value: JsonValue): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== "string") return [value];
  if (!value.trim().startsWith("[")) return value.split(",");
  const parsed = parseJson(value);
  return Array.isArray(parsed) ? parsed : [parsed];
}

/** Seconds since 1970 (OpenID Connect Core, 2). */
function readAuthTime({ idToken }: ClaimViews, warn: Warn): string | null {
  const value = own(idToken, "auth_time");
  if (value === undefined || value === null) return null;
  const time = readEpochSeconds(value);
  if (time === undefined) warn("unreadable_value", "idToken.auth_time");
  return time ?? null;
}
