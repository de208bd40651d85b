import { acrLevelsOf, mapClaims } from "@idvkit/oidc";

/** Claims whose signature somebody else has checked already, such as a gateway of yours. */
export function verdictOfLogin(issuer: string, idToken: object, userInfo: object): string {
  const acrLevels = acrLevelsOf({ issuer }) ?? {}; // of the presets that list this issuer
  const mapped = mapClaims(
    { idToken, userInfo },
    {
      now: new Date(),
      order: {
        provider: "my-provider",
        issuer,
        clientId: "my-client",
        acrValues: [],
        acrLevels,
        requiredLevel: "substantial",
        maxAssurance: { eidas: "high" },
        attributeMappings: [],
        userInfoAttributeMappings: [],
        requiredAttributes: [],
      },
    },
  );
  if (!mapped.ok) throw mapped.error; // invalid_response: these are no claims, or of two persons
  return mapped.value.final ? mapped.value.verdict : "not yet";
}
