import type { Assurance, EidasLevel, JsonObject } from "@idvkit/core";
import type { ClaimNames } from "../mapping/order.ts";

/** How sure a fact about a provider is: read in its documentation or in a specification, or remembered only. */
export type PresetGrade = "documented" | "recalled";

/** An `acr` value and the eIDAS level that it stands for. */
export interface PresetLevel {
  acr: string;
  /** Absent: a known value that stands for no level. */
  level?: EidasLevel;
  grade: PresetGrade;
}

/** How the client proves itself at the token endpoint (OpenID Connect Core, section 9; RFC 8705). */
export type TokenEndpointAuthMethod =
  | "client_secret_basic"
  | "client_secret_post"
  | "private_key_jwt"
  | "tls_client_auth"
  | "none";

/** What is special about one provider. Data only: the driver reads it, and the caller's own settings come first. */
export interface ProviderPreset {
  /** Name of the preset and, in the data blocks, of the provider. */
  name: string;
  /** For people. */
  title: string;
  /** Issuers that the levels are bound to; `*` stands for one label of the host or one segment of the path. */
  issuers: readonly string[];
  /**
   * Further issuers, bound only when the caller names the preset: test environments, whose persons nobody checked, and hosts on which
   * a test tenant looks like a live one.
   */
  issuersWhenNamed?: readonly string[];
  /** Facts that rest on memory, one sentence each; shown as `unconfirmed` in the README. */
  unconfirmed: readonly string[];
  /** Sentences about what is odd here. */
  quirks: readonly string[];
  scopes?: readonly string[];
  /** The `claims` parameter that the provider needs (OpenID Connect Core, section 5.5). */
  claims?: JsonObject;
  /** The `acr_values` that ask for a level, where the provider has words for it. */
  acrValues?: Readonly<Partial<Record<EidasLevel, readonly string[]>>>;
  levels: readonly PresetLevel[];
  /** Levels of `verified_claims.verification.assurance_level`. */
  assuranceLevels?: Readonly<Record<string, EidasLevel>>;
  /**
   * The provider's verdict: `assurance_level` values by which it says that the person passed or failed. With them, verified
   * claims are required of every login there, under `trustFrameworks`, unless the caller states a requirement.
   */
  passedLevels?: readonly string[];
  failedLevels?: readonly string[];
  trustFrameworks?: readonly string[];
  /** The most that a login there can prove. */
  maxAssurance: Assurance;
  acrClaim?: string;
  amrClaim?: string;
  amrNames?: Readonly<Record<string, string>>;
  claimNames?: ClaimNames;
  jsonClaims?: readonly string[];
  /** Identifiers that the provider gives beside `sub`: claim and type. */
  identifiers?: readonly { claim: string; type: string }[];
  tokenEndpointAuthMethod?: TokenEndpointAuthMethod;
  /** Where claims about the person come from. Default `userInfo: "optional"`. */
  userInfo?: "required" | "optional" | "none";
  userInfoSignedResponseAlg?: string;
  idTokenSignedResponseAlg?: string;
  /** ID tokens (and userinfo) come encrypted: the caller has to give decryption keys. */
  encryptedIdToken?: boolean;
  /** Userinfo comes encrypted, the ID token not always: the caller has to give decryption keys. */
  encryptedUserInfo?: boolean;
  pushedAuthorization?: boolean;
  requestObject?: boolean;
  /** The provider takes CIBA. */
  ciba?: readonly ("poll" | "ping")[];
}
