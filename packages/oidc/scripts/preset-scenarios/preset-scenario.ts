import type { EidasLevel, JsonObject, JsonValue } from "@idvkit/core";

/** A login at a provider with a preset: what its documentation says comes back, and, by hand, what that must come to. */
export interface PresetScenario {
  /** Name of the folder behind `preset-`. */
  name: string;
  /** Says the quirk. */
  title: string;
  /** The documentation that the answers follow. */
  source: string;
  preset: string;
  issuer: string;
  /** Further options of the driver. */
  options?: JsonObject;
  /** How the client proves itself. Default `secret`. */
  credentials?: "secret" | "signingKey";
  /** Algorithm of every signature. Default RS256. */
  alg?: "RS256" | "ES256";
  /** What comes encrypted, and how. */
  encryption?: { alg: string; enc: string; idToken?: true; userInfo?: true };
  /** Claims beside `iss`, `aud`, `exp`, `iat`, `nonce`, `auth_time` and `at_hash`. */
  idToken: JsonObject & { sub: string };
  /** The provider does not say when the person logged in. */
  withoutAuthTime?: true;
  /** `at_hash` in plain base64 with padding. */
  paddedAccessTokenHash?: true;
  /** Claims beside `sub`; absent: the provider has no such endpoint. */
  userInfo?: JsonObject;
  /** Userinfo is a JWT. */
  userInfoSigned?: true;
  /** Members in place of those that follow from the issuer. */
  metadata?: JsonObject;
  /** The authorization request is pushed (RFC 9126). */
  pushed?: true;
  /** The answer names its issuer (RFC 9207). */
  issuerInResponse?: true;
  expected: PresetExpectation;
}

/** What must come out, by the documentation and by the rules of idvkit, not by what the mapper does. */
export interface PresetExpectation {
  verdict: "verified" | "rejected" | "inconclusive";
  /** Default `authenticated`. */
  rawStatus?: string;
  reference?: string;
  /** What the login proves, not above the maximum. */
  level?: EidasLevel;
  acr: string | null;
  amr: string[];
  /** Beside the subject. */
  identifiers?: { type: string; value: string; verified: boolean }[];
  attributes?: Record<string, JsonValue>;
  warnings?: { code: string; path: string }[];
  basicIdentity?: JsonObject;
  extendedIdentity?: JsonObject;
  documentData?: JsonObject;
  /** Where verified claims decide and not the level of the login. */
  framework?: { trustFramework: string; assuranceLevel: string | null };
  terminationReason?: { code: string; message: string };
  /** Techniques with which documents were checked; they passed. */
  documentChecks?: string[];
}
