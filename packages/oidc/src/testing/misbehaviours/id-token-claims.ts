import type { Misbehaviour } from "../misbehaviour.ts";
import type { Claims } from "../settings.ts";

const week = 7 * 24 * 60 * 60;
const anotherIssuer = "https://another-op.example";

function set(summary: string, change: (claims: Claims) => Claims): Misbehaviour {
  return { summary, idTokenClaims: (claims) => ({ ...claims, ...change(claims) }) };
}

function without(claim: string): Misbehaviour {
  return {
    summary: `The ID token has no ${claim}.`,
    idTokenClaims: ({ [claim]: _, ...claims }) => claims,
  };
}

/** ID tokens that are signed well and say the wrong thing. */
export const idTokenClaims = {
  "invalid-iss": set("The ID token names another issuer.", () => ({ iss: anotherIssuer })),
  "invalid-missing-iss": without("iss"),
  "invalid-aud": set("The ID token is for another client.", () => ({ aud: "another-client" })),
  "missing-aud": without("aud"),
  "invalid-missing-aud": without("aud"),
  "invalid-secondary-aud": set("The ID token is also for another client, without azp.", ({ aud }) => ({
    aud: [aud, "another-client"],
  })),
  "valid-aud-as-array": set("The audience is an array of one.", ({ aud }) => ({ aud: [aud] })),
  "invalid-azp": set("The ID token was made for another client.", ({ aud }) => ({
    aud: [aud, "another-client"],
    azp: "another-client",
  })),
  "missing-iat": without("iat"),
  "iat-is-week-in-past": set("The ID token was issued a week ago.", ({ iat }) => ({ iat: Number(iat) - week })),
  "missing-sub": without("sub"),
  "nonce-invalid": set("The nonce is another one.", () => ({ nonce: "another-nonce" })),
  "invalid-nonce": set("The nonce is another one.", () => ({ nonce: "another-nonce" })),
  "invalid-missing-nonce": without("nonce"),
  "invalid-expired-exp": set("The ID token is over.", ({ iat }) => ({ exp: Number(iat) - 600 })),
  "invalid-missing-exp": without("exp"),
  "invalid-athash": set("The hash is that of another access token.", () => ({ at_hash: "AAAAAAAAAAAAAAAAAAAAAA" })),
  "missing-athash": without("at_hash"),
  "acr-lower": set("The level is lower than asked for.", ({ acr }) => ({ acr: lower(String(acr)) })),
  "acr-absent": without("acr"),
  "acr-unknown": set("The level is a word of no table.", () => ({ acr: "urn:example:unheard-of" })),
  "acr-array": set("The level is an array.", ({ acr }) => ({ acr: [acr] })),
  "amr-string": set("amr is a string.", ({ amr }) => ({ amr: Array.isArray(amr) ? amr.join(",") : "pwd" })),
  "auth-time-old": set("The person logged in a week ago.", ({ auth_time }) => ({
    auth_time: Number(auth_time) - week,
  })),
  "auth-time-absent": without("auth_time"),
} as const satisfies Readonly<Record<string, Misbehaviour>>;

function lower(acr: string): string {
  return acr
    .replace(/(?:high|substantial)$/i, "low")
    .replace(/^eidas[23]$/, "eidas1")
    .replace(/L[23]$/, "L1");
}
