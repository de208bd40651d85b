import { inspect } from "node:util";
import { exportJWK, generateKeyPair } from "jose";
import { describe, expect, it } from "vitest";
import { importPrivateKey } from "../src/relying-party/private-key.ts";

async function makeKey(alg: string) {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { secret: { ...(await exportJWK(privateKey)), alg }, shown: { ...(await exportJWK(publicKey)), alg } };
}

describe("a private key in the settings", () => {
  it.each(["RS256", "ES256", "EdDSA", "RSA-OAEP-256", "ECDH-ES"])("for %s is imported, with its names", async (alg) => {
    const { secret } = await makeKey(alg);
    const text = JSON.stringify({ ...secret, kid: "key-1" });
    expect(await importPrivateKey(text, "signingKey")).toMatchObject({ ok: true, value: { alg, kid: "key-1" } });
    expect(await importPrivateKey(async () => text, "signingKey")).toMatchObject({ ok: true });
  });

  it.each([
    ["no JSON", () => "{", "signingKey: expected a private JWK"],
    ["null", () => "null", "signingKey: expected a private JWK"],
    ["a number", () => "5", "signingKey.alg: missing"],
    ["a key without algorithm", () => `{"kty":"EC"}`, "signingKey.alg: missing"],
    ["a shared secret", () => `{"kty":"oct","k":"c2VjcmV0LXZhbHVl","alg":"HS256"}`, "signingKey: no private key"],
    [
      "a broken key",
      () => `{"kty":"EC","crv":"P-256","d":"secret-value","alg":"ES256"}`,
      "signingKey: expected a private JWK",
    ],
    [
      "a secret that cannot be read",
      () => {
        throw new Error("secret-value");
      },
      expect.stringMatching(/^signingKey: /),
    ],
  ])("is refused when it is %s, and never shown", async (_, secret, message) => {
    const result = await importPrivateKey(secret, "signingKey");
    expect(result).toMatchObject({ ok: false, error: { code: "configuration", message } });
    expect(inspect(result, { showHidden: true, depth: null })).not.toMatch(/secret-value|c2VjcmV0/);
  });

  it("is refused when it is the public one", async () => {
    const { shown } = await makeKey("ES256");
    const result = await importPrivateKey(JSON.stringify(shown), "signingKey");
    expect(result).toMatchObject({
      ok: false,
      error: { code: "configuration", message: "signingKey: no private key" },
    });
    expect(JSON.stringify(result)).not.toContain(String(shown.x));
  });
});
