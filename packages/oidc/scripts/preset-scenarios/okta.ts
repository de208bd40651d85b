import type { PresetScenario } from "./preset-scenario.ts";

export const okta: readonly PresetScenario[] = [
  {
    name: "okta",
    title: "Okta as login of a company: its acr stands for no eIDAS level",
    source: "The shape of an ID token of Okta's organisation authorization server, recalled",
    preset: "okta",
    issuer: "https://synthetic-company.okta.com",
    options: { acrValues: ["urn:okta:loa:2fa:any"] },
    idToken: {
      sub: "00uSyntheticOktaUser1",
      acr: "urn:okta:loa:2fa:any",
      amr: ["pwd", "mfa", "otp"],
      email: "robin@example.test",
      email_verified: true,
    },
    userInfo: { given_name: "Robin", family_name: "Example", email: "robin@example.test", email_verified: true },
    expected: {
      verdict: "verified",
      acr: "urn:okta:loa:2fa:any",
      amr: ["pwd", "mfa", "otp"],
      basicIdentity: { givenName: "Robin", familyName: "Example" },
      extendedIdentity: { emailAddress: "robin@example.test" },
    },
  },
];
