import type { ProviderPreset } from "./preset.ts";

// Source: the technical rules of SPID and CIE id for OpenID Connect (token endpoint, userinfo endpoint, user attributes).
export const spid: ProviderPreset = {
  name: "spid",
  title: "SPID (Italy)",
  issuers: [],
  unconfirmed: ["No answer of a provider in service was read: that all follow the technical rules is assumed."],
  quirks: [
    "Each identity provider is an issuer of its own; which ones are genuine is told by the federation (OpenID Federation), not by a list here.",
    "`sub` differs for each service provider.",
    "Claims about the person come from userinfo only, asked for with the `claims` parameter; userinfo is signed and encrypted.",
    "The request must be a signed request object; `acr_values` is mandatory.",
    "The tax number begins with `TINIT-`.",
    "`place_of_birth` is an object of codes: the cadastral code of the town, and the province.",
    "Phone numbers come without a country, so that no E.164 number comes out.",
  ],
  scopes: ["openid"],
  acrValues: {
    low: ["https://www.spid.gov.it/SpidL1"],
    substantial: ["https://www.spid.gov.it/SpidL2"],
    high: ["https://www.spid.gov.it/SpidL3"],
  },
  levels: [
    { acr: "https://www.spid.gov.it/SpidL1", level: "low", grade: "documented" },
    { acr: "https://www.spid.gov.it/SpidL2", level: "substantial", grade: "documented" },
    { acr: "https://www.spid.gov.it/SpidL3", level: "high", grade: "documented" },
  ],
  maxAssurance: { eidas: "high" },
  claimNames: { personalAdministrativeNumber: ["https://attributes.eid.gov.it/fiscal_number"] },
  tokenEndpointAuthMethod: "private_key_jwt",
  userInfo: "required",
  encryptedUserInfo: true,
  requestObject: true,
};
