import { describe, expect, it } from "vitest";
import { createOidcDriver } from "../src/driver.ts";
import type { OidcOptions } from "../src/index.ts";
import { type ClientKey, clientKey } from "./client-keys.ts";
import { client, localOptions, runLogin, verified, withProvider } from "./driver-setup.ts";
import type { TestProviderOptions } from "./open-id-provider.ts";

const signing = ["RS256", "PS256", "ES256", "EdDSA"];
const keyManagement = ["RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A256KW"];
const content = ["A256GCM", "A128CBC-HS256"];

const strong: Pick<TestProviderOptions, "features" | "configuration"> = {
  features: { encryption: { enabled: true }, jwtUserinfo: { enabled: true } },
  configuration: {
    enabledJWA: {
      idTokenSigningAlgValues: signing,
      userinfoSigningAlgValues: signing,
      idTokenEncryptionAlgValues: keyManagement,
      userinfoEncryptionAlgValues: keyManagement,
      idTokenEncryptionEncValues: content,
      userinfoEncryptionEncValues: content,
    },
  },
};

/** Logs in at a provider that gives this client its tokens in this way only. */
async function loginOf(registered: object, options: Partial<OidcOptions>) {
  const results: unknown[] = [];
  await withProvider({ clients: [{ ...client, ...registered }], ...strong }, async ({ issuer }) => {
    results.push(await runLogin(createOidcDriver(localOptions(issuer, options))));
  });
  return results[0];
}

const refusal = (reason: string) => ({ ok: false, error: { code: "invalid_response", reason } });

describe.each(signing)("an ID token signed with %s", (alg) => {
  it("is verified, with the agreed algorithm or with any that the provider offers", async () => {
    const registered = { id_token_signed_response_alg: alg };
    expect(await loginOf(registered, { idTokenSignedResponseAlg: alg })).toMatchObject(verified);
    expect(await loginOf(registered, {})).toMatchObject(verified);
  });

  it("is refused where another algorithm was agreed", async () => {
    const agreed = alg === "ES256" ? "PS256" : "ES256";
    const result = await loginOf({ id_token_signed_response_alg: alg }, { idTokenSignedResponseAlg: agreed });
    expect(result).toMatchObject(refusal("id_token_algorithm_refused"));
  });
});

describe("an ID token signed with the client's secret", () => {
  it("proves nothing and is refused", async () => {
    const configuration = { enabledJWA: { idTokenSigningAlgValues: ["HS256", "RS256"] } };
    const registered = { ...client, id_token_signed_response_alg: "HS256" };
    await withProvider({ clients: [registered], configuration }, async ({ issuer }) => {
      const result = await runLogin(createOidcDriver(localOptions(issuer)));
      expect(result).toMatchObject(refusal("id_token_symmetric"));
      const agreeing = localOptions(issuer, { idTokenSignedResponseAlg: "HS256" });
      expect(() => createOidcDriver(agreeing)).toThrow("idTokenSignedResponseAlg: proves nothing");
    });
  });
});

describe.each([
  ["RSA-OAEP-256", "A256GCM"],
  ["ECDH-ES", "A256GCM"],
  ["ECDH-ES+A256KW", "A128CBC-HS256"],
])("an ID token encrypted with %s and %s", (alg, enc) => {
  const encrypting = (key: ClientKey) => ({
    jwks: { keys: [key.public] },
    id_token_encrypted_response_alg: alg,
    id_token_encrypted_response_enc: enc,
  });

  it("is decrypted, whichever of the keys it is for, and its signature is checked", async () => {
    const [key, older] = await Promise.all([clientKey(alg, "enc"), clientKey("RSA-OAEP", "enc")]);
    const decryptionKeys = [older.secret, key.secret];
    expect(await loginOf(encrypting(key), { decryptionKeys })).toMatchObject(verified);
  });

  it("is refused without a key, and with another one", async () => {
    const [key, other] = await Promise.all([clientKey(alg, "enc"), clientKey(alg, "enc")]);
    expect(await loginOf(encrypting(key), {})).toMatchObject(refusal("id_token_encrypted"));
    const result = await loginOf(encrypting(key), { decryptionKeys: [other.secret] });
    expect(result).toMatchObject(refusal("id_token_decryption_failed"));
  });
});

describe("userinfo as JWT", () => {
  it.each(signing)("signed with %s", async (alg) => {
    const registered = { userinfo_signed_response_alg: alg };
    expect(await loginOf(registered, { userInfoSignedResponseAlg: alg })).toMatchObject(verified);
    expect(await loginOf(registered, {})).toMatchObject(verified);
  });

  it.each(["RSA-OAEP-256", "ECDH-ES"])("signed and encrypted with %s, the ID token as well", async (alg) => {
    const key = await clientKey(alg, "enc");
    const registered = {
      jwks: { keys: [key.public] },
      id_token_signed_response_alg: "ES256",
      id_token_encrypted_response_alg: alg,
      id_token_encrypted_response_enc: "A256GCM",
      userinfo_signed_response_alg: "PS256",
      userinfo_encrypted_response_alg: alg,
      userinfo_encrypted_response_enc: "A256GCM",
    };
    const agreed = { idTokenSignedResponseAlg: "ES256", userInfoSignedResponseAlg: "PS256" };
    expect(await loginOf(registered, { ...agreed, decryptionKeys: [key.secret] })).toMatchObject(verified);
  });

  it("plain JSON in place of the agreed JWT is refused", async () => {
    const result = await loginOf({}, { userInfoSignedResponseAlg: "RS256" });
    expect(result).toMatchObject(refusal("user_info_not_signed"));
  });

  it("another algorithm than the agreed one is refused", async () => {
    const result = await loginOf({ userinfo_signed_response_alg: "RS256" }, { userInfoSignedResponseAlg: "ES256" });
    expect(result).toMatchObject(refusal("user_info_algorithm_refused"));
  });
});
