import { createHash } from "node:crypto";
import { inspect } from "node:util";
import { IdvError, type IdvResult } from "@idvkit/core";
import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JSONWebKeySet,
  type JWTPayload,
  SignJWT,
} from "jose";
import { describe, expect, it } from "vitest";
import { type JwtDeliveryCheck, verifyJwtDelivery } from "../src/verify-jwt-delivery.ts";

const now = new Date("2026-03-01T12:00:00Z");
const nowSeconds = now.getTime() / 1000;
const body = new TextEncoder().encode('{"event":"finished"}');
const signer = await generateKeyPair("ES256", { extractable: true });
const stranger = await generateKeyPair("ES256", { extractable: true });
const rsa = await generateKeyPair("RS256", { extractable: true });
const publicJwk = { ...(await exportJWK(signer.publicKey)), kid: "one", alg: "ES256" };
const keys: JSONWebKeySet = { keys: [publicJwk] };
const sharedKey = new TextEncoder().encode("a-shared-key-of-at-least-32-bytes!");

interface Signing {
  key?: CryptoKey | Uint8Array;
  alg?: string;
  kid?: string | null;
}

function sign(claims: JWTPayload, { key = signer.privateKey, alg = "ES256", kid = "one" }: Signing = {}) {
  const header = { alg, ...(kid !== null && { kid }) };
  return new SignJWT({ iat: nowSeconds, ...claims }).setProtectedHeader(header).sign(key);
}

function verify(token: string | undefined, more: Partial<JwtDeliveryCheck> = {}) {
  return verifyJwtDelivery({ token, keys, algorithms: ["ES256"], now, ...more });
}

function codeOf(result: IdvResult<unknown>): string {
  return result.ok ? "ok" : result.error.code;
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

describe("verifyJwtDelivery", () => {
  it("gives the claims of a token that the provider signed", async () => {
    const token = await sign({ iss: "provider", aud: "rp", event: "finished" });
    expect(await verify(token, { issuer: "provider", audience: "rp" })).toEqual({
      ok: true,
      value: { iat: nowSeconds, iss: "provider", aud: "rp", event: "finished" },
    });
  });

  it.each([
    ["issuer", { issuer: "another" }],
    ["audience", { audience: "another" }],
  ])("refuses another %s", async (_title, more) => {
    expect(codeOf(await verify(await sign({ iss: "provider", aud: "rp" }), more))).toBe("invalid_callback");
  });

  it("refuses what is missing, no token, altered or of a stranger", async () => {
    const token = await sign({ event: "finished" });
    const [header, , signature] = token.split(".");
    const altered = `${header}.${encode({ event: "accepted" })}.${signature}`;
    const strangers = await sign({}, { key: stranger.privateKey });
    const unknownKid = await sign({}, { kid: "two" });
    for (const wrong of [undefined, "", "abc", `${token}x`, altered, strangers, unknownKid]) {
      expect(codeOf(await verify(wrong))).toBe("invalid_callback");
    }
  });

  it("refuses a token without a signature, and a list that would allow it", async () => {
    const unsigned = `${encode({ alg: "none" })}.${encode({ iat: nowSeconds })}.`;
    expect(codeOf(await verify(unsigned))).toBe("invalid_callback");
    const algorithms = ["none"] as unknown as JwtDeliveryCheck["algorithms"];
    expect(codeOf(await verify(unsigned, { algorithms }))).toBe("configuration");
  });

  it("refuses a token that takes the public key for a shared one", async () => {
    const publicPem = new TextEncoder().encode(await exportSPKI(rsa.publicKey));
    const confused = await sign({}, { key: publicPem, alg: "HS256" });
    const rsaKeys = { keys: [{ ...(await exportJWK(rsa.publicKey)), kid: "one" }] };
    expect(codeOf(await verify(confused, { keys: rsaKeys, algorithms: ["RS256"] }))).toBe("invalid_callback");
    expect(codeOf(await verify(confused, { keys: async () => publicPem, algorithms: ["RS256"] }))).toBe(
      "invalid_callback",
    );
  });

  it("refuses a list that is empty, unknown, or mixes public and shared keys", async () => {
    const token = await sign({});
    const lists = [[], ["ES256", "HS256"], ["ES1"], ["toString"]] as unknown as JwtDeliveryCheck["algorithms"][];
    for (const algorithms of lists) expect(codeOf(await verify(token, { algorithms }))).toBe("configuration");
    expect(codeOf(await verify(token, { algorithms: ["HS256"] }))).toBe("configuration");
    const mixed = { algorithms: ["ES256", "HS256"] as const, keys: async () => signer.publicKey };
    expect(codeOf(await verify(token, mixed))).toBe("configuration");
  });

  it("takes a shared key where that is said", async () => {
    const shared = { keys: async () => sharedKey, algorithms: ["HS256"] as const };
    const token = await sign({}, { key: sharedKey, alg: "HS256" });
    expect(codeOf(await verify(token, shared))).toBe("ok");
    expect(codeOf(await verify(await sign({}), shared))).toBe("invalid_callback");
  });

  it("refuses a token that expired or is older than allowed, give or take the clocks", async () => {
    const age = (seconds: number) => sign({ iat: nowSeconds - seconds });
    const limit = { maxTokenAgeSeconds: 300 };
    expect(codeOf(await verify(await age(329), limit))).toBe("ok");
    expect(codeOf(await verify(await age(331), limit))).toBe("invalid_callback");
    expect(codeOf(await verify(await age(301), { ...limit, clockToleranceSeconds: 0 }))).toBe("invalid_callback");
    expect(codeOf(await verify(await age(-31), limit))).toBe("invalid_callback");
    expect(codeOf(await verify(await sign({ exp: nowSeconds - 31 })))).toBe("invalid_callback");
    const undated = await new SignJWT({}).setProtectedHeader({ alg: "ES256", kid: "one" }).sign(signer.privateKey);
    expect(codeOf(await verify(undated, limit))).toBe("invalid_callback");
    expect(codeOf(await verify(undated))).toBe("ok");
  });

  it("tries every key of a token without key id", async () => {
    const strangerJwk = await exportJWK(stranger.publicKey);
    const several = { keys: [strangerJwk, await exportJWK(signer.publicKey)] };
    const token = await sign({ event: "finished" }, { kid: null });
    expect(codeOf(await verify(token, { keys: several }))).toBe("ok");
    expect(codeOf(await verify(token, { keys: { keys: [strangerJwk, strangerJwk] } }))).toBe("invalid_callback");
  });

  it.each(["hex", "base64", "base64url"] as const)("binds the token to the body, digest in %s", async (encoding) => {
    const digest = createHash("sha256").update(body).digest(encoding);
    const token = await sign({ digest, number: 5 });
    const bodyHash = { claim: "digest", algorithm: "sha256", encoding, body } as const;
    expect(codeOf(await verify(token, { bodyHash }))).toBe("ok");
    const otherBody = new TextEncoder().encode("{}");
    const refusals = [{ body: otherBody }, { claim: "missing" }, { claim: "number" }, { claim: "toString" }];
    for (const refusal of refusals) {
      expect(codeOf(await verify(token, { bodyHash: { ...bodyHash, ...refusal } }))).toBe("invalid_callback");
    }
  });

  it("reads hex in either case", async () => {
    const digest = createHash("sha256").update(body).digest("hex").toUpperCase();
    const bodyHash = { claim: "digest", algorithm: "sha256", body } as const;
    expect(codeOf(await verify(await sign({ digest }), { bodyHash }))).toBe("ok");
  });

  it("asks for the delivery again when the key cannot be fetched: it is not forged", async () => {
    const broken = async () => {
      throw new TypeError("fetch failed");
    };
    const result = await verify(await sign({}), { keys: broken });
    expect(result).toMatchObject({ ok: false, error: { code: "provider_unavailable", retryable: true } });
    const limited = async () => {
      throw new IdvError({ code: "rate_limited", message: "keys: too many calls" });
    };
    expect(codeOf(await verify(await sign({}), { keys: limited }))).toBe("rate_limited");
  });

  it("says configuration for keys that are none", async () => {
    const noKeys = { keys: "none" } as unknown as JSONWebKeySet;
    expect(codeOf(await verify(await sign({}), { keys: noKeys }))).toBe("configuration");
  });

  it("shows no part of the token in an error", async () => {
    const token = await sign({ iss: "provider", name: "Erika Mustermann" });
    const results = [await verify(token, { issuer: "another" }), await verify(`${token}x`)];
    const shown = inspect(results, { depth: null, showHidden: true });
    for (const hidden of ["Mustermann", "provider", ...token.split(".")]) expect(shown).not.toContain(hidden);
  });
});
