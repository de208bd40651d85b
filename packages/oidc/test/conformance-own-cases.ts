import { type ConformanceRow, plan } from "./conformance-row.ts";

const ekyc = plan("ekyc-test-plan-oidccore, as seen by a client", "ekyc-server-");
const absent = "verified_claims_not_met";

/** The modules test providers; each is turned into what a client must make of the provider's answer. */
export const identityAssuranceRows: readonly ConformanceRow[] = [
  ekyc.accepts("happypath", { setup: "verifiedClaims" }),
  ekyc.unproven("emptyobject", absent, { setup: "verifiedClaims", misbehaviour: "verified-claims-empty" }),
  ekyc.accepts("essentialfalse", {
    setup: "verifiedClaimsOptional",
    misbehaviour: "verified-claims-omitted",
    note: "What was asked for without being required may be absent.",
  }),
  ekyc.unproven("one-claim-with-random-value-omitted", absent, {
    setup: "verifiedClaims",
    misbehaviour: "verified-claims-one-omitted",
  }),
  ekyc.accepts("request-only-in-idtoken", { setup: "verifiedClaims" }),
  ekyc.accepts("request-only-in-userinfo", { setup: "verifiedClaimsInUserInfo" }),
  ...["unknown-claim-omitted", "unknown-claim-specialchars-omitted"].map((name) =>
    ekyc.accepts(name, {
      setup: "verifiedClaimsOptional",
      note: "A claim that the provider does not know is left out.",
    }),
  ),
  ekyc.unproven("unknown-essential-claim-omitted", absent, {
    setup: "verifiedClaims",
    misbehaviour: "verified-claims-one-omitted",
  }),
  ekyc.unproven("test-userinfo-notfoundinop", absent, {
    setup: "verifiedClaims",
    misbehaviour: "verified-claims-omitted",
  }),
];

const own = plan("own cases", "");

export const ownRows: readonly ConformanceRow[] = [
  own.forged("state absent", "response_state_missing", {
    misbehaviour: "ensure-authorization-response-with-invalid-missing-state-fails",
  }),
  own.forged("state of another execution", "response_state_mismatch", { story: "stateOfAnotherExecution" }),
  own.row("callback from another browser session", {
    must: "reject",
    story: "anotherBrowserSession",
    expect: { code: "invalid_callback", reason: "session_mismatch" },
  }),
  own.row("callback replayed after completion", {
    must: "reject",
    story: "replayAfterCompletion",
    expect: { code: "lifecycle" },
  }),
  own.forged("callback with both code and error", "response_ambiguous", { misbehaviour: "response-code-and-error" }),
  own.forged("callback with neither code nor error", "response_code_missing", {
    misbehaviour: "response-without-code",
  }),
  own.forged("code for another issuer with the same client_id", "code_refused", {
    misbehaviour: "code-for-another-issuer",
  }),
  own.refuses("token response without an ID token", "id_token_missing", {
    misbehaviour: "token-response-without-id-token",
  }),
  own.refuses("azp of another client", "id_token_authorized_party_mismatch", { misbehaviour: "invalid-azp" }),
  own.refuses("public key as HS256 secret", "id_token_algorithm_refused", { misbehaviour: "public-key-as-secret" }),
  own.refuses("foreign key under a known kid", "id_token_signature_invalid", { misbehaviour: "foreign-key-same-kid" }),
  own.unproven("acr lower", "acr_not_met", { setup: "level", misbehaviour: "acr-lower" }),
  own.unproven("acr absent", "acr_not_met", { setup: "level", misbehaviour: "acr-absent" }),
  own.unproven("acr unknown", "acr_not_met", { setup: "level", misbehaviour: "acr-unknown" }),
  own.unproven("acr array", "acr_not_met", { setup: "level", misbehaviour: "acr-array" }),
  own.accepts("acr as asked for", { setup: "level" }),
  own.unproven("userinfo overriding acr", "acr_not_met", { setup: "level", misbehaviour: "userinfo-overrides-acr" }),
  own.accepts("login as young as asked for", { setup: "maxAge" }),
  own.refuses("login older than asked for", "id_token_authentication_too_old", {
    setup: "maxAge",
    misbehaviour: "auth-time-old",
  }),
  own.refuses("login of an age that is not said", "id_token_auth_time_missing", {
    setup: "maxAge",
    misbehaviour: "auth-time-absent",
  }),
  own.accepts("amr as string", { misbehaviour: "amr-string" }),
  own.refuses("userinfo overriding sub", "user_info_subject_mismatch", { misbehaviour: "userinfo-invalid-sub" }),
  own.refuses("userinfo without sub", "user_info_subject_missing", { misbehaviour: "userinfo-missing-sub" }),
  own.refuses("userinfo with a wrong signature", "user_info_signature_invalid", {
    setup: "signedUserInfo",
    misbehaviour: "userinfo-invalid-sig",
  }),
  own.refuses("userinfo without a signature", "user_info_algorithm_refused", {
    setup: "signedUserInfo",
    misbehaviour: "userinfo-sig-none",
  }),
  own.accepts("JWKS with an unparseable key", { misbehaviour: "jwks-unparseable-key" }),
  own.row("JWKS endpoint down at callback", {
    must: "reject",
    misbehaviour: "jwks-down",
    expect: { code: "provider_unavailable", retryable: true },
    note: "The step stays as it is, and the code is not lost: its answer is in the vault.",
  }),
  own.refuses("ID token with 5 parts, no key configured", "id_token_encrypted", {
    misbehaviour: "encrypted-idtoken-foreign-key",
  }),
  own.refuses("ID token encrypted for another key", "id_token_decryption_failed", {
    setup: "encrypted",
    misbehaviour: "encrypted-idtoken-foreign-key",
  }),
  own.accepts("verified_claims array with one unknown framework", {
    setup: "verifiedClaims",
    misbehaviour: "verified-claims-unknown-framework",
  }),
  own.unproven("verified_claims of an unknown framework only", absent, {
    setup: "verifiedClaims",
    misbehaviour: "verified-claims-only-unknown-framework",
  }),
  own.unproven("verified_claims without a trust framework", absent, {
    setup: "verifiedClaims",
    misbehaviour: "verified-claims-without-framework",
  }),
  own.row("verified_claims that refer to an unknown check", {
    must: "reject",
    setup: "verifiedClaims",
    misbehaviour: "verified-claims-unknown-check",
    expect: { verdict: "inconclusive", warning: absent },
  }),
  own.accepts("discovery document swapped between dispatch and callback", { story: "swapAfterDispatch" }),
];
