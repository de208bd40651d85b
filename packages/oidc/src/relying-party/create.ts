import { describeIssues } from "@idvkit/core";
import { z } from "zod";
import { oidcError } from "../refusal.ts";
import { commonSettings, secret, text } from "../setting-schemas.ts";
import { settingsProblem } from "./check-settings.ts";
import { createRelyingParty as create, type RelyingParty } from "./client.ts";

const optionsSchema = z.strictObject({
  clientId: text,
  clientSecret: secret.exactOptional(),
  signingKey: secret.exactOptional(),
  decryptionKeys: z.array(secret).min(1).exactOptional(),
  clientCertificate: z.strictObject({ certificate: secret, privateKey: secret }).exactOptional(),
  issuer: commonSettings.issuer,
  discoveryUrl: commonSettings.discoveryUrl,
  expectedIssuer: commonSettings.expectedIssuer,
  tokenEndpointAuthMethod: commonSettings.tokenEndpointAuthMethod,
  idTokenSignedResponseAlg: commonSettings.idTokenSignedResponseAlg,
  userInfoSignedResponseAlg: commonSettings.userInfoSignedResponseAlg,
  authorizationSignedResponseAlg: commonSettings.authorizationSignedResponseAlg,
  responseMode: commonSettings.responseMode,
  pushedAuthorization: commonSettings.pushedAuthorization,
  requestObject: commonSettings.requestObject,
  dpop: commonSettings.dpop,
  network: commonSettings.network,
  http: commonSettings.http,
  metadataMaxAgeMs: commonSettings.metadataMaxAgeMs,
  jwksMaxAgeMs: commonSettings.jwksMaxAgeMs,
  clockToleranceSeconds: commonSettings.clockToleranceSeconds,
  randomBytes: z.custom<(size: number) => Uint8Array>((value) => typeof value === "function").exactOptional(),
});

/**
 * What a relying party is told: `clientId` and one of `issuer` and `discoveryUrl`; all else has a default. Keys are
 * private JWKs in JSON text, certificates PEM; secrets may be functions, which are called at use. By default: answers in
 * the query, no PAR, JAR and DPoP, public addresses over https only, metadata and keys kept for an hour, clocks may
 * differ by 30 seconds.
 */
export type RelyingPartyOptions = z.input<typeof optionsSchema>;

/**
 * Makes a relying party of one OpenID Provider, for other packages than the driver: authorization code flow with PKCE,
 * state and nonce, every signature checked. Throws an `IdvError` (`configuration`) for wrong options, which names paths,
 * never values; the relying party itself never throws.
 */
export function createRelyingParty(options: RelyingPartyOptions): RelyingParty {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success) throw oidcError("configuration", describeIssues(parsed.error, "options").join("; "));
  const { pushedAuthorization = false, requestObject = false, ...rest } = parsed.data;
  const settings = { ...rest, pushedAuthorization, requestObject };
  const problem = settingsProblem(settings);
  if (problem !== undefined) throw problem;
  return create(settings);
}
