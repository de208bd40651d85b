import { type ConformanceRow, plan } from "./conformance-row.ts";

const clientTest = "oidcc-client-test";
const fapi = "fapi2-security-profile-final-client-test-";

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
    sameAs: "ekyc-server-emptyobject",
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
    sameAs: "ekyc-server-emptyobject",
    setup: "verifiedClaims",
    misbehaviour: "verified-claims-one-omitted",
  }),
  ekyc.unproven("test-userinfo-notfoundinop", absent, {
    sameAs: "ekyc-server-emptyobject",
    setup: "verifiedClaims",
    misbehaviour: "verified-claims-omitted",
  }),
];

const own = plan("own cases", "");

export const ownRows: readonly ConformanceRow[] = [
  own.forged("state absent", "response_state_missing", {
    sameAs: `${clientTest}-3rd-party-init-login`,
    misbehaviour: "ensure-authorization-response-with-invalid-missing-state-fails",
  }),
  own.forged("state of another execution", "response_state_mismatch", {
    story: "stateOfAnotherExecution",
    sameAs: `${fapi}ensure-authorization-response-with-invalid-state-fails`,
  }),
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
  own.refuses("public key as HS256 secret", "id_token_symmetric", {
    misbehaviour: "public-key-as-secret",
    sameAs: `${clientTest}-invalid-sig-hs256`,
  }),
  own.refuses("foreign key under a known kid", "id_token_signature_invalid", {
    misbehaviour: "foreign-key-same-kid",
    sameAs: `${clientTest}-invalid-sig-rs256`,
  }),
  own.accepts("no algorithm agreed on, one that the metadata name", { setup: "anyAlgorithm" }),
  own.refuses("no algorithm agreed on, one that the metadata do not name", "id_token_algorithm_refused", {
    setup: "oneAlgorithmNamed",
    misbehaviour: "invalid-alternate-alg",
    sameAs: `${fapi}invalid-alternate-alg`,
  }),
  own.refuses("no algorithm agreed on, HS256 among those that the metadata name", "id_token_symmetric", {
    setup: "oneAlgorithmNamed",
    misbehaviour: "invalid-sig-hs256",
    sameAs: `${clientTest}-invalid-sig-hs256`,
  }),
  own.unproven("acr lower", "acr_not_met", { setup: "level", misbehaviour: "acr-lower" }),
  own.unproven("acr absent", "acr_not_met", { setup: "level", misbehaviour: "acr-absent", sameAs: "acr lower" }),
  own.unproven("acr unknown", "acr_not_met", { setup: "level", misbehaviour: "acr-unknown", sameAs: "acr lower" }),
  own.unproven("acr array", "acr_not_met", { setup: "level", misbehaviour: "acr-array", sameAs: "acr lower" }),
  own.accepts("acr as asked for", { setup: "level" }),
  own.unproven("userinfo overriding acr", "acr_not_met", {
    setup: "level",
    misbehaviour: "userinfo-overrides-acr",
    sameAs: "acr lower",
  }),
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
  own.refuses("userinfo overriding sub", "user_info_subject_mismatch", {
    misbehaviour: "userinfo-invalid-sub",
    sameAs: `${clientTest}-userinfo-invalid-sub`,
  }),
  own.refuses("userinfo without sub", "user_info_subject_missing", { misbehaviour: "userinfo-missing-sub" }),
  own.refuses("userinfo with a wrong signature", "user_info_signature_invalid", {
    setup: "signedUserInfo",
    misbehaviour: "userinfo-invalid-sig",
  }),
  own.refuses("userinfo without a signature", "user_info_unsigned", {
    setup: "signedUserInfo",
    misbehaviour: "userinfo-sig-none",
  }),
  own.refuses("userinfo signed with the client's secret", "user_info_symmetric", {
    setup: "signedUserInfo",
    misbehaviour: "userinfo-sig-hs256",
  }),
  own.refuses("userinfo by another algorithm than agreed", "user_info_algorithm_refused", {
    setup: "signedUserInfo",
    misbehaviour: "userinfo-alternate-alg",
  }),
  own.row("userinfo signed with a key that nobody knows", {
    must: "reject",
    setup: "signedUserInfo",
    misbehaviour: "userinfo-unknown-kid",
    expect: { code: "invalid_response", reason: "user_info_key_not_found", retryable: true },
    note: "The keys were fetched a moment ago: they are not fetched again at once, a later try does.",
  }),
  own.refuses("signed userinfo of another issuer", "user_info_issuer_mismatch", {
    setup: "signedUserInfo",
    misbehaviour: "userinfo-invalid-iss",
  }),
  own.refuses("signed userinfo for another client", "user_info_audience_mismatch", {
    setup: "signedUserInfo",
    misbehaviour: "userinfo-invalid-aud",
  }),
  own.accepts("signed userinfo after the keys changed", {
    setup: "signedUserInfo",
    misbehaviour: "userinfo-signing-key-rotation",
    story: "rotationBetweenLogins",
  }),
  own.refuses("plain userinfo where a signed one was agreed on", "user_info_not_signed", {
    setup: "unsignedUserInfo",
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
    sameAs: "ekyc-server-emptyobject",
    setup: "verifiedClaims",
    misbehaviour: "verified-claims-only-unknown-framework",
  }),
  own.unproven("verified_claims without a trust framework", absent, {
    sameAs: "ekyc-server-emptyobject",
    setup: "verifiedClaims",
    misbehaviour: "verified-claims-without-framework",
  }),
  own.row("verified_claims that refer to an unknown check", {
    must: "reject",
    setup: "verifiedClaims",
    misbehaviour: "verified-claims-unknown-check",
    sameAs: "ekyc-server-emptyobject",
    expect: { verdict: "inconclusive", warning: absent },
  }),
  own.accepts("discovery document swapped between dispatch and callback", { story: "swapAfterDispatch" }),
];
