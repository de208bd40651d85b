import type { IdvErrorCode } from "@idvkit/core";

/** What an `IdvError.reason` of this package means. */
export interface RefusalReason {
  /** The `IdvError.code`s that it comes with. */
  codes: readonly [IdvErrorCode, ...IdvErrorCode[]];
  /** For people. */
  sentence: string;
}

const signedThings = {
  id_token: { name: "ID token", code: "invalid_response" },
  user_info: { name: "userinfo token", code: "invalid_response" },
  response_jwt: { name: "response token (JARM)", code: "invalid_callback" },
  logout_token: { name: "logout token", code: "invalid_callback" },
} as const satisfies Readonly<Record<string, { name: string; code: IdvErrorCode }>>;

/** What can be wrong with every signed thing, as the end of a reason. */
const signatureDefects = {
  unreadable: "is no signed token, or says nothing that can be read",
  unsigned: "is not signed (alg none)",
  symmetric: "is signed with a shared secret (HS256, HS384, HS512), which proves nothing to a third party",
  algorithm_refused: "is signed by another algorithm than was agreed on or than the provider names",
  extension_refused: "needs an extension that nobody here understands (crit)",
  key_not_found:
    "is signed with a key that the provider does not publish, or has published just now (then it may be repeated)",
  key_ambiguous: "names no key, and several keys of the provider fit",
  signature_invalid: "bears a signature that does not verify",
  encrypted: "is encrypted, and there is no key to decrypt it",
  encryption_refused: "is encrypted by an algorithm that is not safe, such as RSA1_5",
  decryption_failed: "is encrypted, and no key of the client decrypts it",
} as const;

type SignatureReason = `${keyof typeof signedThings}_${keyof typeof signatureDefects}`;

const signatureReasons = Object.fromEntries(
  Object.entries(signedThings).flatMap(([thing, { name, code }]) =>
    Object.entries(signatureDefects).map(([defect, words]) => [
      `${thing}_${defect}`,
      { codes: [code], sentence: `The ${name} ${words}.` },
    ]),
  ),
) as unknown as Readonly<Record<SignatureReason, RefusalReason>>;

function rows<Name extends string>(
  codes: RefusalReason["codes"],
  sentences: Readonly<Record<Name, string>>,
): Readonly<Record<Name, RefusalReason>> {
  const entries = Object.entries<string>(sentences).map(([reason, sentence]) => [reason, { codes, sentence }]);
  return Object.fromEntries(entries) as Readonly<Record<Name, RefusalReason>>;
}

const idTokenReasons = rows(["invalid_response"], {
  id_token_missing: "The token answer has no ID token.",
  id_token_issuer_missing: "The ID token names no issuer.",
  id_token_issuer_mismatch: "The ID token is of another issuer.",
  id_token_subject_missing: "The ID token names no subject.",
  id_token_audience_missing: "The ID token has no audience.",
  id_token_audience_mismatch: "The ID token is for another client.",
  id_token_audience_not_alone: "The ID token has several audiences and does not say for which it was made (azp).",
  id_token_authorized_party_mismatch: "The ID token was made for another client (azp).",
  id_token_expiry_missing: "The ID token has no end.",
  id_token_expired: "The ID token's time is over.",
  id_token_issued_at_missing: "The ID token does not say when it was issued.",
  id_token_issued_in_future: "The ID token is of a time to come.",
  id_token_issued_before_request: "The ID token is older than the login.",
  id_token_not_yet_valid: "The ID token's time has not come (nbf).",
  id_token_nonce_missing: "The ID token has no nonce.",
  id_token_nonce_mismatch: "The ID token belongs to another login: its nonce is another one.",
  id_token_auth_req_id_mismatch: "The ID token answers another request (CIBA).",
  id_token_auth_time_unreadable: "The time of the authentication cannot be read.",
  id_token_auth_time_missing: "The time of the authentication was asked for and is not said.",
  id_token_authentication_in_future: "The authentication is of a time to come.",
  id_token_authentication_too_old: "The authentication is older than maxAge.",
  id_token_authentication_not_fresh: "The person had to log in anew and did not.",
  id_token_access_token_hash_mismatch: "The ID token came with another access token (at_hash).",
  access_token_missing: "The token answer has no access token.",
});

const userInfoReasons = {
  ...rows(["invalid_response"], {
    user_info_not_signed: "A signed userinfo answer was agreed on, and a plain one came.",
    user_info_subject_missing: "Userinfo names no subject.",
    user_info_subject_mismatch: "Userinfo is about another subject than the ID token.",
    user_info_issuer_mismatch: "The userinfo token is of another issuer.",
    user_info_audience_mismatch: "The userinfo token is for another client.",
  }),
  ...rows(["configuration"], { user_info_missing: "Userinfo is wanted, and the provider has no endpoint for it." }),
};

const callbackReasons = {
  ...rows(["invalid_callback"], {
    response_parameter_repeated: "A parameter of the response comes twice.",
    response_mode_mismatch: "The response came in another way than was asked for.",
    response_type_mismatch: "The response holds tokens, which nobody asked for.",
    response_state_missing: "The response names no login (state).",
    response_state_mismatch: "The response belongs to another login (state).",
    response_issuer_missing: "The response names no issuer, and this provider always does (RFC 9207).",
    response_issuer_mismatch: "The response is of another issuer (RFC 9207).",
    response_ambiguous: "The response has both a code and an error.",
    response_code_missing: "The response has neither a code nor an error.",
    response_jwt_issuer_missing: "The response token names no issuer.",
    response_jwt_issuer_mismatch: "The response token is of another issuer.",
    response_jwt_audience_missing: "The response token has no audience.",
    response_jwt_audience_mismatch: "The response token is for another client.",
    response_jwt_expiry_missing: "The response token has no end.",
    response_jwt_expired: "The response token's time is over.",
    session_mismatch: "The person came back in another browser session than they left from.",
    code_refused: "The provider does not know the code, or has redeemed it before.",
    ping_unreadable: "The ping names no request (CIBA).",
    ping_token_mismatch: "The ping does not bear the token of this login (CIBA).",
    ping_request_mismatch: "The ping is about another request (CIBA).",
  }),
  ...rows(["invalid_callback", "invalid_response"], { response_unreadable: "The response cannot be read." }),
};

const logoutReasons = rows(["invalid_callback"], {
  logout_token_issuer_mismatch: "The logout token is of another issuer.",
  logout_token_audience_mismatch: "The logout token is for another client.",
  logout_token_issued_at_missing: "The logout token does not say when it was issued.",
  logout_token_issued_in_future: "The logout token is of a time to come.",
  logout_token_expired: "The logout token's time is over, or has no end.",
  logout_token_id_missing: "The logout token has no id (jti).",
  logout_token_subject_missing: "The logout token names neither a subject nor a session.",
  logout_token_event_missing: "The logout token has no events.",
  logout_token_event_mismatch: "The logout token is about another event.",
  logout_token_event_unreadable: "The logout event cannot be read.",
  logout_token_with_nonce: "The logout token has a nonce: it may be an ID token in disguise.",
});

const evidenceReasons = rows(["invalid_response"], {
  evidence_damaged: "The evidence was changed after it was put down.",
  evidence_hash_mismatch: "The ID token is not the one that the evidence is about.",
  evidence_issuer_mismatch: "The evidence is about another issuer.",
  evidence_client_mismatch: "The evidence is about another client.",
  evidence_key_not_trusted: "The key of the evidence is none of the trusted ones.",
});

const providerReasons = {
  ...rows(["rate_limited", "provider_unavailable", "provider_error"], {
    metadata_unavailable: "The provider's metadata cannot be had.",
    jwks_unavailable: "The provider's keys cannot be had.",
  }),
  ...rows(["invalid_response"], {
    metadata_unreadable: "The provider's metadata cannot be read, or lack an endpoint.",
    discovery_issuer_mismatch: "The metadata are of another issuer.",
    jwt_claim_mismatch: "openid-client: a claim of a token is not the expected one.",
    jwt_time_refused: "openid-client: a time in a token does not fit.",
    attribute_mismatch: "openid-client: a member of an answer is not the expected one.",
    response_invalid: "openid-client: a member of an answer is missing or of another kind.",
    response_not_json: "openid-client: an answer is no JSON.",
    key_not_found: "openid-client: no key of the provider fits, or several do.",
    decryption_failed: "openid-client: an answer cannot be decrypted.",
    operation_refused: "openid-client: an answer needs what is not supported.",
  }),
  ...rows(["invalid_response", "invalid_callback"], { jwks_unreadable: "The provider's keys cannot be read." }),
  ...rows(["configuration"], {
    issuer_not_one: "The issuer is a template for many tenants.",
    http_forbidden: "An endpoint is not https.",
    request_refused: "The provider refused the request.",
    scope_refused: "The provider refused the scopes.",
    request_object_refused: "The provider refused the request object.",
    grant_type_refused: "The provider refused the grant type.",
    dpop_proof_refused: "The provider refused the DPoP proof.",
  }),
  ...rows(["configuration", "credentials_rejected"], {
    authorization_request_refused: "The provider refused the authorization request.",
  }),
  ...rows(["credentials_rejected"], {
    client_refused: "The provider refused the client's credentials.",
    client_not_allowed: "The provider does not let this client do that.",
    token_refused: "The provider refused the access token.",
  }),
  ...rows(["provider_error"], {
    response_status_unexpected: "The provider answered with an unexpected status.",
    dpop_nonce_refused: "The provider wanted a DPoP nonce again and again.",
    auth_req_id_refused: "The provider does not know the request (CIBA).",
  }),
  ...rows(["invalid_input"], {
    binding_message_refused: "The provider refused the binding message (CIBA).",
    login_hint_unknown: "The provider does not know the person of the login hint (CIBA).",
    login_hint_expired: "The login hint is too old (CIBA).",
    user_code_missing: "The provider wants a user code (CIBA).",
    user_code_refused: "The provider refused the user code (CIBA).",
  }),
  ...rows(["unsupported"], {
    backchannel_not_offered: "The provider does not offer CIBA.",
    delivery_mode_not_offered: "The provider does not offer this delivery mode (CIBA).",
  }),
  ...rows(["provider_unavailable"], {
    provider_says_later: "The provider asks to come again later.",
    provider_failed: "The provider failed.",
    timeout: "The provider did not answer in time.",
  }),
  ...rows(["rate_limited"], { too_many_requests: "The provider got too many requests." }),
};

/**
 * Every `IdvError.reason` of this package, with the codes that it comes with and what it means. Reasons are stable, as
 * codes are: a caller may branch on them.
 */
export const refusalReasons = {
  ...signatureReasons,
  ...idTokenReasons,
  ...userInfoReasons,
  ...callbackReasons,
  ...logoutReasons,
  ...evidenceReasons,
  ...providerReasons,
} satisfies Readonly<Record<string, RefusalReason>>;

export type RefusalReasonName = keyof typeof refusalReasons;
