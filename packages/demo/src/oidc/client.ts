import { randomBytes, randomUUID } from "node:crypto";
import type { OidcOptions } from "@idvkit/oidc";
import { createKeyPair, type KeyPair } from "./key-pair.ts";
import type { OidcScenario } from "./scenarios.ts";

/** The keys of the relying party, made once: an RSA key takes its time. */
export interface ClientKeys {
  signing: KeyPair;
  decryption: KeyPair;
}

/** A client by both its sides: what the provider registers, and what the driver gets. */
export interface Client {
  registration: Record<string, unknown>;
  options: Pick<OidcOptions, "clientId"> & Partial<OidcOptions>;
}

export async function createClientKeys(): Promise<ClientKeys> {
  const [signing, decryption] = await Promise.all([
    createKeyPair("PS256", "sig"),
    createKeyPair("RSA-OAEP-256", "enc"),
  ]);
  return { signing, decryption };
}

const clientId = "demo-client";

/** What each profile registers and configures. */
export const clients: { readonly [Profile in OidcScenario["profile"]]: (keys: ClientKeys) => Client } = {
  plain() {
    const secret = randomUUID();
    return {
      registration: { client_id: clientId, client_secret: secret },
      options: { clientId, clientSecret: () => secret },
    };
  },
  strong({ signing, decryption }) {
    return {
      registration: {
        client_id: clientId,
        jwks: { keys: [signing.publicJwk, decryption.publicJwk] },
        token_endpoint_auth_method: "private_key_jwt",
        token_endpoint_auth_signing_alg: "PS256",
        require_pushed_authorization_requests: true,
        require_signed_request_object: true,
        request_object_signing_alg: "PS256",
        authorization_signed_response_alg: "PS256",
        dpop_bound_access_tokens: true,
        id_token_signed_response_alg: "PS256",
        id_token_encrypted_response_alg: "RSA-OAEP-256",
        id_token_encrypted_response_enc: "A256GCM",
        userinfo_signed_response_alg: "PS256",
      },
      options: {
        clientId,
        signingKey: () => JSON.stringify(signing.privateJwk),
        decryptionKeys: [() => JSON.stringify(decryption.privateJwk)],
        tokenEndpointAuthMethod: "private_key_jwt",
        pushedAuthorization: true,
        requestObject: true,
        responseMode: "query.jwt",
        authorizationSignedResponseAlg: "PS256",
        dpop: true,
        idTokenSignedResponseAlg: "PS256",
        userInfoSignedResponseAlg: "PS256",
      },
    };
  },
};

const verifiedNames = ["given_name", "family_name", "birthdate"];

/** The driver's options for one scenario. */
export function optionsOf(scenario: OidcScenario, issuer: string, { options }: Client): OidcOptions {
  return {
    ...options,
    issuer,
    provider: "demo-provider",
    // The provider is on this machine and has no certificate; otherwise neither is allowed.
    network: { allow: ["127.0.0.0/8"], allowHttp: true },
    stateKeys: { current: "demo", keys: { demo: new Uint8Array(randomBytes(32)) } },
    acrMap: { low: "low", substantial: "substantial", high: "high" },
    maxAssurance: { eidas: "high" },
    requiredLevel: scenario.requiredLevel,
    ...(scenario.verifiedClaims === true && {
      verifiedClaims: { trustFrameworks: ["eidas"], claims: verifiedNames, evidenceTypes: ["document"] },
      claims: { id_token: { verified_claims: verifiedClaimsRequest } },
    }),
  };
}

/** OpenID Connect for Identity Assurance 1.0, section 6. */
const verifiedClaimsRequest = {
  verification: { trust_framework: { value: "eidas" }, evidence: [{ type: { value: "document" } }] },
  claims: Object.fromEntries(verifiedNames.map((name) => [name, null])),
};
