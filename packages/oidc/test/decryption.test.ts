import { CompactEncrypt, exportJWK, generateKeyPair, type JWK } from "jose";
import { describe, expect, it } from "vitest";
import { decryptToken } from "../src/relying-party/decryption.ts";
import type { RelyingPartySettings } from "../src/relying-party/settings.ts";

async function makeKeys(
  alg: string,
  kid?: string,
): Promise<{ encrypt: (text: string, header?: JWK) => Promise<string>; secret: string }> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const named = kid === undefined ? {} : { kid };
  return {
    secret: JSON.stringify({ ...(await exportJWK(privateKey)), alg, ...named }),
    encrypt: (text, header = {}) =>
      new CompactEncrypt(new TextEncoder().encode(text))
        .setProtectedHeader({ alg, enc: "A256GCM", ...named, ...header })
        .encrypt(publicKey),
  };
}

const decrypt = (token: string, ...decryptionKeys: string[]) =>
  decryptToken(token, { decryptionKeys } as unknown as RelyingPartySettings, "id_token");

describe("an encrypted token", () => {
  it.each(["RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-512", "ECDH-ES", "ECDH-ES+A256KW"])("by %s is opened", async (alg) => {
    const { encrypt, secret } = await makeKeys(alg);
    expect(await decrypt(await encrypt("a.b.c"), secret)).toEqual({ ok: true, value: "a.b.c" });
  });

  it("is opened by the key that it names, or by the one that fits", async () => {
    const [first, second] = [await makeKeys("RSA-OAEP-256", "1"), await makeKeys("RSA-OAEP-256", "2")];
    expect(await decrypt(await second.encrypt("a.b.c"), first.secret, second.secret)).toMatchObject({ ok: true });
    const unnamed = await second.encrypt("a.b.c", { kid: undefined } as unknown as JWK);
    expect(await decrypt(unnamed, first.secret, second.secret)).toMatchObject({ ok: true });
  });

  it("is refused when no key opens it, and when there is none", async () => {
    const [one, other] = [await makeKeys("RSA-OAEP-256"), await makeKeys("RSA-OAEP-256")];
    const token = await one.encrypt("a.b.c");
    expect(await decrypt(token, other.secret)).toMatchObject(refused("id_token_decryption_failed"));
    expect(await decrypt(token)).toMatchObject(refused("id_token_encrypted"));
    expect(await decrypt("a.b.c.d.e", one.secret)).toMatchObject(refused("id_token_encryption_refused"));
  });

  it("with RSA1_5 or a shared key is not opened, whatever the client's key", async () => {
    const { secret } = await makeKeys("RSA-OAEP-256");
    for (const alg of ["RSA1_5", "dir", "A256KW", "PBES2-HS256+A128KW"]) {
      const header = Buffer.from(JSON.stringify({ alg, enc: "A256GCM" })).toString("base64url");
      expect(await decrypt(`${header}.AAAA.AAAA.AAAA.AAAA`, secret)).toMatchObject(
        refused("id_token_encryption_refused"),
      );
    }
  });

  it("is a mistake of the settings when the key cannot be read", async () => {
    const { encrypt } = await makeKeys("RSA-OAEP-256");
    expect(await decrypt(await encrypt("a.b.c"), "{}")).toMatchObject({
      ok: false,
      error: { code: "configuration", message: "decryptionKeys[0].alg: missing" },
    });
  });
});

it("a token that is not encrypted is left as it is", async () => {
  for (const token of ["a.b.c", "", "a.b.c.d"]) expect(await decrypt(token)).toEqual({ ok: true, value: token });
});

function refused(reason: string) {
  return { ok: false, error: { code: "invalid_response", reason } };
}
