import type { LookupFunction } from "node:net";
import type { Logger, Secret } from "@idvkit/core";
import type { HttpLimits } from "@idvkit/driver-kit";
import type { TokenEndpointAuthMethod } from "../presets/preset.ts";

/** How the authorization response comes back (OAuth 2.0 Multiple Response Types; JARM). */
export const responseModes = ["query", "form_post", "query.jwt", "form_post.jwt"] as const;
export type ResponseMode = (typeof responseModes)[number];

/**
 * A relying party of one OpenID Provider. Keys are JWKs in JSON text, private ones, with `alg`; a `kid` goes into what is
 * signed. Certificates are PEM.
 */
export interface RelyingPartySettings {
  /** The issuer identifier, or where its metadata is; one of the two. */
  issuer?: string;
  /** Ends with `/.well-known/openid-configuration`: what stands before is the issuer. */
  discoveryUrl?: string;
  /** For a `discoveryUrl` that does not say the issuer: what the metadata must name. */
  expectedIssuer?: string;
  clientId: string;
  /** Default: `client_secret_basic` with a secret, `private_key_jwt` with a signing key, else `none`. */
  tokenEndpointAuthMethod?: TokenEndpointAuthMethod;
  clientSecret?: Secret;
  /** Signs client assertions (RFC 7523) and request objects (RFC 9101). */
  signingKey?: Secret;
  /** Decrypt ID tokens, userinfo and authorization responses. */
  decryptionKeys?: readonly Secret[];
  /** For `tls_client_auth` and certificate-bound tokens (RFC 8705). */
  clientCertificate?: { certificate: Secret; privateKey: Secret };
  idTokenSignedResponseAlg?: string;
  userInfoSignedResponseAlg?: string;
  authorizationSignedResponseAlg?: string;
  responseMode: ResponseMode;
  /** Pushed authorization requests (RFC 9126). */
  pushedAuthorization: boolean;
  /** Signed request objects (RFC 9101). */
  requestObject: boolean;
  /** Sender-constrained tokens (RFC 9449). */
  dpop: boolean;
  /** Which addresses may be reached. Default: public ones, over https. */
  network: {
    allow: readonly string[];
    allowHttp: boolean;
    certificateAuthorities?: readonly string[];
    /** Resolves names. Default `dns.lookup`. No option of the driver. */
    lookup?: LookupFunction;
  };
  http: HttpLimits;
  /** How long metadata and keys of the provider are used before they are fetched again, in milliseconds. */
  metadataMaxAgeMs: number;
  jwksMaxAgeMs: number;
  /** How far the clocks of provider and client may differ, in seconds. */
  clockToleranceSeconds: number;
  /** Source of random bytes. Default `node:crypto`. For recorded traffic only. */
  randomBytes?: (size: number) => Uint8Array;
}

/** What a call takes from its surroundings. */
export interface RelyingPartyCall {
  now: Date;
  signal?: AbortSignal;
  log?: Logger;
}
