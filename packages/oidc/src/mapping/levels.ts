import { capAssurance, combineAssurance, compareLevels, type EidasLevel } from "@idvkit/core";
import { own } from "./claim-value.ts";
import type { OidcOrder } from "./order.ts";
import type { VerifiedClaims } from "./verified-claims.ts";
import type { Warn } from "./warnings.ts";

/** The eIDAS level of a login: what the provider's words come to, and what is left of that below the method's maximum. */
export interface AchievedLevel {
  stated: EidasLevel | undefined;
  capped: EidasLevel | undefined;
}

/** Whether the `acr` is one that was asked for or, by the issuer's own levels, stands at least as high as one. */
export function isAcceptedAcr(acr: string | null, { acrValues, acceptedAcr, acrLevels }: OidcOrder): boolean {
  if (acceptedAcr !== undefined) return acr !== null && acceptedAcr.includes(acr);
  if (acrValues.length === 0) return true;
  if (acr === null) return false;
  if (acrValues.includes(acr)) return true;
  const reached = own(acrLevels, acr);
  const asked = acrValues.flatMap((value) => own(acrLevels, value) ?? []);
  return reached !== undefined && asked.some((level) => compareLevels("eidas", reached, level) >= 0);
}

/**
 * The level of the login and of the verified claims, the weaker where both have one. Where verified claims are required
 * and the issuer's words for them have levels, a login alone gives none. The methods of the login (`amr`) are not looked
 * at: they say nothing about an eIDAS level.
 */
export function achievedLevel(
  acr: string | null,
  verified: VerifiedClaims,
  order: OidcOrder,
  warn: Warn,
): AchievedLevel {
  const ofLogin = levelOfAcr(acr, order, warn);
  const ofClaims = levelOfClaims(verified, order);
  const claimsDecide =
    order.verifiedClaims !== undefined && order.assuranceLevels !== undefined && verified.accepted.length > 0;
  const stated = claimsDecide ? ofClaims && weaker(ofClaims, ofLogin) : ofLogin && weaker(ofLogin, ofClaims);
  const capped = stated && capAssurance({ eidas: stated }, order.maxAssurance).eidas;
  return { stated, capped };
}

/** Only an issuer with levels has any; of it, an `acr` that is in no table counts as the lowest. */
function levelOfAcr(acr: string | null, order: OidcOrder, warn: Warn): EidasLevel | undefined {
  const { acrLevels = {}, acrWithoutLevel = [], acrClaim = "acr" } = order;
  if (acr === null || Object.keys(acrLevels).length === 0 || acrWithoutLevel.includes(acr)) return undefined;
  const level = own(acrLevels, acr);
  if (level === undefined) warn("unknown_acr", acrClaim);
  return level ?? "low";
}

/** The weakest entry decides, because the identity is made of all; an entry without a level leaves none. */
function levelOfClaims({ accepted }: VerifiedClaims, { assuranceLevels }: OidcOrder): EidasLevel | undefined {
  const levels = accepted.map(({ level }) => (level === undefined ? undefined : own(assuranceLevels, level)));
  return combineAssurance(
    levels.map((eidas) => (eidas === undefined ? {} : { eidas })),
    "weakest",
  ).eidas;
}

function weaker(level: EidasLevel, other: EidasLevel | undefined): EidasLevel {
  return other !== undefined && compareLevels("eidas", other, level) < 0 ? other : level;
}
