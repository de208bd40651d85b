import type { Assurance, EidasLevel, JsonObject } from "@idvkit/core";

/** Puts one claim where the caller wants it. Both names may be paths: `address.country`, `verified_claims.claims.birthdate`. */
export interface AttributeMapping {
  sourceAttribute: string;
  /** Name in the result's attributes, such as `subject.id`. */
  targetAttribute: string;
  /** The claim identifies the person: it is also listed among the identifiers, under this type (`SUBJECT_ID`, `EMAIL`, ...). */
  identifierType?: string;
}

/** The login must be that of a person whom the caller knows already. */
export interface SubjectBinding {
  /** The claim that tells who logged in. Default `sub`. */
  sourceAttribute: string;
  /** What it must equal. Absent: the caller knew nothing, and nothing is checked. */
  expected?: string;
}

/** What the answer must hold of OpenID Connect for Identity Assurance 1.0, section 5. */
export interface VerifiedClaimsRequirement {
  /** Accepted frameworks. An entry under another one is ignored. */
  trustFrameworks: readonly string[];
  /** Accepted levels, in the framework's own words. Absent: any, also none. */
  assuranceLevels?: readonly string[];
  /** Claims that must be among the verified ones. */
  claims?: readonly string[];
  /** Evidence types of which one must be there: `document`, `electronic_record`, `vouch`, `electronic_signature`. */
  evidenceTypes?: readonly string[];
  /** The age that `verification.time` may have, in seconds. */
  maxAgeSeconds?: number;
  /** False: what is absent is no failure, but what is there must fit. Default true. */
  required?: boolean;
}

/** Words of one provider for standard things. Each list is tried in order; names may be paths. */
export interface ClaimNames {
  givenName?: readonly string[];
  familyName?: readonly string[];
  name?: readonly string[];
  birthDate?: readonly string[];
  birthPlace?: readonly string[];
  nationality?: readonly string[];
  personalAdministrativeNumber?: readonly string[];
  sex?: readonly string[];
  emailAddress?: readonly string[];
  mobilePhoneNumber?: readonly string[];
  address?: readonly string[];
}

/** What was asked for, and how this provider speaks. */
export interface OidcOrder {
  /** Name in the data blocks, such as `itsme`. */
  provider: string;
  issuer: string;
  clientId: string;
  /** What `acr_values` asked for; empty when nothing was. */
  acrValues: readonly string[];
  /** The only `acr` values that will do. Absent: those of `acrValues`, or what stands at least as high in `acrLevels`. */
  acceptedAcr?: readonly string[];
  /** The eIDAS level that the login must reach. */
  requiredLevel?: EidasLevel;
  /** eIDAS levels of this issuer's `acr` values. Absent: the issuer is not known to keep any, and no level comes out. */
  acrLevels?: Readonly<Record<string, EidasLevel>>;
  /** Known `acr` values of this issuer that stand for no level. Other values that `acrLevels` lacks count as the lowest. */
  acrWithoutLevel?: readonly string[];
  /** eIDAS levels of this issuer's `assurance_level` values under a trust framework. */
  assuranceLevels?: Readonly<Record<string, EidasLevel>>;
  /** `assurance_level` values by which the provider says that the person failed. */
  failedLevels?: readonly string[];
  /** Claims that hold the level and the methods, where they are not `acr` and `amr`. Names may be paths. */
  acrClaim?: string;
  amrClaim?: string;
  /** The provider's own words for methods, in those of RFC 8176. */
  amrNames?: Readonly<Record<string, string>>;
  /** The most that the method can prove. */
  maxAssurance: Assurance;
  claimNames?: ClaimNames;
  /** Claims whose value is JSON inside a string. */
  jsonClaims?: readonly string[];
  attributeMappings: readonly AttributeMapping[];
  userInfoAttributeMappings: readonly AttributeMapping[];
  /** Target attributes that must have a value. */
  requiredAttributes: readonly string[];
  subjectBinding?: SubjectBinding;
  verifiedClaims?: VerifiedClaimsRequirement;
  outputs?: readonly ("verification" | "documentVerification")[];
}

/** What a provider answered: claims whose signatures and senders have been checked. */
export interface OidcAnswer {
  /** Claims of the ID token. */
  idToken: JsonObject;
  /** Claims of the userinfo endpoint, of the same subject. */
  userInfo?: JsonObject;
}
