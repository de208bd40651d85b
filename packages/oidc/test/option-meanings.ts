import type { OidcOptions } from "../src/index.ts";
import type { commonSettings } from "../src/setting-schemas.ts";

/** What the README says of an option. Type and default come from the schema where they are not said here. */
export interface OptionRow {
  meaning: string;
  type?: string;
  /** For an option whose schema has no default. Absent: `none`. */
  fallback?: string;
}

type OwnOption = Exclude<keyof OidcOptions, keyof typeof commonSettings>;

/** Options that no definition has: credentials, which it refers to, and what the application adds. */
export const ownOptions: Readonly<Record<OwnOption, OptionRow>> = {
  clientId: { type: "text", fallback: "required", meaning: "as the provider has registered it" },
  clientSecret: { type: "Secret", meaning: "for `client_secret_basic` and `client_secret_post`" },
  signingKey: {
    type: "Secret",
    meaning:
      "private JWK as JSON text, with `alg`; signs client assertions (`private_key_jwt`) and request objects. A `kid` goes into what is signed",
  },
  decryptionKeys: {
    type: "Secrets",
    meaning:
      "private JWKs as JSON text, with `alg`; decrypt ID tokens, userinfo and JARM. Several while one is rotated",
  },
  clientCertificate: {
    type: "{ certificate: Secret, privateKey: Secret }",
    meaning: "PEM; for `tls_client_auth` and certificate-bound tokens (RFC 8705)",
  },
  stateKeys: {
    type: "{ current, keys }",
    fallback: "required",
    meaning:
      "seal the secrets of a login: 32 bytes each, as bytes or as a Secret in base64url, by key id. An old one stays as long as logins that it sealed",
  },
  trustIssuer: {
    type: "boolean",
    fallback: "`false`",
    meaning: "you vouch that `issuer` is one of the named preset's provider, such as a domain of your own account",
  },
  randomBytes: { type: "function", fallback: "`node:crypto`", meaning: "for recorded traffic only" },
};

const preset = "the preset's";

/** Options that definitions have too, by their path; one list for each table of the README. */
export const optionGroups: Readonly<Record<string, Readonly<Record<string, OptionRow>>>> = {
  provider: {
    issuer: { fallback: "this or `discoveryUrl`", meaning: "the issuer; its metadata are below `/.well-known/`" },
    discoveryUrl: {
      fallback: "this or `issuer`",
      meaning: "where the metadata are; what stands before `/.well-known/openid-configuration` is the issuer",
    },
    expectedIssuer: {
      fallback: "`issuer`",
      meaning: "the issuer that the metadata must name; needed for a `discoveryUrl` of another form",
    },
    preset: {
      type: "name or object",
      meaning: "what is special about the provider: a [name](#presets), or data of your own (`presetSchema`)",
    },
    provider: {
      fallback: `${preset} name, else \`"oidc"\``,
      meaning: "the name in data blocks, and the driver's `provider`",
    },
    redirectUri: {
      fallback: "`<callbackBaseUrl>/return`",
      meaning:
        "where the browser comes back: registered at the provider, without a query, and led to the callback handler. Never taken from a request",
    },
  },
  request: {
    flow: { type: "object", meaning: "[how the person logs in](#flows)" },
    "flow.kind": { fallback: "required", meaning: "redirect, or on a device of the person's own" },
    "flow.delivery": { meaning: "ciba: ask the provider, or be told by it" },
    "flow.requestedExpirySeconds": {
      fallback: "the provider's",
      meaning: "ciba: how long the provider shall wait for the person",
    },
    scopes: {
      fallback: `${preset}, else \`["openid","profile","email"]\``,
      meaning: "with `openid`",
    },
    acrValues: {
      fallback: `${preset} for \`requiredLevel\`, else none`,
      meaning: "the classes of login that are asked for; one of them, or one whose level is as high, must come back",
    },
    prompt: {
      meaning:
        "`login` also makes sure that the login is not older than the request: a provider that does not say when it was (`auth_time`) is refused",
    },
    maxAge: {
      type: "seconds",
      meaning: "how old the login may be; then `auth_time` must be there",
    },
    claims: {
      type: "JSON object",
      fallback: `${preset}, and what \`verifiedClaims\` needs`,
      meaning: "the `claims` parameter, word for word; then nothing is added to it",
    },
    additionalParams: {
      type: "texts by name",
      meaning: "further parameters of this provider; none that the driver sets itself",
    },
    timeToLiveMs: { meaning: "how long the person has" },
  },
  mapping: {
    attributeMappings: {
      type: "mappings",
      meaning: "claims of the ID token, else of userinfo, into `result.attributes`",
    },
    "attributeMappings[].sourceAttribute": {
      fallback: "required",
      meaning: "the claim; also a path, such as `address.country` or `verified_claims.claims.birthdate`",
    },
    "attributeMappings[].targetAttribute": { fallback: "required", meaning: "the name in the attributes" },
    "attributeMappings[].identifierType": { meaning: "also an identifier of this type: `SUBJECT_ID`, `EMAIL`, ..." },
    userInfo: {
      fallback: `${preset}, else \`"optional"\``,
      meaning:
        "`optional` asks where the provider has the endpoint; `required` fails without one; `none` does not ask. A call that fails is an error either way",
    },
    userInfoAttributeMappings: { type: "mappings", meaning: "the same for claims of userinfo alone" },
    "userInfoAttributeMappings[].sourceAttribute": { fallback: "required", meaning: "as above" },
    "userInfoAttributeMappings[].targetAttribute": { fallback: "required", meaning: "as above" },
    "userInfoAttributeMappings[].identifierType": { meaning: "as above" },
    requiredAttributes: { meaning: "target attributes that must have a value, else the verdict is `inconclusive`" },
    subjectBinding: { type: "object", meaning: "the login must be of a person whom you know already" },
    "subjectBinding.sourceAttribute": { meaning: "the claim that says who logged in" },
    "subjectBinding.boundTo": {
      type: "text",
      fallback: "required",
      meaning:
        "what it must equal: `subject.subjectId`, `subject.loginHint` or `attributes.<name>` of the work's inputs. An input without a value is `invalid_input`",
    },
    verifiedClaims: {
      type: "object",
      meaning: "[identity assurance](#verified-claims) that is asked for and must come",
    },
    "verifiedClaims.trustFrameworks": { fallback: "required", meaning: "frameworks that count" },
    "verifiedClaims.assuranceLevels": { fallback: "any", meaning: "levels that count, in the framework's words" },
    "verifiedClaims.claims": { meaning: "claims that must be among the verified ones" },
    "verifiedClaims.evidenceTypes": { fallback: "any", meaning: "evidence of which one must be there" },
    "verifiedClaims.maxAgeSeconds": { fallback: "any age", meaning: "how old `verification.time` may be" },
    "verifiedClaims.required": {
      fallback: "`true`",
      meaning: "`false`: their absence is no failure, but what is there must fit",
    },
    "verifiedClaims.in": { fallback: '`"idToken"`', meaning: "where they are asked for" },
    outputs: { fallback: "both", meaning: "which forms of the outcome to give" },
  },
  assurance: {
    requiredLevel: { meaning: "the eIDAS level that the login must reach, else the verdict is `inconclusive`" },
    acceptedAcr: {
      fallback: "those of `acrValues`, or as high",
      meaning: "the only `acr` values that will do",
    },
    acrMap: {
      type: "levels by `acr`",
      fallback: `${preset}, where the issuer is bound to it`,
      meaning: "eIDAS levels of your own for this issuer; they win over the preset's",
    },
    maxAssurance: {
      type: "object",
      fallback: `${preset}, else nothing`,
      meaning: "the most that this method can prove",
    },
    "maxAssurance.eidas": { meaning: "no result says a higher level; without it no result says one" },
    "maxAssurance.ial": { meaning: "NIST SP 800-63A; for your planning, no login gives it" },
    "maxAssurance.aal": { meaning: "NIST SP 800-63B; the same" },
    "maxAssurance.evidenceStrength": { meaning: "the same" },
  },
  trust: {
    evidence: { meaning: "what is [kept in the vault](#evidence) as proof" },
    sessionBinding: { meaning: "whether a work without `browserSession` is refused; see [login relay](#login-relay)" },
  },
  strong: {
    tokenEndpointAuthMethod: {
      fallback: `${preset}, else what the credentials lead to`,
      meaning:
        "how the client proves itself: with a secret `client_secret_basic`, with a signing key `private_key_jwt`, else `none`",
    },
    idTokenSignedResponseAlg: {
      fallback: `${preset}, else those of the metadata`,
      meaning: "the only algorithm that an ID token may be signed by",
    },
    userInfoSignedResponseAlg: {
      fallback: `${preset}, else none`,
      meaning: "userinfo must be signed, by this algorithm",
    },
    authorizationSignedResponseAlg: { fallback: "any that proves", meaning: "the algorithm of JARM" },
    responseMode: { meaning: "how the browser brings the answer; `.jwt` is JARM" },
    pushedAuthorization: { fallback: `${preset}, else \`false\``, meaning: "pushed authorization requests (RFC 9126)" },
    requestObject: {
      fallback: `${preset}, else \`false\``,
      meaning: "signed request objects (RFC 9101); `signingKey`",
    },
    dpop: { meaning: "sender-constrained tokens (RFC 9449); each login has a key of its own" },
  },
  network: {
    network: { type: "object", meaning: "which addresses may be reached" },
    "network.allow": { meaning: "networks in CIDR notation that may be reached although they are not public" },
    "network.allowHttp": { meaning: "also `http:`; for tests on one machine" },
    "network.certificateAuthorities": {
      fallback: "Node's",
      meaning: "PEM certificates that servers are checked against, in place of Node's",
    },
    http: { type: "object", meaning: "limits of one call" },
    "http.timeoutMs": { fallback: "30000", meaning: "with its retries" },
    "http.retries": { fallback: "2", meaning: "of calls that are safe to repeat; a code is never sent twice" },
    "http.retryDelayMs": { fallback: "250", meaning: "base of the growing wait" },
    "http.maxResponseBytes": { type: "bytes", fallback: "10485760", meaning: "a larger answer is refused" },
    metadataMaxAgeMs: { meaning: "how long metadata are used before they are fetched again" },
    jwksMaxAgeMs: { meaning: "the same for keys; an unknown key id fetches them sooner, at most every 5 seconds" },
    clockToleranceSeconds: { meaning: "how far the clocks of provider and client may differ" },
  },
};
