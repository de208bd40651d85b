import type { ProviderPreset } from "./preset.ts";

// Source: Didit's documentation of its bridge for Okta and Auth0.
export const didit: ProviderPreset = {
  name: "didit",
  title: "Didit as identity verification vendor",
  issuers: ["https://apx.didit.me/auth/idv"],
  issuersWhenNamed: ["https://apx.staging.didit.me/auth/idv"],
  unconfirmed: [
    "That the issuer equals the base address of the bridge is recalled.",
    "Whether a request that names claims without their values is taken is not known.",
  ],
  quirks: [
    "The verdict is `assurance_level` of `verified_claims` in the ID token: `VERIFIED` or `FAILED`, nothing between.",
    "`VERIFIED` stands for no eIDAS level.",
    "The request has to be pushed (PAR), with PKCE.",
    "A pushed request is valid for 60 seconds.",
    "Test and live may share the address: the client decides.",
  ],
  scopes: ["openid", "profile", "identity_assurance"],
  claims: {
    id_token: {
      verified_claims: [
        {
          verification: {
            trust_framework: { value: "IDV-DELEGATED", essential: true },
            assurance_level: { value: "VERIFIED", essential: true },
          },
          claims: { given_name: null, family_name: null },
        },
      ],
    },
  },
  levels: [],
  passedLevels: ["VERIFIED"],
  failedLevels: ["FAILED"],
  trustFrameworks: ["IDV-DELEGATED"],
  maxAssurance: {},
  tokenEndpointAuthMethod: "client_secret_basic",
  idTokenSignedResponseAlg: "RS256",
  userInfo: "none",
  pushedAuthorization: true,
};
