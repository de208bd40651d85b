import type { JSONWebKeySet, JWK } from "jose";

/** Claims by name, as they stand in a token. */
export type Claims = Record<string, unknown>;

export type SimulatedAuthMethod =
  | "client_secret_basic"
  | "client_secret_post"
  | "private_key_jwt"
  | "tls_client_auth"
  | "none";

/** A client as it is registered at the simulated provider (OpenID Connect Dynamic Client Registration, section 2). */
export interface SimulatedClient {
  clientId: string;
  clientSecret?: string;
  /** Public keys: they verify assertions and request objects, and encrypt (`use: "enc"`) answers. */
  jwks?: JSONWebKeySet;
  redirectUris: readonly string[];
  /** Default: `client_secret_basic` with a secret, `private_key_jwt` with keys only, else `none`. */
  tokenEndpointAuthMethod?: SimulatedAuthMethod;
  /** SHA-256 of the certificate for `tls_client_auth`, base64url. See the option `clientCertificate`. */
  certificateThumbprint?: string;
  /** Default RS256. */
  idTokenSignedResponseAlg?: string;
  idTokenEncryptedResponseAlg?: string;
  /** Default `A256GCM`. */
  idTokenEncryptedResponseEnc?: string;
  /** Absent: userinfo is JSON. */
  userInfoSignedResponseAlg?: string;
  userInfoEncryptedResponseAlg?: string;
  /** Default `A256GCM`. */
  userInfoEncryptedResponseEnc?: string;
  /** Algorithm of JARM responses. Default: that of the ID token. */
  authorizationSignedResponseAlg?: string;
  requirePushedAuthorizationRequests?: boolean;
  requireSignedRequestObject?: boolean;
  dpopBoundAccessTokens?: boolean;
  /** Default true. */
  requirePkce?: boolean;
  backchannelTokenDeliveryMode?: "poll" | "ping";
  backchannelClientNotificationEndpoint?: string;
}

/** Who logs in, and what the provider knows about that person. */
export interface SimulatedPerson {
  /** Default `person-1`. */
  sub?: string;
  /** Further claims of the ID token. */
  idTokenClaims?: Claims;
  /** Claims of userinfo. Those of the standard scopes are only given when the scope was asked for. */
  userInfoClaims?: Claims;
  /** Default: the first value that the client asks for. */
  acr?: unknown;
  amr?: unknown;
  /** Seconds since 1970. Default: the time of the login. */
  authTime?: number;
  /** Given where the `claims` parameter asks for it and its constraints are met (OpenID Connect for Identity Assurance). */
  verifiedClaims?: Claims | readonly Claims[];
}

/** How a login ends: with a person, or with an error of the authorization endpoint. */
export type LoginOutcome = SimulatedPerson | { error: string; errorDescription?: string };

export interface OpenIdProviderSimulatorOptions {
  /** Default `https://op.example`. */
  issuer?: string;
  clients: readonly SimulatedClient[];
  /** The person who logs in unless a login says otherwise. */
  person?: SimulatedPerson;
  now?: () => Date;
  /** Source of codes, tokens and ids; deterministic for fixtures. Keys are not made from it. */
  random?: (bytes: number) => Uint8Array;
  /** Private signing keys with `alg` and `kid`. Default: generated once per process, one for each algorithm. */
  signingKeys?: readonly JWK[];
  /** Members that take the place of those of the discovery document; `null` removes one. Endpoints move with it. */
  metadata?: Claims;
  /** Answers `use_dpop_nonce` until a proof holds the nonce. Default false. */
  demandDpopNonce?: boolean;
  /** Sends `iss` in authorization responses (RFC 9207). Default true. */
  issuerInResponse?: boolean;
  /** Lifetime of access tokens. Default 300. */
  tokenLifetimeSeconds?: number;
  /** Least time between two CIBA polls. Default 5. */
  pollIntervalSeconds?: number;
  /** SHA-256 of the certificate that a request was made with, base64url, where TLS is simulated too. */
  clientCertificate?: (request: Request) => string | undefined;
}
