import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createOidcDriver } from "../src/driver.ts";
import { client, contextOf, localOptions, runLogin, verified, withProvider, workOf } from "./driver-setup.ts";
import type { TestProviderOptions } from "./open-id-provider.ts";

const clients = [{ ...client, dpop_bound_access_tokens: true }];

function demanding(more: object = {}, seen: Record<string, string[]> = {}): TestProviderOptions {
  return {
    clients,
    features: { dPoP: { enabled: true, ...more }, pushedAuthorizationRequests: { enabled: true } },
    onRequest: ({ url, headers }) => {
      if (url === "/me") seen.scheme = [...(seen.scheme ?? []), headers.authorization?.split(" ")[0] ?? ""];
      if (typeof headers.dpop === "string") seen.proofs = [...(seen.proofs ?? []), headers.dpop];
    },
  };
}

const withNonce = () => ({ nonceSecret: randomBytes(32), requireNonce: () => true });

describe("sender-constrained tokens, demanded by the provider (RFC 9449)", () => {
  it("proves the key at the token endpoint and at userinfo", async () => {
    const seen: Record<string, string[]> = {};
    await withProvider(demanding({}, seen), async ({ issuer }) => {
      expect(await runLogin(createOidcDriver(localOptions(issuer, { dpop: true })))).toMatchObject(verified);
      expect(seen.scheme).toEqual(["DPoP"]);
      expect(seen.proofs).toHaveLength(2);
    });
  });

  it("is refused without", async () => {
    await withProvider(demanding(), async ({ issuer }) => {
      expect(await runLogin(createOidcDriver(localOptions(issuer)))).toMatchObject({
        ok: false,
        error: { code: "invalid_callback", reason: "code_refused" },
      });
    });
  });

  it("answers the demand for a nonce, at each endpoint, and redeems the code once", async () => {
    const seen: Record<string, string[]> = {};
    await withProvider(demanding(withNonce(), seen), async ({ issuer, requests }) => {
      const driver = createOidcDriver(localOptions(issuer, { dpop: true, pushedAuthorization: true }));
      expect(await runLogin(driver)).toMatchObject(verified);
      expect(requests.filter((request) => request === "POST /request")).toHaveLength(2);
      expect(requests.filter((request) => request === "POST /token").length).toBeLessThanOrEqual(2);
      expect(new Set(seen.proofs).size).toBe(seen.proofs?.length);
    });
  });

  it("answers the demand for a nonce without pushed requests", async () => {
    await withProvider(demanding(withNonce()), async ({ issuer }) => {
      expect(await runLogin(createOidcDriver(localOptions(issuer, { dpop: true })))).toMatchObject(verified);
    });
  });

  it.each(["EdDSA", "PS256", "ES256"])("proves with %s where the provider knows nothing else", async (alg) => {
    const options = { ...demanding(), configuration: { enabledJWA: { dPoPSigningAlgValues: [alg] } } };
    await withProvider(options, async ({ issuer }) => {
      expect(await runLogin(createOidcDriver(localOptions(issuer, { dpop: true })))).toMatchObject(verified);
    });
  });

  it("uses another key for each login", async () => {
    const seen: Record<string, string[]> = {};
    await withProvider(demanding({}, seen), async ({ issuer }) => {
      const driver = createOidcDriver(localOptions(issuer, { dpop: true }));
      await runLogin(driver);
      await runLogin(driver, contextOf(), workOf({ executionId: "execution-2" }));
      const keys = (seen.proofs ?? []).map((proof) => {
        const header = JSON.parse(Buffer.from(proof.split(".")[0] ?? "", "base64url").toString());
        expect(header.jwk.d).toBeUndefined();
        return header.jwk.x;
      });
      expect([keys[0], keys[2]]).toEqual([keys[1], keys[3]]);
      expect(keys[0]).not.toBe(keys[2]);
    });
  });
});
