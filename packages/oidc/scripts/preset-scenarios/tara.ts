import type { PresetScenario } from "./preset-scenario.ts";

export const tara: readonly PresetScenario[] = [
  {
    name: "tara",
    title:
      "TARA: name and birth date inside profile_attributes, at_hash in padded base64, the personal code as subject",
    source: "TARA's technical specification, version 1.17 (identity token, e-mail address)",
    preset: "tara",
    issuer: "https://tara.ria.ee",
    options: { requiredLevel: "high", scopes: ["openid", "idcard", "email"] },
    withoutAuthTime: true,
    paddedAccessTokenHash: true,
    idToken: {
      jti: "0c597356-0000-4000-8000-00000synth07",
      sub: "EE48001010000",
      profile_attributes: { date_of_birth: "1980-01-01", given_name: "MARI", family_name: "NÄIDIS" },
      amr: ["idcard"],
      acr: "high",
      email: "48001010000@example.test",
      email_verified: false,
    },
    expected: {
      verdict: "verified",
      level: "high",
      acr: "high",
      amr: ["sc"],
      identifiers: [{ type: "NATIONAL_ID", value: "EE48001010000", verified: true }],
      attributes: { sub: "EE48001010000" },
      warnings: [{ code: "unverified_value", path: "idToken.email" }],
      basicIdentity: { givenName: "MARI", familyName: "NÄIDIS", birthDate: "1980-01-01" },
    },
  },
];
