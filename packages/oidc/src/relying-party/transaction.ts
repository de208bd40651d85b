import { randomBytes } from "node:crypto";
import { describeIssues, type IdvResult, success } from "@idvkit/core";
import { z } from "zod";
import { refuse } from "../refusal.ts";
import { serverMetadataSchema } from "./wire.ts";

const transactionSchema = z.strictObject({
  /** Whom a login is pinned to. */
  server: serverMetadataSchema,
  redirectUri: z.string(),
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  /** The private key of this login's tokens (RFC 9449), as JWK. */
  dpopKey: z.record(z.string(), z.json()).exactOptional(),
  maxAge: z.int().min(0).exactOptional(),
  /** The person had to log in anew. */
  freshLogin: z.boolean().exactOptional(),
  startedAt: z.iso.datetime(),
});

/**
 * What a relying party must remember of a login that it started. It holds the secrets of that login: whoever stores it
 * has to seal it.
 */
export type Transaction = z.infer<typeof transactionSchema>;

/** What a login is judged by, whichever flow started it: what a flow does not have is absent. */
export type StartedLogin = Pick<Transaction, "server" | "startedAt"> &
  Partial<Pick<Transaction, "nonce" | "dpopKey" | "maxAge" | "freshLogin">> & {
    /** CIBA: the request that an ID token has to name, if it names one. */
    authReqId?: string;
  };

/** Reads a transaction that was stored as JSON. Fails with `invalid_input`. */
export function readTransaction(raw: unknown): IdvResult<Transaction> {
  const parsed = transactionSchema.safeParse(raw);
  return parsed.success
    ? success(parsed.data)
    : refuse("invalid_input", describeIssues(parsed.error, "transaction").join("; "));
}

/** 256 bits, as base64url. */
export function randomValue(source: (size: number) => Uint8Array = randomBytes): string {
  return Buffer.from(source(32)).toString("base64url");
}
