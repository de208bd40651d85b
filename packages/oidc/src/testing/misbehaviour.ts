import type { JSONWebKeySet } from "jose";
import type { Claims, SimulatedClient } from "./settings.ts";
import type { EncryptionPlan, SigningPlan } from "./signing.ts";
import type { Stage } from "./stage.ts";
import type { Parameters } from "./store.ts";

/** A moment at which keys may change. */
type RotationMoment = "afterAuthorization" | "beforeSigning";

/** What a provider does otherwise than it should. Each hook gets what an honest provider would send. */
export interface Misbehaviour {
  /** One sentence for people. */
  summary: string;
  metadata?(document: Claims, stage: Stage): Claims;
  jwks?(set: JSONWebKeySet, stage: Stage): JSONWebKeySet | Promise<JSONWebKeySet>;
  /** The key set cannot be had: this status. */
  jwksStatus?: number;
  rotateKeys?: RotationMoment;
  /** Parameters of the authorization response, before JARM wraps them. */
  authorizationResponse?(parameters: Parameters, stage: Stage): Parameters;
  responseTokenClaims?(claims: Claims, stage: Stage): Claims;
  responseTokenSigning?(plan: SigningPlan, stage: Stage): SigningPlan | Promise<SigningPlan>;
  idTokenClaims?(claims: Claims, stage: Stage): Claims;
  idTokenSigning?(plan: SigningPlan, stage: Stage): SigningPlan | Promise<SigningPlan>;
  idTokenEncryption?(client: SimulatedClient): EncryptionPlan | Promise<EncryptionPlan>;
  tokenResponse?(body: Claims, stage: Stage): Claims;
  userInfo?(claims: Claims, stage: Stage): Claims;
  userInfoSigning?(plan: SigningPlan, stage: Stage): SigningPlan | Promise<SigningPlan>;
  /** Takes the place of the simulator's own rule about DPoP nonces. */
  dpopNonce?: "never" | "always";
  /** How the scheme is spelled in `WWW-Authenticate`. */
  dpopScheme?: string;
}
