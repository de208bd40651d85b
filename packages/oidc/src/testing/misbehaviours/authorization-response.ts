import type { Misbehaviour } from "../misbehaviour.ts";
import type { Claims } from "../settings.ts";
import type { Parameters } from "../store.ts";

const anotherIssuer = "https://another-op.example";

function parameters(summary: string, change: (sent: Parameters) => Parameters): Misbehaviour {
  return { summary, authorizationResponse: change };
}

function token(summary: string, change: (claims: Claims) => Claims): Misbehaviour {
  return { summary, responseTokenClaims: change };
}

function unsigned(claims: Claims): string {
  return `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.`;
}

/** Authorization responses that should not be believed. */
export const authorizationResponse = {
  "ensure-authorization-response-with-invalid-state-fails": parameters("The state is another one.", (sent) => ({
    ...sent,
    state: "another-state",
  })),
  "ensure-authorization-response-with-invalid-missing-state-fails": parameters(
    "The state is missing.",
    ({ state: _, ...sent }) => sent,
  ),
  "invalid-authorization-response-iss": parameters("The response names another issuer.", (sent) => ({
    ...sent,
    iss: anotherIssuer,
  })),
  "remove-authorization-response-iss": parameters(
    "The response names no issuer, though the provider says it always does.",
    ({ iss: _, ...sent }) => sent,
  ),
  "response-code-and-error": parameters("The response has both a code and an error.", (sent) => ({
    ...sent,
    error: "access_denied",
  })),
  "invalid-chash": parameters("An ID token comes beside the code, with the hash of another code.", (sent) => ({
    ...sent,
    id_token: unsigned({ c_hash: "AAAAAAAAAAAAAAAAAAAAAA" }),
  })),
  "missing-chash": parameters("An ID token comes beside the code, without its hash.", (sent) => ({
    ...sent,
    id_token: unsigned({}),
  })),
  "response-without-code": parameters("The response has neither a code nor an error.", ({ code: _, ...sent }) => sent),
  "code-for-another-issuer": {
    summary: "The code was given by another issuer to the same client id; no issuer is named.",
    metadata: (document) => ({ ...document, authorization_response_iss_parameter_supported: false }),
    authorizationResponse: ({ iss: _, ...sent }, stage) => ({ ...sent, code: stage.word() }),
  },
  "ensure-jarm-signature-is-not-none": {
    summary: "The response token is not signed.",
    responseTokenSigning: (plan) => ({ ...plan, alg: "none" }),
  },
  "ensure-jarm-with-invalid-sig-fails": {
    summary: "The signature of the response token is wrong.",
    responseTokenSigning: (plan) => ({ ...plan, tampered: true }),
  },
  "ensure-jarm-with-expired-exp-fails": token("The response token is over.", (claims) => ({
    ...claims,
    exp: Number(claims.exp) - 1200,
  })),
  "ensure-jarm-with-invalid-aud-fails": token("The response token is for another client.", (claims) => ({
    ...claims,
    aud: "another-client",
  })),
  "ensure-jarm-with-invalid-iss-fails": token("The response token names another issuer.", (claims) => ({
    ...claims,
    iss: anotherIssuer,
  })),
  "ensure-jarm-without-aud-fails": token("The response token has no audience.", ({ aud: _, ...claims }) => claims),
  "ensure-jarm-without-exp-fails": token("The response token has no end.", ({ exp: _, ...claims }) => claims),
  "ensure-jarm-without-iss-fails": token("The response token has no issuer.", ({ iss: _, ...claims }) => claims),
} as const satisfies Readonly<Record<string, Misbehaviour>>;
