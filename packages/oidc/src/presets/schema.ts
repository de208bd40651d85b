import { assuranceScales, type JsonValue } from "@idvkit/core";
import { z } from "zod";
import { isIssuerPattern } from "./issuer-pattern.ts";
import type { ProviderPreset } from "./preset.ts";

const text = z.string().min(1);
const texts = z.array(text).readonly();
const json: z.ZodType<JsonValue> = z.json();
const eidasLevel = z.enum(assuranceScales.eidas);
const issuers = z.array(text.refine(isIssuerPattern)).readonly();
const levelOfWord = z.record(text, eidasLevel).readonly();

const level = z.strictObject({
  acr: text,
  level: eidasLevel.exactOptional(),
  grade: z.enum(["documented", "recalled"]),
});

const assurance = z.strictObject({
  eidas: eidasLevel.exactOptional(),
  ial: z.enum(assuranceScales.ial).exactOptional(),
  aal: z.enum(assuranceScales.aal).exactOptional(),
  evidenceStrength: z.enum(assuranceScales.evidenceStrength).exactOptional(),
});

const claimNames = z.strictObject({
  givenName: texts.exactOptional(),
  familyName: texts.exactOptional(),
  name: texts.exactOptional(),
  birthDate: texts.exactOptional(),
  birthPlace: texts.exactOptional(),
  nationality: texts.exactOptional(),
  personalAdministrativeNumber: texts.exactOptional(),
  sex: texts.exactOptional(),
  emailAddress: texts.exactOptional(),
  mobilePhoneNumber: texts.exactOptional(),
  address: texts.exactOptional(),
});

/** A preset that comes as JSON. Keys that are not of `ProviderPreset`, issuers that are no patterns, and an `acr` that stands there twice are errors. */
export const presetSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  title: text,
  issuers,
  issuersWhenNamed: issuers.exactOptional(),
  unconfirmed: texts,
  quirks: texts,
  scopes: texts.exactOptional(),
  claims: z.record(text, json).exactOptional(),
  acrValues: z
    .strictObject({
      low: texts.exactOptional(),
      substantial: texts.exactOptional(),
      high: texts.exactOptional(),
    })
    .readonly()
    .exactOptional(),
  levels: z
    .array(level)
    .readonly()
    .refine((rows) => new Set(rows.map(({ acr }) => acr)).size === rows.length),
  assuranceLevels: levelOfWord.exactOptional(),
  passedLevels: texts.exactOptional(),
  failedLevels: texts.exactOptional(),
  trustFrameworks: texts.exactOptional(),
  maxAssurance: assurance,
  acrClaim: text.exactOptional(),
  amrClaim: text.exactOptional(),
  amrNames: z.record(text, text).readonly().exactOptional(),
  claimNames: claimNames.exactOptional(),
  jsonClaims: texts.exactOptional(),
  identifiers: z
    .array(z.strictObject({ claim: text, type: text }))
    .readonly()
    .exactOptional(),
  tokenEndpointAuthMethod: z
    .enum(["client_secret_basic", "client_secret_post", "private_key_jwt", "tls_client_auth", "none"])
    .exactOptional(),
  userInfo: z.enum(["required", "optional", "none"]).exactOptional(),
  userInfoSignedResponseAlg: text.exactOptional(),
  idTokenSignedResponseAlg: text.exactOptional(),
  encryptedIdToken: z.boolean().exactOptional(),
  encryptedUserInfo: z.boolean().exactOptional(),
  pushedAuthorization: z.boolean().exactOptional(),
  requestObject: z.boolean().exactOptional(),
  ciba: z
    .array(z.enum(["poll", "ping"]))
    .readonly()
    .exactOptional(),
});

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Does not compile when schema and `ProviderPreset` differ in a member, in what is optional, or in what is readonly. */
true satisfies Same<z.infer<typeof presetSchema>, ProviderPreset>;
