import { type ConformanceRow, plan } from "./conformance-row.ts";

const clientTest = "oidcc-client-test";
const { accepts, refuses, forged } = plan(
  "fapi2-security-profile-final-client-test-plan",
  "fapi2-security-profile-final-client-test-",
);

/** Client modules of the FAPI 2.0 Security Profile; all with private_key_jwt, pushed requests, PS256 and DPoP. */
export const fapiRows: readonly ConformanceRow[] = [
  refuses("discovery-issuer-mismatch", "discovery_issuer_mismatch", {
    misbehaviour: "discovery-issuer-mismatch",
    sameAs: `${clientTest}-discovery-issuer-mismatch`,
  }),
  forged("ensure-authorization-response-with-invalid-state-fails", "response_state_mismatch", {
    misbehaviour: "ensure-authorization-response-with-invalid-state-fails",
  }),
  forged("ensure-authorization-response-with-invalid-missing-state-fails", "response_state_missing", {
    misbehaviour: "ensure-authorization-response-with-invalid-missing-state-fails",
    sameAs: `${clientTest}-3rd-party-init-login`,
  }),
  forged("invalid-authorization-response-iss", "response_issuer_mismatch", {
    misbehaviour: "invalid-authorization-response-iss",
  }),
  forged("remove-authorization-response-iss", "response_issuer_missing", {
    misbehaviour: "remove-authorization-response-iss",
  }),
  refuses("invalid-iss", "id_token_issuer_mismatch", {
    misbehaviour: "invalid-iss",
    sameAs: `${clientTest}-invalid-iss`,
  }),
  refuses("invalid-missing-iss", "id_token_issuer_missing", { misbehaviour: "invalid-missing-iss" }),
  refuses("invalid-aud", "id_token_audience_mismatch", {
    misbehaviour: "invalid-aud",
    sameAs: `${clientTest}-invalid-aud`,
  }),
  refuses("invalid-secondary-aud", "id_token_audience_not_alone", { misbehaviour: "invalid-secondary-aud" }),
  refuses("invalid-missing-aud", "id_token_audience_missing", {
    misbehaviour: "invalid-missing-aud",
    sameAs: `${clientTest}-missing-aud`,
  }),
  accepts("valid-aud-as-array", { misbehaviour: "valid-aud-as-array" }),
  refuses("invalid-nonce", "id_token_nonce_mismatch", {
    misbehaviour: "invalid-nonce",
    sameAs: `${clientTest}-nonce-invalid`,
  }),
  refuses("invalid-missing-nonce", "id_token_nonce_missing", { misbehaviour: "invalid-missing-nonce" }),
  refuses("invalid-null-alg", "id_token_unsigned", {
    misbehaviour: "invalid-null-alg",
    sameAs: `${clientTest}-idtoken-sig-none`,
  }),
  refuses("invalid-alternate-alg", "id_token_algorithm_refused", { misbehaviour: "invalid-alternate-alg" }),
  refuses("invalid-expired-exp", "id_token_expired", { misbehaviour: "invalid-expired-exp" }),
  refuses("invalid-missing-exp", "id_token_expiry_missing", { misbehaviour: "invalid-missing-exp" }),
  refuses("iat-is-week-in-past", "id_token_issued_before_request", {
    misbehaviour: "iat-is-week-in-past",
    note: "A module of FAPI 1.",
  }),
  refuses("invalid-signature", "id_token_signature_invalid", {
    misbehaviour: "invalid-signature",
    sameAs: `${clientTest}-invalid-sig-rs256`,
  }),
].map((row) => ({ ...row, setup: "dpop" as const }));

export const fapiVariants: readonly ConformanceRow[] = [
  accepts("encrypted-idtoken", { setup: "encrypted", misbehaviour: "encrypted-idtoken" }),
  refuses("encrypted-idtoken-usingrsa15", "id_token_encryption_refused", {
    setup: "encrypted",
    misbehaviour: "encrypted-idtoken-usingrsa15",
  }),
  accepts("token-type-case-insensitivity", { setup: "dpop", misbehaviour: "token-type-case-insensitivity" }),
  accepts("token-endpoint-response-without-expires_in", {
    setup: "dpop",
    misbehaviour: "token-endpoint-response-without-expires_in",
  }),
  accepts("no-scope-in-token-endpoint-response", {
    setup: "dpop",
    misbehaviour: "no-scope-in-token-endpoint-response",
  }),
  accepts("happy-path-no-dpop-nonce", { setup: "dpop", misbehaviour: "happy-path-no-dpop-nonce" }),
  accepts("rs-dpop-auth-scheme-case-insensitivity", {
    setup: "dpop",
    misbehaviour: "rs-dpop-auth-scheme-case-insensitivity",
  }),
];

/** Responses that are signed tokens (JARM). */
export const jarmRows: readonly ConformanceRow[] = (
  [
    ["ensure-jarm-signature-is-not-none", "response_jwt_unsigned"],
    ["ensure-jarm-with-expired-exp-fails", "response_jwt_expired"],
    ["ensure-jarm-with-invalid-aud-fails", "response_jwt_audience_mismatch"],
    ["ensure-jarm-with-invalid-iss-fails", "response_jwt_issuer_mismatch"],
    ["ensure-jarm-with-invalid-sig-fails", "response_jwt_signature_invalid"],
    ["ensure-jarm-without-aud-fails", "response_jwt_audience_missing"],
    ["ensure-jarm-without-exp-fails", "response_jwt_expiry_missing"],
    ["ensure-jarm-without-iss-fails", "response_jwt_issuer_missing"],
  ] as const
).map(([name, reason]) => forged(name, reason, { setup: "jarm", misbehaviour: name }));
