import { type EidasLevel, type IdvResult, type StepWork, success } from "@idvkit/core";
import { asObject } from "./mapping/claim-value.ts";
import type { OidcOrder, SubjectBinding } from "./mapping/order.ts";
import type { OidcSettings } from "./options.ts";
import { acrLevelsOf, assuranceLevelsOf } from "./presets/levels.ts";
import { refuse } from "./refusal.ts";

/** What was asked of this issuer for this person, for the mapper. */
export function orderOf(settings: OidcSettings, work: StepWork, issuer: string): IdvResult<OidcOrder> {
  const subjectBinding = subjectBindingOf(settings, work);
  if (!subjectBinding.ok) return subjectBinding;
  const { preset } = settings;
  const { acrLevels, assuranceLevels } = levelsAt(settings, issuer);
  return success({
    provider: settings.provider,
    issuer,
    clientId: settings.clientId,
    acrValues: [...settings.acrValues, ...acrOfClaims(settings)],
    ...(settings.acceptedAcr !== undefined && { acceptedAcr: settings.acceptedAcr }),
    ...(settings.requiredLevel !== undefined && { requiredLevel: settings.requiredLevel }),
    ...(acrLevels !== undefined && { acrLevels }),
    ...(assuranceLevels !== undefined && { assuranceLevels }),
    ...wordsOf(settings),
    maxAssurance: settings.maxAssurance ?? {},
    attributeMappings: [
      ...settings.attributeMappings,
      ...(preset?.identifiers ?? []).map(({ claim, type }) => ({
        sourceAttribute: claim,
        targetAttribute: claim,
        identifierType: type,
      })),
    ],
    userInfoAttributeMappings: settings.userInfoAttributeMappings,
    requiredAttributes: settings.requiredAttributes,
    ...(subjectBinding.value !== undefined && { subjectBinding: subjectBinding.value }),
    ...verifiedClaimsOf(settings),
    ...(settings.outputs !== undefined && { outputs: settings.outputs }),
  });
}

/** What the `claims` parameter asks for is asked for as well (OpenID Connect Core, section 5.5.1.1). */
function acrOfClaims({ claims }: OidcSettings): string[] {
  const request = asObject(asObject(claims?.id_token)?.acr);
  const values = [request?.value, ...(Array.isArray(request?.values) ? request.values : [])];
  return values.filter((value) => typeof value === "string");
}

interface Levels {
  acrLevels: Record<string, EidasLevel> | undefined;
  assuranceLevels: Record<string, EidasLevel> | undefined;
}

/** Settings do not change, and have one issuer: the levels there are looked up once. */
const levelsFound = new WeakMap<OidcSettings, Levels & { issuer: string }>();

function levelsAt(settings: OidcSettings, issuer: string): Levels {
  const known = levelsFound.get(settings);
  if (known?.issuer === issuer) return known;
  const { preset, acrMap, trustIssuer } = settings;
  const question = {
    issuer,
    ...(preset !== undefined && { preset }),
    ...(trustIssuer !== undefined && { trustIssuer }),
  };
  const found = {
    issuer,
    acrLevels: acrLevelsOf({ ...question, ...(acrMap !== undefined && { overrides: acrMap }) }),
    assuranceLevels: assuranceLevelsOf(question),
  };
  levelsFound.set(settings, found);
  return found;
}

/**
 * What the caller requires; else the verdict of a provider that gives one, because a login without it proves nothing there.
 * Where they are asked for is a matter of the request alone.
 */
function verifiedClaimsOf({ verifiedClaims, preset }: OidcSettings): Partial<OidcOrder> {
  if (verifiedClaims !== undefined) {
    const { in: _, ...requirement } = verifiedClaims;
    return { verifiedClaims: requirement };
  }
  const { trustFrameworks, passedLevels } = preset ?? {};
  if (trustFrameworks === undefined || passedLevels === undefined) return {};
  return { verifiedClaims: { trustFrameworks, assuranceLevels: passedLevels } };
}

/** How this provider speaks. */
function wordsOf({ preset, acrMap = {} }: OidcSettings): Partial<OidcOrder> {
  if (preset === undefined) return {};
  const withoutLevel = preset.levels.filter(({ acr, level }) => level === undefined && !Object.hasOwn(acrMap, acr));
  const { failedLevels, acrClaim, amrClaim, amrNames, claimNames, jsonClaims } = preset;
  return {
    ...(failedLevels !== undefined && { failedLevels }),
    ...(acrClaim !== undefined && { acrClaim }),
    ...(amrClaim !== undefined && { amrClaim }),
    ...(amrNames !== undefined && { amrNames }),
    ...(claimNames !== undefined && { claimNames }),
    ...(jsonClaims !== undefined && { jsonClaims }),
    ...(withoutLevel.length > 0 && { acrWithoutLevel: withoutLevel.map(({ acr }) => acr) }),
  };
}

/** Whom the login must be of. A binding to something that the caller does not say is `invalid_input`: it would bind nobody. */
export function subjectBindingOf(
  { subjectBinding }: OidcSettings,
  { inputs }: StepWork,
): IdvResult<SubjectBinding | undefined> {
  if (subjectBinding === undefined) return success(undefined);
  const { sourceAttribute, boundTo } = subjectBinding;
  const { subjectId, loginHint } = inputs.subject;
  const name = boundTo.slice(boundTo.indexOf(".") + 1);
  const expected = boundTo.startsWith("attributes.")
    ? inputs.attributes[name]
    : { subjectId, loginHint }[name as "subjectId" | "loginHint"];
  if (typeof expected === "string" && expected !== "") return success({ sourceAttribute, expected });
  return refuse("invalid_input", `inputs.${boundTo}: needed to bind the login`);
}
