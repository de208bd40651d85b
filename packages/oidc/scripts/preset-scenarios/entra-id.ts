import type { PresetScenario } from "./preset-scenario.ts";

const tenant = "00000000-1111-4222-8333-444455556666";

export const entraId: readonly PresetScenario[] = [
  {
    name: "entra-id",
    title: "Entra ID: a tenant is an issuer, password and a second factor in amr, and no level",
    source: "The shape of a v2.0 ID token of Microsoft's identity platform, recalled; userinfo is at another host",
    preset: "entra-id",
    issuer: `https://login.microsoftonline.com/${tenant}/v2.0`,
    metadata: { userinfo_endpoint: "https://graph.microsoft.com/oidc/userinfo" },
    withoutAuthTime: true,
    idToken: {
      sub: "AAAAAsyntheticPairwiseSubject",
      tid: tenant,
      oid: "00000000-0000-4000-8000-00000synth08",
      ver: "2.0",
      amr: ["pwd", "mfa"],
      name: "Robin Example",
      preferred_username: "robin@example.test",
    },
    userInfo: {
      name: "Robin Example",
      given_name: "Robin",
      family_name: "Example",
      email: "robin@example.test",
    },
    expected: {
      verdict: "verified",
      acr: null,
      amr: ["pwd", "mfa"],
      basicIdentity: { givenName: "Robin", familyName: "Example", name: "Robin Example" },
      extendedIdentity: { emailAddress: "robin@example.test" },
    },
  },
];
