import { simulatedAlgorithms } from "./keys.ts";
import type { Claims, OpenIdProviderSimulatorOptions } from "./settings.ts";

const encryptionAlgorithms = ["RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A256KW"];
const contentEncryptions = ["A256GCM", "A128GCM", "A128CBC-HS256", "A256CBC-HS512"];

/** Discovery document of an honest provider that can all that this simulator can (OpenID Connect Discovery, section 3). */
export function honestMetadata(issuer: string, options: OpenIdProviderSimulatorOptions): Claims {
  const document: Claims = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    pushed_authorization_request_endpoint: `${issuer}/par`,
    backchannel_authentication_endpoint: `${issuer}/bc-authorize`,
    response_types_supported: ["code"],
    response_modes_supported: ["query", "form_post", "jwt", "query.jwt", "form_post.jwt"],
    grant_types_supported: ["authorization_code", "urn:openid:params:grant-type:ciba"],
    subject_types_supported: ["public", "pairwise"],
    scopes_supported: ["openid", "profile", "email", "address", "phone"],
    claims_parameter_supported: true,
    request_parameter_supported: true,
    request_uri_parameter_supported: false,
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: [
      "client_secret_basic",
      "client_secret_post",
      "private_key_jwt",
      "tls_client_auth",
      "none",
    ],
    token_endpoint_auth_signing_alg_values_supported: simulatedAlgorithms,
    id_token_signing_alg_values_supported: [...simulatedAlgorithms, "HS256"],
    id_token_encryption_alg_values_supported: encryptionAlgorithms,
    id_token_encryption_enc_values_supported: contentEncryptions,
    userinfo_signing_alg_values_supported: simulatedAlgorithms,
    userinfo_encryption_alg_values_supported: encryptionAlgorithms,
    userinfo_encryption_enc_values_supported: contentEncryptions,
    request_object_signing_alg_values_supported: simulatedAlgorithms,
    authorization_signing_alg_values_supported: simulatedAlgorithms,
    dpop_signing_alg_values_supported: simulatedAlgorithms,
    backchannel_token_delivery_modes_supported: ["poll", "ping"],
    backchannel_logout_supported: true,
    authorization_response_iss_parameter_supported: options.issuerInResponse ?? true,
    verified_claims_supported: true,
    trust_frameworks_supported: ["eidas", "de_aml"],
    claims_in_verified_claims_supported: ["given_name", "family_name", "birthdate"],
  };
  return overridden(document, options.metadata ?? {});
}

function overridden(document: Claims, changes: Claims): Claims {
  return Object.fromEntries(Object.entries({ ...document, ...changes }).filter(([, value]) => value !== null));
}
