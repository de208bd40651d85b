import { hash } from "node:crypto";
import { describeIssues, type IdvResult, success } from "@idvkit/core";
import { z } from "zod";
import { refuse } from "../refusal.ts";

const endpoint = z.url({ protocol: /^https?$/ });
const texts = z.array(z.string());
const mtlsAliases = z.object({
  token_endpoint: endpoint.optional(),
  userinfo_endpoint: endpoint.optional(),
  pushed_authorization_request_endpoint: endpoint.optional(),
  backchannel_authentication_endpoint: endpoint.optional(),
});

/** What a relying party uses of the metadata (OpenID Connect Discovery 1.0, section 3; RFC 8414). The rest is dropped. */
const serverMetadataSchema = z.object({
  issuer: z.string().min(1),
  authorization_endpoint: endpoint.optional(),
  token_endpoint: endpoint,
  jwks_uri: endpoint,
  userinfo_endpoint: endpoint.optional(),
  pushed_authorization_request_endpoint: endpoint.optional(),
  backchannel_authentication_endpoint: endpoint.optional(),
  backchannel_token_delivery_modes_supported: texts.optional(),
  id_token_signing_alg_values_supported: texts.optional(),
  userinfo_signing_alg_values_supported: texts.optional(),
  authorization_signing_alg_values_supported: texts.optional(),
  dpop_signing_alg_values_supported: texts.optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
  mtls_endpoint_aliases: mtlsAliases.optional(),
});

/** The part of a provider's metadata that a login is pinned to. Plain JSON, to be stored with the login. */
export type ServerMetadata = z.infer<typeof serverMetadataSchema>;

/** Reads metadata, tolerant of what is unknown. Fails with `invalid_response`. */
export function readServerMetadata(raw: unknown): IdvResult<ServerMetadata> {
  const parsed = serverMetadataSchema.safeParse(raw);
  if (!parsed.success) {
    return refuse("invalid_response", describeIssues(parsed.error, "metadata").join("; "), {
      reason: "metadata_unreadable",
    });
  }
  return success(withoutUndefined(parsed.data));
}

/** SHA-256 of the metadata that a login was pinned to, base64url; evidence names it. */
export function metadataSha256(metadata: ServerMetadata): string {
  const members = Object.entries(metadata).sort(([left], [right]) => (left < right ? -1 : 1));
  return hash("sha256", JSON.stringify(members), "base64url");
}

function withoutUndefined(metadata: ServerMetadata): ServerMetadata {
  return JSON.parse(JSON.stringify(metadata)) as ServerMetadata;
}

/** Signatures that prove something to a third party. A shared secret (HS256) proves nothing, `none` even less. */
const provingAlgorithms = /^(?:RS|PS|ES)(?:256|384|512)$|^EdDSA$|^Ed25519$|^ML-DSA-(?:44|65|87)$/;

export function isProvingAlgorithm(algorithm: string): boolean {
  return provingAlgorithms.test(algorithm);
}

/**
 * Algorithms that an ID token may be signed by where none was agreed on: the proving ones of those that the provider
 * names. RS256 is what a silent one means. A provider that also offers `none` or HS256 does not get them accepted by that.
 */
export function idTokenAlgorithms({ id_token_signing_alg_values_supported: offered }: ServerMetadata): string[] {
  const proving = offered?.filter(isProvingAlgorithm) ?? [];
  return proving.length > 0 ? proving : ["RS256"];
}
