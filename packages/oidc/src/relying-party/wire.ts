import { describeIssues, type IdvResult, success } from "@idvkit/core";
import type { JSONWebKeySet } from "jose";
import { z } from "zod";
import { refuse } from "../refusal.ts";

const texts = z.array(z.string());

/** What a relying party uses of the metadata (OpenID Connect Discovery 1.0, section 3; RFC 8414). The rest is dropped. */
const metadataSchema = (endpoint: z.ZodType<string>) =>
  z.object({
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
    mtls_endpoint_aliases: z
      .object({
        token_endpoint: endpoint.optional(),
        userinfo_endpoint: endpoint.optional(),
        pushed_authorization_request_endpoint: endpoint.optional(),
        backchannel_authentication_endpoint: endpoint.optional(),
      })
      .optional(),
  });

const discoveredSchema = metadataSchema(z.url({ protocol: /^https?$/ }));

/** Metadata that a login was pinned to. Their addresses were checked when they were read, and the guard checks any request. */
export const serverMetadataSchema = metadataSchema(z.string());

/** The part of a provider's metadata that a login is pinned to. Plain JSON, to be stored with the login. */
export type ServerMetadata = z.infer<typeof serverMetadataSchema>;

/** Reads metadata, tolerant of what is unknown. Fails with `invalid_response`. */
export function readServerMetadata(raw: unknown): IdvResult<ServerMetadata> {
  const parsed = discoveredSchema.safeParse(raw);
  if (!parsed.success) {
    return refuse("invalid_response", describeIssues(parsed.error, "metadata").join("; "), {
      reason: "metadata_unreadable",
    });
  }
  return success(withoutUndefined(parsed.data));
}

function withoutUndefined(metadata: ServerMetadata): ServerMetadata {
  return JSON.parse(JSON.stringify(metadata)) as ServerMetadata;
}

/** What is no object is no key; the others stay usable (RFC 7517, section 5). */
export const jwksSchema = z.looseObject({
  keys: z.array(z.unknown()).transform((keys) => keys.filter((key) => typeof key === "object" && key !== null)),
});

/** Reads a key set. Fails with `invalid_response`. */
export function readJwks(raw: unknown): IdvResult<JSONWebKeySet> {
  const parsed = jwksSchema.safeParse(raw);
  if (parsed.success) return success(parsed.data as JSONWebKeySet);
  return refuse("invalid_response", "jwks: no key set", { reason: "jwks_unreadable" });
}

/** Reads what a login needs of a token response (OpenID Connect Core, section 3.1.3.3). Fails with `invalid_response`. */
export function readTokens(body: string): IdvResult<{ idToken: string; accessToken: string }> {
  const { id_token: idToken, access_token: accessToken } = membersOf(body);
  if (typeof accessToken !== "string") {
    return refuse("invalid_response", "tokenResponse.access_token: missing", { reason: "access_token_missing" });
  }
  if (typeof idToken === "string") return success({ idToken, accessToken });
  return refuse("invalid_response", "tokenResponse.id_token: missing", { reason: "id_token_missing" });
}

/** What cannot be read has no members. */
function membersOf(body: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
