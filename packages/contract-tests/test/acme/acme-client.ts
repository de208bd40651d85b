import { type DriverContext, type IdvResult, success, type VaultReference } from "@idvkit/core";
import { clientCredentials, createHttpClient } from "@idvkit/driver-kit";
import type { HttpSettings } from "../../src/index.ts";
import type { Sabotage } from "./sabotage.ts";

export interface AcmeOptions {
  mode: "redirect" | "upload" | "app";
  clientId: string;
  clientSecret: string;
  webhookSecret: string;
  /** `path`: the webhook secret is the last segment of the path; default: it signs the body. */
  authenticity?: "path";
}

export interface NewCheck {
  mode: string;
  reference: string;
}

/** Typed calls to the made-up provider acme. */
export function createAcmeClient(options: AcmeOptions, http: HttpSettings, sabotage?: Sabotage) {
  const timeoutMs = sabotage === "waits longer than it was told to" ? 60_000 : http.timeoutMs;
  const client = createHttpClient({ provider: "acme", baseUrl: "https://api.acme.example", ...http, timeoutMs });
  const { clientId, clientSecret } = options;
  const tokens = clientCredentials({ http: client, path: "/token", clientId, clientSecret });
  const post = sabotage === "retries a POST" ? "safe" : "never";

  function signalOf({ signal }: DriverContext) {
    const used = sabotage === "does not stop when aborted" ? undefined : signal;
    return { ...(used !== undefined && { signal: used }) };
  }

  return {
    create: ({ mode, reference }: NewCheck, context: DriverContext) =>
      tokens.withToken((authorization) => {
        const key = sabotage === "starts a second process for the same attempt" ? {} : { "idempotency-key": reference };
        const json = sabotage === "sends another body" ? { kind: mode } : { mode };
        const headers = { ...authorization, ...key };
        return client.json({
          method: "POST",
          path: "/checks",
          headers,
          body: { json },
          retry: post,
          ...signalOf(context),
        });
      }, context.signal),
    read: (checkId: string, context: DriverContext) =>
      tokens.withToken((headers) => {
        const pathParameters = { checkId };
        const signal = signalOf(context);
        return client.json({
          method: "GET",
          path: "/checks/{checkId}",
          pathParameters,
          headers,
          retry: "safe",
          ...signal,
        });
      }, context.signal),
    upload: (checkId: string, bytes: Uint8Array, mediaType: string, context: DriverContext) =>
      tokens.withToken((headers) => {
        const call = {
          path: "/checks/{checkId}/files",
          pathParameters: { checkId },
          headers,
          body: { bytes, mediaType },
        };
        return client.empty({ method: "POST", ...call, retry: "never", ...signalOf(context) });
      }, context.signal),
    start: (checkId: string, context: DriverContext) =>
      tokens.withToken((headers) => {
        const call = { path: "/checks/{checkId}/start", pathParameters: { checkId }, headers };
        return client.empty({ method: "POST", ...call, retry: post, ...signalOf(context) });
      }, context.signal),
    redeem: (code: string, context: DriverContext) =>
      tokens.withToken((headers) => {
        const call = { path: "/codes", headers, body: { json: { code } } };
        return client.bytes({ method: "POST", ...call, retry: "never", ...signalOf(context) });
      }, context.signal),
    portrait: (checkId: string, context: DriverContext) =>
      tokens.withToken((headers) => {
        const call = { path: "/checks/{checkId}/portrait", pathParameters: { checkId }, headers };
        return client.bytes({ method: "GET", ...call, retry: "safe", ...signalOf(context) });
      }, context.signal),
    remove: (checkId: string, context: DriverContext) =>
      tokens.withToken((headers) => {
        const call = { path: "/checks/{checkId}", pathParameters: { checkId }, headers };
        return client.empty({ method: "DELETE", ...call, retry: "safe", ...signalOf(context) });
      }, context.signal),
  };
}

export type AcmeClient = ReturnType<typeof createAcmeClient>;

/** Fetches the portrait into the vault. Acme deletes portraits early: one that is gone is no failure. */
export async function storePortrait(
  client: AcmeClient,
  checkId: string,
  owner: { tenantId: string; executionId: string },
  context: DriverContext,
): Promise<IdvResult<VaultReference | null>> {
  const key = `acme/${checkId}/portrait`;
  const stored = await context.vault?.find(owner, key);
  if (stored) return success(stored);
  const image = await client.portrait(checkId, context);
  if (!image.ok) return image.error.httpStatus === 404 ? success(null) : image;
  const reference = await context.vault?.put(image.value.body, { mediaType: "image/png", key, owner });
  return success(reference ?? null);
}
