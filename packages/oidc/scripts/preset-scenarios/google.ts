import type { PresetScenario } from "./preset-scenario.ts";

export const google: readonly PresetScenario[] = [
  {
    name: "google",
    title: "Google: an account proves no identity, whatever acr says; endpoints at other hosts",
    source: "Google's OpenID Connect documentation (ID token claims, discovery document), recalled",
    preset: "google",
    issuer: "https://accounts.google.com",
    metadata: {
      token_endpoint: "https://oauth2.googleapis.com/token",
      jwks_uri: "https://www.googleapis.com/oauth2/v3/certs",
      userinfo_endpoint: "https://openidconnect.googleapis.com/v1/userinfo",
    },
    withoutAuthTime: true,
    idToken: {
      sub: "100000000000000000001",
      azp: "preset-google",
      acr: "high",
      email: "robin@example.test",
      email_verified: true,
    },
    userInfo: {
      name: "Robin Example",
      given_name: "Robin",
      family_name: "Example",
      picture: "https://pictures.example/robin",
      email: "robin@example.test",
      email_verified: true,
    },
    expected: {
      verdict: "verified",
      acr: "high",
      amr: [],
      basicIdentity: { givenName: "Robin", familyName: "Example", name: "Robin Example" },
      extendedIdentity: { emailAddress: "robin@example.test" },
    },
  },
];
