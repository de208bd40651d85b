import type { Misbehaviour } from "./misbehaviour.ts";
import { answers } from "./misbehaviours/answers.ts";
import { authorizationResponse } from "./misbehaviours/authorization-response.ts";
import { idTokenClaims } from "./misbehaviours/id-token-claims.ts";
import { idTokenSignature } from "./misbehaviours/id-token-signature.ts";
import { identityAssurance } from "./misbehaviours/identity-assurance.ts";

/**
 * All that the simulated provider can do wrong, by the names of the OpenID conformance suite's client modules without
 * their prefix (`oidcc-client-test-`, `fapi2-security-profile-final-client-test-`), and by own names where it has none.
 */
export const misbehaviours = {
  ...idTokenClaims,
  ...idTokenSignature,
  ...authorizationResponse,
  ...answers,
  ...identityAssurance,
} as const satisfies Readonly<Record<string, Misbehaviour>>;

export type MisbehaviourName = keyof typeof misbehaviours;
