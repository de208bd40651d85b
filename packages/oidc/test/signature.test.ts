import { success } from "@idvkit/core";
import fc from "fast-check";
import { CompactSign, exportJWK, generateKeyPair, importJWK, type JSONWebKeySet, type JWK } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { type KeySource, verifyJws } from "../src/relying-party/signature.ts";

const algorithms = ["RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519"] as const;
const keys = new Map<string, JWK>();

beforeAll(async () => {
  for (const alg of algorithms) keys.set(alg, await makeKey(alg));
});

async function makeKey(alg: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: `key-${alg}`, alg, use: "sig" };
}

function keyOf(alg: string): JWK {
  return keys.get(alg) ?? {};
}

const privateMembers = new Set(["d", "p", "q", "dp", "dq", "qi"]);

function publicKeyOf(alg: string, more: JWK = {}): JWK {
  return { ...Object.fromEntries(Object.entries(keyOf(alg)).filter(([name]) => !privateMembers.has(name))), ...more };
}

async function sign(alg: string, claims: unknown = { sub: "person-1" }, header: Record<string, unknown> = {}) {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg, kid: `key-${alg}`, ...header })
    .sign(await importJWK(keyOf(alg), alg));
}

/** Gives one key set after the other; counts how often newer ones were asked for. */
function source(...sets: JWK[][]): KeySource & { refreshed: number } {
  const jwks = (place: number) => success<JSONWebKeySet>({ keys: (sets[place] ?? []) as JSONWebKeySet["keys"] });
  const keySource = {
    refreshed: 0,
    get: async () => jwks(0),
    refresh: async () => {
      keySource.refreshed += 1;
      return sets.length > 1 ? jwks(1) : undefined;
    },
  };
  return keySource;
}

function refused(reason: string) {
  return { ok: false, error: { code: "invalid_response", reason } };
}

describe("the signature of a JWS", () => {
  it.each(algorithms)("by %s verifies, and tells the key", async (alg) => {
    const verified = await verifyJws(await sign(alg), source([publicKeyOf(alg)]), { name: "id_token" });
    expect(verified).toMatchObject({
      ok: true,
      value: { claims: { sub: "person-1" }, header: { alg }, jwk: publicKeyOf(alg) },
    });
  });

  it.each(algorithms)("by %s does not verify with one bit changed", async (alg) => {
    const jws = await sign(alg);
    const keySource = source([publicKeyOf(alg)]);
    const parts = jws.split(".").map((part) => Buffer.from(part, "base64url"));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 2 }), fc.nat({ max: 4000 }), fc.nat({ max: 7 }), async (part, at, bit) => {
        const bytes = parts.map((content) => Buffer.from(content));
        const changed = bytes[part] ?? Buffer.alloc(1);
        const place = at % changed.length;
        changed[place] = (changed[place] ?? 0) ^ (1 << bit);
        const forged = bytes.map((content) => content.toString("base64url")).join(".");
        expect(await verifyJws(forged, keySource, { name: "id_token" })).toMatchObject({ ok: false });
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ["none", "id_token_unsigned"],
    ["HS256", "id_token_symmetric"],
    ["HS512", "id_token_symmetric"],
    ["RS1", "id_token_algorithm_refused"],
    ["None", "id_token_algorithm_refused"],
    ["toString", "id_token_algorithm_refused"],
  ])("by %s proves nothing, and no key is asked for", async (alg, reason) => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const keySource: KeySource = {
      get: () => Promise.reject(new Error("asked")),
      refresh: () => Promise.reject(new Error("asked")),
    };
    expect(
      await verifyJws(`${encode({ alg })}.${encode({ sub: "evil" })}.AAAA`, keySource, { name: "id_token" }),
    ).toMatchObject(refused(reason));
  });

  it("must be by one of the algorithms that the client registered", async () => {
    const given = source([publicKeyOf("ES256")]);
    const jws = await sign("ES256");
    expect(await verifyJws(jws, given, { name: "x", algorithms: ["ES256"] })).toMatchObject({ ok: true });
    expect(await verifyJws(jws, given, { name: "x", algorithms: ["PS256"] })).toMatchObject(
      refused("x_algorithm_refused"),
    );
  });

  it.each(["", "a", "a.b", "a.b.c", "a.b.c.d.e", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA.AAAA"])(
    "is not looked for in %j, which is no JWS",
    async (text) => {
      expect(await verifyJws(text, source([]), { name: "id_token" })).toMatchObject(refused("id_token_unreadable"));
    },
  );

  it("over anything but an object of claims is refused", async () => {
    for (const payload of [[], "text", 5, null]) {
      expect(
        await verifyJws(await sign("ES256", payload), source([publicKeyOf("ES256")]), { name: "id_token" }),
      ).toMatchObject(refused("id_token_unreadable"));
    }
  });
});

describe("the key of a JWS", () => {
  it("is looked for once more when nobody knows it: the provider may have changed its keys", async () => {
    const rotated = source([publicKeyOf("ES256", { kid: "old" })], [publicKeyOf("ES256")]);
    expect(await verifyJws(await sign("ES256"), rotated, { name: "id_token" })).toMatchObject({ ok: true });
    expect(rotated.refreshed).toBe(1);
    const gone = source([publicKeyOf("ES256", { kid: "old" })]);
    expect(await verifyJws(await sign("ES256"), gone, { name: "id_token" })).toMatchObject(
      refused("id_token_key_not_found"),
    );
  });

  it("is not looked for once more when a signature is wrong", async () => {
    const other = { ...publicKeyOf("ES256"), ...(await exportJWK((await generateKeyPair("ES256")).publicKey)) };
    const keySource = source([other], [publicKeyOf("ES256")]);
    expect(await verifyJws(await sign("ES256"), keySource, { name: "id_token" })).toMatchObject(
      refused("id_token_signature_invalid"),
    );
    expect(keySource.refreshed).toBe(0);
  });

  it("is found among others without a key id", async () => {
    const bare = { kid: undefined };
    const jws = await sign("ES256", undefined, bare);
    const all = algorithms.map((alg) => publicKeyOf(alg));
    expect(await verifyJws(jws, source(all), { name: "id_token" })).toMatchObject({ ok: true });
  });

  it("is found beside keys that cannot be read", async () => {
    const broken = [
      { kty: "EC", crv: "P-256", x: "?", y: "?" },
      { kty: "RSA" },
      { kty: 5 } as unknown as JWK,
      {} as JWK,
      publicKeyOf("ES256", { x: "AAAA" }),
    ];
    const jws = await sign("ES256");
    expect(await verifyJws(jws, source([...broken, publicKeyOf("ES256")]), { name: "id_token" })).toMatchObject({
      ok: true,
    });
  });

  it.each([
    ["for encryption", { use: "enc" }],
    ["of another algorithm", { alg: "ES384" }],
    ["on another curve", { crv: "P-384" }],
    ["of another type", { kty: "RSA" }],
  ])("is none %s", async (_, more) => {
    expect(
      await verifyJws(await sign("ES256"), source([publicKeyOf("ES256", more)]), { name: "id_token" }),
    ).toMatchObject(refused("id_token_key_not_found"));
  });

  it("is shown without its private part, which a provider published by mistake", async () => {
    for (const alg of algorithms) {
      const verified = await verifyJws(await sign(alg), source([keyOf(alg)]), { name: "id_token" });
      expect(verified).toMatchObject({ ok: true });
      if (verified.ok) expect(verified.value.jwk).toEqual(publicKeyOf(alg));
    }
  });

  it("is none when several fit a token that names none: evidence must not rest on a guess", async () => {
    const { publicKey } = await generateKeyPair("ES256");
    const other = { ...(await exportJWK(publicKey)), kid: "other" };
    const jws = await sign("ES256", undefined, { kid: undefined });
    const both = source([publicKeyOf("ES256"), other], [publicKeyOf("ES256")]);
    expect(await verifyJws(jws, both, { name: "id_token" })).toMatchObject(refused("id_token_key_ambiguous"));
    expect(both.refreshed).toBe(0);
  });

  it("is one of at most eight of its id that are tried", async () => {
    const kid = "key-ES256";
    const wrong = await Promise.all(
      Array.from({ length: 8 }, async () => ({
        ...(await exportJWK((await generateKeyPair("ES256")).publicKey)),
        kid,
      })),
    );
    const jws = await sign("ES256");
    const tried = source([...wrong.slice(1), publicKeyOf("ES256")]);
    expect(await verifyJws(jws, tried, { name: "id_token" })).toMatchObject({ ok: true });
    expect(await verifyJws(jws, source([...wrong, publicKeyOf("ES256")]), { name: "id_token" })).toMatchObject(
      refused("id_token_signature_invalid"),
    );
  });
});

describe("a header that needs what nobody here understands", () => {
  it("is refused, whatever the signature says (RFC 7515, section 4.1.11)", async () => {
    const signed = new CompactSign(new TextEncoder().encode("{}")).setProtectedHeader({
      alg: "ES256",
      kid: "key-ES256",
      crit: ["urn:example:extension"],
      "urn:example:extension": true,
    });
    const jws = await signed.sign(await importJWK(keyOf("ES256"), "ES256"), {
      crit: { "urn:example:extension": true },
    });
    const keySource = source([publicKeyOf("ES256")]);
    expect(await verifyJws(jws, keySource, { name: "response_jwt" })).toMatchObject(
      refused("response_jwt_extension_refused"),
    );
  });
});

describe("a key that is not for checking signatures", () => {
  it.each([{ use: "enc" }, { key_ops: ["encrypt"] }])("is not taken: %j", async (more) => {
    const keySource = source([publicKeyOf("RS256", more)]);
    expect(await verifyJws(await sign("RS256"), keySource, { name: "id_token" })).toMatchObject(
      refused("id_token_key_not_found"),
    );
  });
});
