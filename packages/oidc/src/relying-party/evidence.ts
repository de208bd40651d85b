import { hash } from "node:crypto";
import { describeIssues, type IdvResult, type JsonObject, success } from "@idvkit/core";
import type { JWK } from "jose";
import { z } from "zod";
import { refuse } from "../refusal.ts";
import { failedIdTokenCheck } from "./id-token-checks.ts";
import type { Login } from "./login.ts";
import { headerOf, refusedHeader, verifyBy } from "./signature.ts";
import type { StartedLogin } from "./transaction.ts";
import type { ServerMetadata } from "./wire.ts";

const evidenceSchema = z.strictObject({
  version: z.literal(1),
  issuer: z.string().min(1),
  clientId: z.string().min(1),
  /** SHA-256 of the nonce: that the token answers this login can be shown by who knows the nonce. */
  nonceSha256: z.string().exactOptional(),
  /** The compact ID token. Absent where only its hash is kept. */
  idToken: z.string().exactOptional(),
  idTokenSha256: z.string(),
  /** The public key that the ID token verified with. */
  jwk: z.record(z.string(), z.json()),
  /** When the ID token was received and its signature and times were checked. */
  verifiedAt: z.iso.datetime(),
  startedAt: z.iso.datetime(),
  clockToleranceSeconds: z.int().min(0).max(300),
  /** SHA-256 of the metadata that the login was pinned to. */
  metadataSha256: z.string(),
  /** Claims of the userinfo endpoint, as they were received. */
  userInfo: z.record(z.string(), z.json()).exactOptional(),
  /**
   * SHA-256 of all other members. It shows damage, not forgery: what nobody else could have made is the signature of the
   * ID token.
   */
  sha256: z.string(),
});

/** What proves a login later, without the provider. Stored in the vault as JSON. */
export type LoginEvidence = z.infer<typeof evidenceSchema>;

/** Puts down what a login was proven with. */
export function evidenceOf(
  login: Login,
  transaction: Pick<StartedLogin, "server" | "nonce" | "startedAt">,
  {
    clientId,
    clockToleranceSeconds,
    keep,
    userInfo,
  }: { clientId: string; clockToleranceSeconds: number; keep: "idToken" | "hash"; userInfo?: JsonObject },
): LoginEvidence {
  const { idToken, jwk, receivedAt } = login;
  const content: Omit<LoginEvidence, "sha256"> = {
    version: 1,
    issuer: transaction.server.issuer,
    clientId,
    ...(transaction.nonce !== undefined && { nonceSha256: hash("sha256", transaction.nonce, "base64url") }),
    ...(keep === "idToken" && { idToken }),
    idTokenSha256: hash("sha256", idToken, "base64url"),
    jwk: jwk as JsonObject,
    verifiedAt: receivedAt,
    startedAt: transaction.startedAt,
    clockToleranceSeconds,
    metadataSha256: metadataSha256(transaction.server),
    ...(keep === "idToken" && userInfo !== undefined && { userInfo }),
  };
  return { ...content, sha256: contentSha256(content) };
}

/** Over the members in the order of their names; what is inside them keeps its order wherever JSON goes. */
function contentSha256(content: Omit<LoginEvidence, "sha256">): string {
  return hash("sha256", JSON.stringify(sortedMembers(content)), "base64url");
}

function sortedMembers(content: object): [string, unknown][] {
  return Object.entries(content).sort(([left], [right]) => (left < right ? -1 : 1));
}

export interface ReverifyOptions {
  /** The compact ID token, for evidence that holds only its hash. */
  idToken?: string;
  /** Keys that the caller trusts from elsewhere. Given: the evidence's own key must be one of them. */
  trustedKeys?: readonly JWK[];
  issuer?: string;
  clientId?: string;
}

/** What evidence proves: this issuer said this about this subject to this client, at this time. */
export interface ReverifiedEvidence {
  claims: JsonObject;
  issuer: string;
  clientId: string;
  verifiedAt: string;
  /** As it was kept; nothing but the vault vouches for it. */
  userInfo?: JsonObject;
}

/**
 * Proves a login again, offline, from what the vault holds: the hash, the signature by the kept key, and every rule of
 * the ID token as of the time of receipt. Fails with `invalid_input` for what is no evidence and with `invalid_response`
 * and a reason for evidence that does not hold.
 */
export async function reverifyEvidence(
  evidence: unknown,
  options: ReverifyOptions = {},
): Promise<IdvResult<ReverifiedEvidence>> {
  const parsed = evidenceSchema.safeParse(evidence);
  if (!parsed.success) return refuse("invalid_input", describeIssues(parsed.error, "evidence").join("; "));
  const { sha256, ...kept } = parsed.data;
  if (contentSha256(kept) !== sha256) return broken("evidence_damaged");
  const idToken = kept.idToken ?? options.idToken;
  if (idToken === undefined) return refuse("invalid_input", "options.idToken: the evidence holds only its hash");
  if (hash("sha256", idToken, "base64url") !== kept.idTokenSha256) return broken("evidence_hash_mismatch");
  const jwk = kept.jwk as unknown as JWK;
  if (options.issuer !== undefined && options.issuer !== kept.issuer) return broken("evidence_issuer_mismatch");
  if (options.clientId !== undefined && options.clientId !== kept.clientId) return broken("evidence_client_mismatch");
  if (options.trustedKeys !== undefined && !(await isAmong(jwk, options.trustedKeys)))
    return broken("evidence_key_not_trusted");
  const header = headerOf(idToken);
  if (header === undefined) return broken("id_token_unreadable");
  const refused = refusedHeader(header);
  if (refused !== undefined) return broken(`id_token_${refused}`);
  const verified = await verifyBy(idToken, header, jwk, "id_token");
  if (!verified.ok) return verified;
  const { claims } = verified.value;
  const reason = failedIdTokenCheck(claims, {
    issuer: kept.issuer,
    clientId: kept.clientId,
    now: Date.parse(kept.verifiedAt) / 1000,
    toleranceSeconds: kept.clockToleranceSeconds,
    startedAt: Date.parse(kept.startedAt) / 1000,
    alg: header.alg,
  });
  if (reason !== undefined) return broken(reason);
  if (kept.nonceSha256 !== undefined && kept.nonceSha256 !== nonceSha256(claims))
    return broken("id_token_nonce_mismatch");
  const { issuer, clientId, verifiedAt, userInfo } = kept;
  return success({ claims, issuer, clientId, verifiedAt, ...(userInfo !== undefined && { userInfo }) });
}

function nonceSha256({ nonce }: JsonObject): string | undefined {
  return typeof nonce === "string" ? hash("sha256", nonce, "base64url") : undefined;
}

async function isAmong(jwk: JWK, trusted: readonly JWK[]): Promise<boolean> {
  const { calculateJwkThumbprint } = await import("jose");
  const thumbprint = await calculateJwkThumbprint(jwk).catch(() => undefined);
  if (thumbprint === undefined) return false;
  for (const key of trusted) {
    if ((await calculateJwkThumbprint(key).catch(() => undefined)) === thumbprint) return true;
  }
  return false;
}

function broken(reason: string): IdvResult<never> {
  return refuse("invalid_response", `evidence: ${reason}`, { reason });
}

/** SHA-256 of the metadata that a login was pinned to, base64url; evidence names it. */
function metadataSha256(metadata: ServerMetadata): string {
  return hash("sha256", JSON.stringify(sortedMembers(metadata)), "base64url");
}
