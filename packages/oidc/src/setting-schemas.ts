import { assuranceScales, settingSchemas } from "@idvkit/core";
import { z } from "zod";
import { presetSchema } from "./presets/schema.ts";
import { responseModes } from "./relying-party/settings.ts";

const { httpUrl, milliseconds } = settingSchemas;
export const { text, secret } = settingSchemas;
const json = z.record(z.string(), z.json());
const eidasLevel = z.enum(assuranceScales.eidas);
/** Names that would reach into the prototype of a result are no targets. */
const targetName = text.refine((name) => !["__proto__", "constructor", "prototype"].includes(name));

const attributeMapping = z.strictObject({
  sourceAttribute: text,
  targetAttribute: targetName,
  identifierType: text.exactOptional(),
});

const verifiedClaims = z.strictObject({
  trustFrameworks: z.array(text).min(1),
  assuranceLevels: z.array(text).min(1).exactOptional(),
  claims: z.array(text).exactOptional(),
  evidenceTypes: z.array(text).min(1).exactOptional(),
  maxAgeSeconds: z.int().positive().exactOptional(),
  required: z.boolean().exactOptional(),
  /** Where they are asked for, when `claims` does not say it. Default `idToken`. */
  in: z.enum(["idToken", "userInfo"]).exactOptional(),
});

const flow = z.discriminatedUnion("kind", [
  /** The person is sent to the provider and comes back (OpenID Connect Core, section 3.1). */
  z.strictObject({ kind: z.literal("code") }),
  /** The person confirms on a device of their own (OpenID Connect CIBA Core 1.0). */
  z.strictObject({
    kind: z.literal("ciba"),
    delivery: z.enum(["poll", "ping"]).default("poll"),
    requestedExpirySeconds: z.int().positive().exactOptional(),
  }),
]);

/** The settings that options and JSON method definitions share: no secrets, no code. */
export const commonSettings = {
  issuer: httpUrl.exactOptional(),
  discoveryUrl: httpUrl.exactOptional(),
  expectedIssuer: httpUrl.exactOptional(),
  preset: z.union([text, presetSchema]).exactOptional(),
  provider: text.exactOptional(),
  flow: flow.default({ kind: "code" }),
  redirectUri: httpUrl.exactOptional(),
  scopes: z.array(text).min(1).exactOptional(),
  acrValues: z.array(text).exactOptional(),
  acceptedAcr: z.array(text).min(1).exactOptional(),
  acrMap: z.record(z.string(), eidasLevel).exactOptional(),
  requiredLevel: eidasLevel.exactOptional(),
  maxAssurance: z
    .strictObject({
      eidas: eidasLevel.exactOptional(),
      ial: z.enum(assuranceScales.ial).exactOptional(),
      aal: z.enum(assuranceScales.aal).exactOptional(),
      evidenceStrength: z.enum(assuranceScales.evidenceStrength).exactOptional(),
    })
    .exactOptional(),
  prompt: z.enum(["none", "login", "consent", "select_account", "login consent"]).exactOptional(),
  maxAge: z.int().min(0).exactOptional(),
  claims: json.exactOptional(),
  additionalParams: z.record(text, z.string()).default({}),
  attributeMappings: z.array(attributeMapping).default([]),
  userInfo: z.enum(["required", "optional", "none"]).exactOptional(),
  userInfoAttributeMappings: z.array(attributeMapping).default([]),
  requiredAttributes: z.array(text).default([]),
  subjectBinding: z
    .strictObject({
      sourceAttribute: text.default("sub"),
      boundTo: z.string().regex(/^(?:subject\.(?:subjectId|loginHint)|attributes\.[\w.-]+)$/),
    })
    .exactOptional(),
  verifiedClaims: verifiedClaims.exactOptional(),
  outputs: z
    .array(z.enum(["verification", "documentVerification"]))
    .min(1)
    .exactOptional(),
  evidence: z.enum(["idToken", "hash", "none"]).default("idToken"),
  sessionBinding: z.enum(["required", "optional"]).default("required"),
  tokenEndpointAuthMethod: z
    .enum(["client_secret_basic", "client_secret_post", "private_key_jwt", "tls_client_auth", "none"])
    .exactOptional(),
  idTokenSignedResponseAlg: text.exactOptional(),
  userInfoSignedResponseAlg: text.exactOptional(),
  authorizationSignedResponseAlg: text.exactOptional(),
  responseMode: z.enum(responseModes).default("query"),
  pushedAuthorization: z.boolean().exactOptional(),
  requestObject: z.boolean().exactOptional(),
  dpop: z.boolean().default(false),
  /** How long the person has, in milliseconds. */
  timeToLiveMs: milliseconds.default(15 * 60 * 1000),
  network: z
    .strictObject({
      allow: z.array(text).default([]),
      allowHttp: z.boolean().default(false),
      certificateAuthorities: z.array(text).exactOptional(),
    })
    .prefault({}),
  http: settingSchemas.http,
  metadataMaxAgeMs: milliseconds.default(60 * 60 * 1000),
  jwksMaxAgeMs: milliseconds.default(60 * 60 * 1000),
  clockToleranceSeconds: z.int().min(0).max(300).default(30),
};
