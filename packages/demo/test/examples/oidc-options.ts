import type { OidcOptions } from "@idvkit/oidc";

/** What every method of your application has in common. */
export const common = {
  clientId: "my-client",
  stateKeys: { current: "2026-b", keys: { "2026-b": () => process.env.IDV_STATE_KEY ?? "" } }, // 32 bytes, base64url
};

/** A provider that a preset knows, at the level that you need. */
export const idPorten: OidcOptions = {
  ...common,
  issuer: "https://idporten.no",
  preset: "id-porten",
  requiredLevel: "substantial", // asks for it by the preset's acr_values, and checks what comes back
  clientSecret: () => process.env.IDPORTEN_SECRET ?? "",
};

/** Everything strong, for a provider that demands it (FAPI 2.0). */
export const strong: OidcOptions = {
  ...common,
  issuer: "https://bank.example",
  signingKey: () => process.env.OIDC_SIGNING_KEY ?? "", // private JWK as JSON text, with alg
  decryptionKeys: [() => process.env.OIDC_DECRYPTION_KEY ?? ""],
  tokenEndpointAuthMethod: "private_key_jwt", // or tls_client_auth, with clientCertificate
  pushedAuthorization: true, // PAR
  requestObject: true, // JAR
  responseMode: "query.jwt", // JARM
  authorizationSignedResponseAlg: "PS256",
  idTokenSignedResponseAlg: "PS256",
  userInfoSignedResponseAlg: "PS256",
  dpop: true,
};

/** Identity assurance: an identity document must have been checked within the last year. */
export const assured: OidcOptions = {
  ...common,
  issuer: "https://op.example",
  clientSecret: () => process.env.OIDC_CLIENT_SECRET ?? "",
  verifiedClaims: {
    trustFrameworks: ["eidas", "de_aml"],
    claims: ["given_name", "family_name", "birthdate"],
    evidenceTypes: ["document"],
    maxAgeSeconds: 365 * 24 * 60 * 60,
  },
};
