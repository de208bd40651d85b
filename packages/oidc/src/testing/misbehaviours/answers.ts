import type { Misbehaviour } from "../misbehaviour.ts";

const claimSource = "source-1";

/** Defects and rarities of discovery, the token answer and userinfo. */
export const answers = {
  "discovery-issuer-mismatch": {
    summary: "The discovery document names another issuer.",
    metadata: (document) => ({ ...document, issuer: "https://another-op.example" }),
  },
  "discovery-swapped": {
    summary: "The discovery document has other endpoints than before.",
    metadata: (document, { issuer }) => ({
      ...document,
      token_endpoint: `${issuer}/swapped/token`,
      userinfo_endpoint: `${issuer}/swapped/userinfo`,
      jwks_uri: `${issuer}/swapped/jwks`,
    }),
  },
  "token-type-case-insensitivity": {
    summary: "The case of every letter of token_type is inverted.",
    tokenResponse: (body) => ({ ...body, token_type: invertedCase(String(body.token_type)) }),
  },
  "token-endpoint-response-without-expires_in": {
    summary: "The token answer has no expires_in.",
    tokenResponse: ({ expires_in: _, ...body }) => body,
  },
  "no-scope-in-token-endpoint-response": {
    summary: "The token answer has no scope.",
    tokenResponse: ({ scope: _, ...body }) => body,
  },
  "token-response-without-id-token": {
    summary: "The token answer has no ID token.",
    tokenResponse: ({ id_token: _, ...body }) => body,
  },
  "refresh-token": {
    summary: "The token answer has a refresh token that nobody asked for.",
    tokenResponse: (body) => ({ ...body, refresh_token: "simulated-refresh-token" }),
  },
  "happy-path-no-dpop-nonce": { summary: "No nonce is asked for in DPoP proofs.", dpopNonce: "never" },
  "rs-dpop-auth-scheme-case-insensitivity": {
    summary: "The challenge for a DPoP nonce spells its scheme in another case.",
    dpopNonce: "always",
    dpopScheme: "dPoP",
  },
  "userinfo-invalid-sub": {
    summary: "Userinfo is about somebody else.",
    userInfo: (claims) => ({ ...claims, sub: "somebody-else" }),
  },
  "userinfo-missing-sub": { summary: "Userinfo has no subject.", userInfo: ({ sub: _, ...claims }) => claims },
  "userinfo-invalid-sig": {
    summary: "The signature of userinfo is wrong.",
    userInfoSigning: (plan) => ({ ...plan, tampered: true }),
  },
  "userinfo-sig-none": {
    summary: "Userinfo is a token without a signature.",
    userInfoSigning: (plan) => ({ ...plan, alg: "none" }),
  },
  "userinfo-sig-hs256": {
    summary: "Userinfo is signed with the client's secret.",
    userInfoSigning: (plan) => ({ ...plan, alg: "HS256" }),
  },
  "userinfo-alternate-alg": {
    summary: "Userinfo is signed by another algorithm than agreed, with a key of the set.",
    userInfoSigning: (plan) => ({ ...plan, alg: plan.alg === "PS256" ? "RS256" : "PS256" }),
  },
  "userinfo-unknown-kid": {
    summary: "Userinfo names a key that is not in the set.",
    userInfoSigning: (plan) => ({ ...plan, kid: "no-such-key" }),
  },
  "userinfo-invalid-iss": {
    summary: "Userinfo names another issuer; that counts where it is signed.",
    userInfo: (claims) => ({ ...claims, iss: "https://another-op.example" }),
  },
  "userinfo-invalid-aud": {
    summary: "Userinfo is for another client; that counts where it is signed.",
    userInfo: (claims) => ({ ...claims, aud: "another-client" }),
  },
  "userinfo-signing-key-rotation": {
    summary: "The keys change when userinfo is signed.",
    userInfo: (claims, { keys }) => {
      keys.rotate();
      return claims;
    },
  },
  "userinfo-overrides-acr": {
    summary: "The ID token says a low level; userinfo says a high one, and more that only an ID token may say.",
    idTokenClaims: (claims) => ({ ...claims, acr: "low" }),
    userInfo: (claims) => ({
      ...claims,
      acr: "high",
      amr: ["face"],
      auth_time: 1,
      iss: "https://another-op.example",
    }),
  },
  "aggregated-claims": {
    summary: "Userinfo refers to claims in a token of another issuer.",
    userInfo: (claims) => ({
      ...claims,
      _claim_names: { shoe_size: claimSource },
      _claim_sources: { [claimSource]: { JWT: "eyJhbGciOiJub25lIn0.eyJzaG9lX3NpemUiOjQyfQ." } },
    }),
  },
  "distributed-claims": {
    summary: "Userinfo refers to claims that are elsewhere.",
    userInfo: (claims, { issuer }) => ({
      ...claims,
      _claim_names: { shoe_size: claimSource },
      _claim_sources: { [claimSource]: { endpoint: `${issuer}/distributed`, access_token: "distributed-token" } },
    }),
  },
} as const satisfies Readonly<Record<string, Misbehaviour>>;

function invertedCase(text: string): string {
  return text.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}
