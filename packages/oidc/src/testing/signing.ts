import { constants, createCipheriv, createHash, createHmac, createPublicKey, publicEncrypt } from "node:crypto";
import type { JWK } from "jose";
import { publicPart } from "./keys.ts";
import type { Claims, SimulatedClient } from "./settings.ts";
import type { Stage } from "./stage.ts";

/** How a token is signed; misbehaviours change it. */
export interface SigningPlan {
  alg: string;
  /** `null`: without a `kid`. */
  kid?: string | null;
  /** What signs; default the provider's own key for `alg`. */
  with?: JWK | "publicKeyAsSecret";
  /** Breaks the signature. */
  tampered?: true;
  typ?: string;
}

export async function sign(stage: Stage, claims: Claims, plan: SigningPlan, client: SimulatedClient): Promise<string> {
  const token = await signed(stage, claims, plan, client);
  return plan.tampered ? tamper(token) : token;
}

async function signed(stage: Stage, claims: Claims, plan: SigningPlan, client: SimulatedClient): Promise<string> {
  const header = { alg: plan.alg, ...(plan.typ !== undefined && { typ: plan.typ }) };
  if (plan.alg === "none") return `${encode(header)}.${encode(claims)}.`;
  if (plan.alg.startsWith("HS")) return signWithSecret(stage, claims, header, plan, client);
  const { CompactSign, importJWK } = await import("jose");
  const key = typeof plan.with === "object" ? plan.with : await stage.keys.signing(plan.alg);
  const kid = plan.kid === undefined ? key.kid : (plan.kid ?? undefined);
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ ...header, ...(kid !== undefined && { kid }) })
    .sign(await importJWK(key, plan.alg));
}

/** By node:crypto: jose refuses the public key as a secret, which is what an attack tries. */
async function signWithSecret(
  stage: Stage,
  claims: Claims,
  header: { alg: string },
  plan: SigningPlan,
  client: SimulatedClient,
): Promise<string> {
  const secret = plan.with === "publicKeyAsSecret" ? await publicKeyText(stage) : (client.clientSecret ?? "no secret");
  const content = `${encode(header)}.${encode(claims)}`;
  return `${content}.${createHmac(`sha${plan.alg.slice(2)}`, secret)
    .update(content)
    .digest("base64url")}`;
}

async function publicKeyText(stage: Stage): Promise<string> {
  const key = createPublicKey({ key: publicPart(await stage.keys.signing("RS256")), format: "jwk" });
  return key.export({ type: "spki", format: "pem" }).toString();
}

function tamper(token: string): string {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const bytes = Buffer.from(signature, "base64url");
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
  return `${header}.${payload}.${bytes.toString("base64url")}`;
}

export interface EncryptionPlan {
  alg: string;
  enc: string;
  key: JWK;
}

/** The client's key for an encryption algorithm. */
export function encryptionKey(client: SimulatedClient, alg: string): JWK {
  const keys = client.jwks?.keys ?? [];
  const key = keys.find((candidate) => candidate.use === "enc" && (candidate.alg ?? alg) === alg);
  const fallback = keys.find((candidate) => candidate.use === "enc");
  if (key === undefined && fallback === undefined) {
    throw new RangeError(`simulator: client ${client.clientId} has no key with use "enc"`);
  }
  return key ?? fallback ?? {};
}

/** Wraps a token for its reader; `RSA1_5`, which jose does not write, goes by node:crypto. */
export async function encrypt(token: string, { alg, enc, key }: EncryptionPlan): Promise<string> {
  if (alg === "RSA1_5") return encryptRsa15(token, key);
  const { CompactEncrypt, importJWK } = await import("jose");
  return new CompactEncrypt(new TextEncoder().encode(token))
    .setProtectedHeader({ alg, enc, cty: "JWT", ...(key.kid !== undefined && { kid: key.kid }) })
    .encrypt(await importJWK(key, alg));
}

/** RFC 7516 by hand: a content key under PKCS #1 v1.5, A256GCM below it. Content key and vector need not be secret here. */
function encryptRsa15(token: string, key: JWK): string {
  const header = encode({ alg: "RSA1_5", enc: "A256GCM", cty: "JWT", ...(key.kid !== undefined && { kid: key.kid }) });
  const contentKey = createHash("sha256").update(token).digest();
  const vector = createHash("sha256").update(contentKey).digest().subarray(0, 12);
  const recipient = createPublicKey({ key: publicPart(key), format: "jwk" });
  const wrapped = publicEncrypt({ key: recipient, padding: constants.RSA_PKCS1_PADDING }, contentKey);
  const cipher = createCipheriv("aes-256-gcm", contentKey, vector).setAAD(Buffer.from(header, "ascii"));
  const content = Buffer.concat([cipher.update(token, "utf8"), cipher.final()]);
  return [header, ...[wrapped, vector, content, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(
    ".",
  );
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

const hashNames: Readonly<Record<string, string>> = { "256": "sha256", "384": "sha384", "512": "sha512" };

/** Left half of a token's hash (OpenID Connect Core, section 3.1.3.6); EdDSA with Ed25519 takes SHA-512. */
export function halfHash(token: string, alg: string): string {
  const name = alg === "EdDSA" || alg === "Ed25519" ? "sha512" : (hashNames[alg.slice(-3)] ?? "sha256");
  const digest = createHash(name).update(token).digest();
  return digest.subarray(0, digest.length / 2).toString("base64url");
}
