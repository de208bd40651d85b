import type { ProviderPreset } from "./preset.ts";

// Source: Okta's guide for identity verification vendors.
export const oktaIdv: ProviderPreset = {
  name: "okta-idv",
  title: 'Identity verification vendor of the contract "bring your own IDV vendor" (Okta)',
  issuers: [],
  unconfirmed: [
    "Whether every vendor takes a request that names claims without their values is not known; Okta itself sends the values.",
  ],
  quirks: [
    "The verdict is `assurance_level` of `verified_claims` in the ID token: `VERIFIED` or `FAILED`, nothing between.",
    "`VERIFIED` stands for no eIDAS level.",
    "The request has to be pushed (PAR), with PKCE.",
    "`fuzzy` beside `value` is an extension of Okta; a vendor need not know it.",
    "A vendor may want a further scope `idv_flow_<id>`.",
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
  userInfo: "none",
  pushedAuthorization: true,
};
