import { type ConformanceRow, plan } from "./conformance-row.ts";

const prefix = "oidcc-client-test";
const { row, accepts, refuses, forged } = plan("oidcc-client-test-plan", prefix);

const neverRefreshes = "The driver asks for no refresh token and uses none: a login is proven once.";
const codeOnly = "Hybrid flow only. The driver asks for a code and refuses an answer that also holds a token.";
const noLogout = "The driver proves logins and keeps no session; the product that has the session ends it.";

/** The modules of the OpenID Connect client plan; the first fourteen are the Basic certification plan. */
export const basicRows: readonly ConformanceRow[] = [
  accepts(""),
  refuses("-invalid-iss", "id_token_issuer_mismatch", { misbehaviour: "invalid-iss" }),
  refuses("-missing-sub", "id_token_subject_missing", { misbehaviour: "missing-sub" }),
  refuses("-invalid-aud", "id_token_audience_mismatch", { misbehaviour: "invalid-aud" }),
  refuses("-missing-iat", "id_token_issued_at_missing", { misbehaviour: "missing-iat" }),
  accepts("-kid-absent-single-jwks", { misbehaviour: "kid-absent-single-jwks" }),
  row("-kid-absent-multiple-jwks", {
    must: "acceptOrReject",
    misbehaviour: "kid-absent-multiple-jwks",
    expect: { code: "invalid_response", reason: "id_token_key_ambiguous" },
    note: "Both are allowed. Evidence names the one key that it verifies with, so an ambiguous key is refused.",
  }),
  accepts("-idtoken-sig-rs256"),
  row("-idtoken-sig-none", {
    must: "acceptOrReject",
    misbehaviour: "idtoken-sig-none",
    expect: { code: "invalid_response", reason: "id_token_unsigned" },
    note: "The plan lets a client of the code flow accept it. An unsigned token is no evidence.",
  }),
  refuses("-invalid-sig-rs256", "id_token_signature_invalid", { misbehaviour: "invalid-sig-rs256" }),
  refuses("-userinfo-invalid-sub", "user_info_subject_mismatch", { misbehaviour: "userinfo-invalid-sub" }),
  refuses("-nonce-invalid", "id_token_nonce_mismatch", { misbehaviour: "nonce-invalid" }),
  accepts("-scope-userinfo-claims"),
  accepts("-client-secret-basic"),
];

export const clientPlanRows: readonly ConformanceRow[] = [
  refuses("-missing-aud", "id_token_audience_missing", { misbehaviour: "missing-aud" }),
  accepts("-nonce-unless-code-flow", { note: "A nonce is sent and compared in the code flow too." }),
  refuses("-invalid-sig-es256", "id_token_signature_invalid", {
    misbehaviour: "invalid-sig-es256",
    setup: "es256",
    sameAs: `${prefix}-invalid-sig-rs256`,
  }),
  refuses("-invalid-sig-hs256", "id_token_symmetric", {
    misbehaviour: "invalid-sig-hs256",
    note: "A shared secret proves nothing to a third party: HS256 is refused whether the code is right or not.",
  }),
  accepts("-userinfo-bearer-header"),
  accepts("-userinfo-bearer-body", {
    note: "RFC 9700 and OAuth 2.1 keep tokens out of bodies: the header is used, which every provider must take.",
  }),
  accepts("-userinfo-signed", { setup: "signedUserInfo" }),
  refuses("-invalid-athash", "id_token_access_token_hash_mismatch", { misbehaviour: "invalid-athash" }),
  accepts("-missing-athash", {
    misbehaviour: "missing-athash",
    note: "Demanded of flows that get tokens from the authorization endpoint; optional in the code flow.",
  }),
  forged("-invalid-chash", "response_type_mismatch", { misbehaviour: "invalid-chash", note: codeOnly }),
  forged("-missing-chash", "response_type_mismatch", {
    misbehaviour: "missing-chash",
    sameAs: `${prefix}-invalid-chash`,
    note: codeOnly,
  }),
  accepts("-form-post-error", { setup: "formPost", story: "denied", expect: { verdict: "canceled" } }),
  accepts("-aggregated-claims", {
    misbehaviour: "aggregated-claims",
    note: "Claims of another issuer are not the provider's word: they are left out.",
  }),
  accepts("-distributed-claims", {
    misbehaviour: "distributed-claims",
    note: "Claims that are elsewhere are left out; the address that the provider names is not asked.",
  }),
  accepts("-discovery-openid-config"),
  accepts("-discovery-jwks-uri-keys"),
  refuses("-discovery-issuer-mismatch", "discovery_issuer_mismatch", { misbehaviour: "discovery-issuer-mismatch" }),
  ...["-discovery-webfinger-acct", "-discovery-webfinger-url"].map((name) =>
    row(name, {
      must: "notOffered",
      story: "refusedSetting",
      setting: { webfinger: "acct:person@op.example" },
      expect: { code: "configuration" },
      note: "The issuer is configured: who the person is does not choose who proves it.",
    }),
  ),
  row("-dynamic-registration", {
    must: "notOffered",
    story: "refusedSetting",
    setting: { registration: {} },
    expect: { code: "configuration" },
    note: "Providers of proven identity register clients by contract.",
  }),
  accepts("-request-uri-signed-rs256", {
    setup: "requestObject",
    note: "A signed request object, pushed (RFC 9101 with RFC 9126) rather than fetched by the provider.",
  }),
  row("-request-uri-signed-none", {
    must: "notOffered",
    story: "refusedSetting",
    setting: { requestObject: true },
    expect: { code: "configuration" },
    note: "Request objects are signed: without a key the setting is refused.",
  }),
  accepts("-signing-key-rotation", { story: "rotationBetweenLogins" }),
  accepts("-signing-key-rotation-just-before-signing", {
    story: "rotationBetweenLogins",
    misbehaviour: "signing-key-rotation-just-before-signing",
  }),
  accepts("-refresh-token", { misbehaviour: "refresh-token", note: neverRefreshes }),
  ...["-invalid-issuer", "-invalid-sub", "-invalid-aud", "-invalid-azp"].map((name) =>
    accepts(`-refresh-token${name}`, { must: "notOffered", misbehaviour: "refresh-token", note: neverRefreshes }),
  ),
  forged("-3rd-party-init-login", "response_state_missing", {
    must: "notOffered",
    story: "initiatedElsewhere",
    note: "A login starts in an execution of ours: a request with iss and login_hint belongs to none.",
  }),
  accepts("-mtls-endpoint-aliases", { setup: "mtls" }),
];

/** Modules of the logout plans that are about a session which this client does not have. */
export const logoutRows: readonly ConformanceRow[] = [
  ...[
    "-rp-init-logout",
    "-rp-init-logout-other-state",
    "-rp-init-logout-no-state",
    "-rp-frontchannel-rpinitlogout",
    "-rp-frontchannel-opinitlogout",
    "-session-management",
  ].map((name) => accepts(name, { must: "notOffered", note: noLogout })),
  accepts("-rp-backchannel-rpinitlogout", { story: "logoutToken" }),
  ...(
    [
      ["alg-none", "logout_token_unsigned"],
      ["no-event", "logout_token_event_missing"],
      ["with-nonce", "logout_token_with_nonce"],
      ["wrong-alg", "logout_token_algorithm_refused"],
      ["wrong-aud", "logout_token_audience_mismatch"],
      ["wrong-event", "logout_token_event_mismatch"],
      ["wrong-iss", "logout_token_issuer_mismatch"],
    ] as const
  ).map(([defect, reason]) =>
    forged(`-rp-backchannel-rpinitlogout-${defect}`, reason, { story: "logoutToken", defect }),
  ),
];
