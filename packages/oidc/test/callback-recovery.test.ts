import type { CallbackWork, DriverContext, IdvMethodDriver, StepOutcome, Vault } from "@idvkit/core";
import { memoryVault, vaultOwner } from "@idvkit/driver-kit";
import { describe, expect, it } from "vitest";
import { createOidcDriver } from "../src/driver.ts";
import type { OidcOptions } from "../src/index.ts";
import {
  client,
  contextOf,
  localOptions,
  redirectUri,
  redirectUrlOf,
  requestOf,
  verified,
  withProvider,
  workOf,
} from "./driver-setup.ts";
import { logIn, type TestProvider, type TestProviderOptions } from "./open-id-provider.ts";

interface Login {
  provider: TestProvider;
  /** A driver of a process of its own: nothing is remembered from one to the next. */
  newDriver(): IdvMethodDriver;
  vault: Vault;
  context: DriverContext;
  work: CallbackWork;
}

/** A login up to the moment when the browser comes back. */
async function withLogin(
  options: Partial<OidcOptions>,
  use: (login: Login) => Promise<void>,
  registered: Partial<TestProviderOptions> = {},
): Promise<void> {
  await withProvider({ clients: [client], ...registered }, async (provider) => {
    const http = { retries: 0 };
    const newDriver = () => createOidcDriver(localOptions(provider.issuer, { http, ...options }));
    const vault = memoryVault();
    const context = contextOf({ vault });
    const dispatched = await newDriver().dispatch(workOf(), context);
    const back = await logIn(redirectUrlOf(dispatched), redirectUri);
    if (!dispatched.ok) throw dispatched.error;
    const work = { ...workOf(), driverState: dispatched.value.driverState, request: requestOf(back) };
    provider.requests.length = 0;
    await use({ provider, newDriver, vault, context, work });
  });
}

const owner = vaultOwner(workOf());
const bound = { ok: true, value: { kind: "completed", result: { verdict: "verified", sessionBinding: "bound" } } };

function tokenRequests({ requests }: TestProvider): number {
  return requests.filter((request) => request === "POST /token").length;
}

/** Keeps everything, but the process dies right after it has kept the token response. */
function dyingVault(vault: Vault): Vault {
  let isDead = false;
  const alive = () => {
    if (isDead) throw new Error("the process was killed");
    return vault;
  };
  return {
    async put(content, meta) {
      const reference = await alive().put(content, meta);
      isDead = meta.name === "tokenResponse";
      return reference;
    },
    find: async (...found) => alive().find(...found),
    get: async (reference) => alive().get(reference),
    delete: async (reference) => alive().delete(reference),
    deleteOwner: async (erased) => alive().deleteOwner(erased),
  };
}

describe("a crash after the token response was kept", () => {
  it("loses no login: the browser's repeated callback completes it, and the code is redeemed once", async () => {
    await withLogin({}, async ({ provider, newDriver, vault, context, work }) => {
      const died = await newDriver().callback(work, { ...context, vault: dyingVault(vault) });
      expect(died).toMatchObject({ ok: false, error: { retryable: true } });
      expect(await newDriver().callback(work, context)).toMatchObject(bound);
      expect(tokenRequests(provider)).toBe(1);
    });
  });

  it("loses no login: a poll completes it, though only the state of the dispatch is known", async () => {
    await withLogin({}, async ({ provider, newDriver, vault, context, work }) => {
      await newDriver().callback(work, { ...context, vault: dyingVault(vault) });
      expect(await newDriver().poll(work, context)).toMatchObject(bound);
      expect(tokenRequests(provider)).toBe(1);
    });
  });

  it.each(["poll", "callback"] as const)("loses no login although its time is over meanwhile: %s", async (call) => {
    await withLogin({}, async ({ newDriver, vault, context, work }) => {
      await newDriver().callback(work, { ...context, vault: dyingVault(vault) });
      const later = { ...context, now: () => new Date(Date.now() + 60 * 60 * 1000) };
      expect(await newDriver()[call](work, later)).toMatchObject(bound);
    });
  });

  it("loses no login though the browser comes back with an error the second time", async () => {
    await withLogin({}, async ({ provider, newDriver, vault, context, work }) => {
      await newDriver().callback(work, { ...context, vault: dyingVault(vault) });
      const url = new URL(work.request.url);
      url.searchParams.delete("code");
      url.searchParams.set("error", "access_denied");
      const request = { ...work.request, url: url.href };
      expect(await newDriver().callback({ ...work, request }, context)).toMatchObject(bound);
      expect(tokenRequests(provider)).toBe(1);
    });
  });

  it("gives it to the session of the dispatch only", async () => {
    await withLogin({}, async ({ newDriver, vault, context, work }) => {
      await newDriver().callback(work, { ...context, vault: dyingVault(vault) });
      const other = { ...work, browserSession: "another-session" };
      expect(await newDriver().callback(other, context)).toMatchObject({ error: { reason: "session_mismatch" } });
    });
  });

  it("after the end, before the outcome was stored: the same result comes again", async () => {
    await withLogin({}, async ({ provider, newDriver, context, work }) => {
      const [first, second] = [await newDriver().callback(work, context), await newDriver().callback(work, context)];
      if (!first.ok || !second.ok) throw new Error("a login failed");
      const blocksOf = ({ value }: typeof first) => (value.kind === "completed" ? value.result.dataBlocks : []);
      expect(blocksOf(second).map((block) => block.content)).toEqual(blocksOf(first).map((block) => block.content));
      expect(tokenRequests(provider)).toBe(1);
    });
  });
});

describe("a code", () => {
  it("that was redeemed elsewhere is refused", async () => {
    await withLogin({}, async ({ newDriver, work }) => {
      expect(await newDriver().callback(work, contextOf())).toMatchObject(verified);
      expect(await newDriver().callback(work, contextOf())).toMatchObject({
        ok: false,
        error: { code: "invalid_callback", reason: "code_refused", providerCode: "invalid_grant" },
      });
    });
  });

  it("is worth nothing to a login with another verifier (PKCE)", async () => {
    await withLogin({}, async ({ newDriver, context, work }) => {
      const code = new URL(work.request.url).searchParams.get("code") ?? "";
      const mine = await newDriver().dispatch(workOf({ executionId: "execution-2" }), context);
      if (!mine.ok) throw mine.error;
      const url = new URL((await logIn(redirectUrlOf(mine), redirectUri)).url);
      url.searchParams.set("code", code);
      const injected = {
        ...workOf({ executionId: "execution-2" }),
        request: requestOf({ method: "GET", url: url.href }),
      };
      expect(await newDriver().callback({ ...injected, driverState: mine.value.driverState }, context)).toMatchObject({
        ok: false,
        error: { code: "invalid_callback", reason: "code_refused" },
      });
    });
  });
});

describe.each([
  ["userinfo", "/me"],
  ["the keys", "/jwks"],
])("when %s cannot be reached at the callback", (_name, path) => {
  it("the login waits in the vault, and a poll completes it without asking for tokens again", async () => {
    await withLogin({}, async ({ provider, newDriver, context, work }) => {
      provider.down.add(path);
      const failed = await newDriver().callback(work, context);
      expect(failed).toMatchObject({
        ok: false,
        error: { code: "provider_unavailable", retryable: true },
        driverState: { phase: "redeemed", sessionConfirmed: true },
        reply: { status: 303 },
      });
      if (failed.ok || failed.driverState === undefined) throw new Error("no state came back");
      const again = { ...work, driverState: failed.driverState };
      expect(await newDriver().poll(again, context)).toMatchObject({
        error: { code: "provider_unavailable", retryable: true },
        driverState: { phase: "redeemed" },
      });
      provider.down.clear();
      expect(await newDriver().poll(again, context)).toMatchObject(bound);
      expect(tokenRequests(provider)).toBe(1);
    });
  });
});

describe("when the provider signs with a key that its key set did not have a moment ago", () => {
  const later = (context: DriverContext, seconds: number) => ({
    ...context,
    now: () => new Date(Date.now() + seconds * 1000),
  });

  it.each([
    ["the ID token", "key-ES256", { id_token_signed_response_alg: "ES256" }, "id_token_key_not_found"],
    ["userinfo", "key-PS256", { userinfo_signed_response_alg: "PS256" }, "user_info_key_not_found"],
  ])("of %s: the keys are fetched once more, and not at each try", async (_name, kid, registered, reason) => {
    const use = async ({ provider, newDriver, context, work }: Login) => {
      const driver = newDriver();
      provider.hiddenKeys.add(kid);
      const failed = await driver.callback(work, context);
      expect(failed).toMatchObject({
        ok: false,
        error: { reason, retryable: true },
        driverState: { phase: "redeemed" },
      });
      if (failed.ok || failed.driverState === undefined) throw new Error("no state came back");
      const again = { ...work, driverState: failed.driverState };
      provider.hiddenKeys.clear();
      expect(await driver.poll(again, context)).toMatchObject({ error: { reason } });
      expect(provider.requests.filter((request) => request === "GET /jwks")).toHaveLength(1);
      expect(await driver.poll(again, later(context, 6))).toMatchObject(bound);
      expect(provider.requests.filter((request) => request === "GET /jwks")).toHaveLength(2);
      expect(tokenRequests(provider)).toBe(1);
    };
    await withLogin({}, use, {
      clients: [{ ...client, ...registered }],
      features: { jwtUserinfo: { enabled: true } },
      configuration: {
        enabledJWA: { userinfoSigningAlgValues: ["PS256"], idTokenSigningAlgValues: ["RS256", "ES256"] },
      },
    });
  });
});

describe("when the token endpoint is down", () => {
  it("the callback can be repeated", async () => {
    await withLogin({}, async ({ provider, newDriver, context, work }) => {
      provider.down.add("/token");
      const failed = await newDriver().callback(work, context);
      expect(failed).toMatchObject({ ok: false, error: { code: "provider_unavailable", retryable: true } });
      expect(tokenRequests(provider)).toBe(1);
      provider.down.clear();
      expect(await newDriver().callback(work, context)).toMatchObject(bound);
    });
  });
});

describe("the token response", () => {
  const kept = (vault: Vault) => vault.find(owner, "oidc/login/1/tokenResponse");

  it.each(["hash", "none"] as const)("is removed when the login is over and the evidence is `%s`", async (evidence) => {
    await withLogin({ evidence }, async ({ newDriver, vault, context, work }) => {
      expect(await newDriver().callback(work, context)).toMatchObject(bound);
      expect(await kept(vault)).toBeNull();
      expect((await vault.find(owner, "oidc/login/1/evidence")) === null).toBe(evidence === "none");
    });
  });

  it("is removed when the evidence is the ID token, which stands in for it after a crash", async () => {
    await withLogin({ evidence: "idToken" }, async ({ provider, newDriver, vault, context, work }) => {
      const first = await newDriver().callback(work, context);
      expect(first).toMatchObject(bound);
      expect(await kept(vault)).toBeNull();
      const asked = provider.requests.length;
      for (const again of [await newDriver().callback(work, context), await newDriver().poll(work, context)]) {
        expect(again).toMatchObject(bound);
        if (!first.ok || !again.ok) throw new Error("a call failed");
        expect(resultOf(again.value)).toEqual(resultOf(first.value));
      }
      expect(provider.requests).toHaveLength(asked);
    });
  });

  it("is not replaced by the evidence of another login", async () => {
    await withLogin({}, async ({ newDriver, vault, context, work }) => {
      expect(await newDriver().callback(work, context)).toMatchObject(bound);
      const reference = await vault.find(owner, "oidc/login/1/evidence");
      if (reference === null) throw new Error("no evidence");
      await withLogin({}, async (other) => {
        const object = await vault.get(reference);
        for await (const content of object?.content ?? []) {
          const meta = { mediaType: "application/json", name: "evidence", key: "oidc/login/1/evidence", owner };
          await other.vault.put(content, meta);
        }
        expect(await other.newDriver().callback(other.work, other.context)).toMatchObject({
          ok: false,
          error: { code: "invalid_response", reason: "evidence_issuer_mismatch" },
        });
      });
    });
  });

  it("of which only a hash is left lets nobody wait for ever", async () => {
    await withLogin({ evidence: "hash" }, async ({ newDriver, context, work }) => {
      expect(await newDriver().callback(work, context)).toMatchObject(bound);
      const late = { ...context, now: () => new Date(Date.now() + 16 * 60_000) };
      expect(await newDriver().poll(work, late)).toMatchObject({ ok: false, error: { code: "expired" } });
    });
  });

  it("is removed with the evidence when the login is given up before its outcome was stored", async () => {
    await withLogin({}, async ({ newDriver, vault, context, work }) => {
      expect(await newDriver().callback(work, context)).toMatchObject(bound);
      expect(await newDriver().cancel(work, context)).toMatchObject({ ok: true, value: { kind: "canceled" } });
      expect(await vault.find(owner, "oidc/login/1/evidence")).toBeNull();
    });
  });

  it("is removed when the login is given up", async () => {
    await withLogin({}, async ({ provider, newDriver, vault, context, work }) => {
      provider.down.add("/me");
      const failed = await newDriver().callback(work, context);
      if (failed.ok || failed.driverState === undefined) throw new Error("no state came back");
      expect(await kept(vault)).not.toBeNull();
      const canceled = await newDriver().cancel({ ...work, driverState: failed.driverState }, context);
      expect(canceled).toMatchObject({ ok: true, value: { kind: "canceled" } });
      expect(await kept(vault)).toBeNull();
    });
  });
});

describe("a login whose time is over", () => {
  it("is expired, for the browser and for a poll", async () => {
    await withLogin({ timeToLiveMs: 60_000 }, async ({ provider, newDriver, context, work }) => {
      const late = { ...context, now: () => new Date(Date.now() + 61_000) };
      expect(await newDriver().callback(work, late)).toMatchObject({ ok: false, error: { code: "expired" } });
      expect(await newDriver().poll(work, late)).toMatchObject({ ok: false, error: { code: "expired" } });
      expect(tokenRequests(provider)).toBe(0);
      const inTime = { ...context, now: () => new Date(Date.now() + 20_000) };
      expect(await newDriver().callback(work, inTime)).toMatchObject(bound);
    });
  });

  it("is pending before, and a poll asks the provider nothing", async () => {
    await withLogin({}, async ({ provider, newDriver, context, work }) => {
      expect(await newDriver().poll(work, context)).toMatchObject({
        ok: true,
        value: { kind: "pending", rawStatus: "authorization_pending" },
      });
      expect(provider.requests).toEqual([]);
    });
  });
});

describe("an aborted call", () => {
  it("ends with `interrupted`, whichever call it is, and the login can go on", async () => {
    await withLogin({}, async ({ newDriver, context, work }) => {
      const aborted = { ...context, signal: AbortSignal.abort() };
      const interrupted = { ok: false, error: { code: "interrupted" } };
      const driver = newDriver();
      expect(await driver.dispatch(workOf(), aborted)).toMatchObject(interrupted);
      expect(await driver.dispatch(workOf(), context)).toMatchObject({ ok: true });
      expect(await driver.dispatch(workOf(), aborted)).toMatchObject(interrupted);
      expect(await driver.poll(work, aborted)).toMatchObject(interrupted);
      expect(await newDriver().callback(work, aborted)).toMatchObject(interrupted);
      expect(await newDriver().callback(work, context)).toMatchObject(bound);
    });
  });

  it("ends while userinfo lets wait, and a poll completes the login", async () => {
    await withLogin({}, async ({ provider, newDriver, context, work }) => {
      const controller = new AbortController();
      provider.stall("/me", () => controller.abort());
      const result = await newDriver().callback(work, { ...context, signal: controller.signal });
      expect(result).toMatchObject({
        ok: false,
        error: { code: "interrupted" },
        driverState: { phase: "redeemed" },
      });
      expect(await newDriver().poll(work, context)).toMatchObject(bound);
    });
  });
});

function resultOf(outcome: StepOutcome): unknown {
  if (outcome.kind !== "completed") return outcome.kind;
  const { evidence, dataBlocks, ...result } = outcome.result;
  return { ...result, contents: dataBlocks.map(({ content }) => content) };
}

describe("evidence that cannot be kept", () => {
  it("is refused before anybody logs in, and before a code is redeemed", async () => {
    await withLogin({}, async ({ provider, newDriver, work }) => {
      const without = { now: () => new Date() };
      const refused = {
        ok: false,
        error: { code: "configuration", message: expect.stringContaining("context.vault") },
      };
      expect(await newDriver().dispatch(workOf(), without)).toMatchObject(refused);
      expect(await newDriver().callback(work, without)).toMatchObject(refused);
      expect(tokenRequests(provider)).toBe(0);
    });
  });

  it("is no matter where none is asked for", async () => {
    await withLogin({ evidence: "none" }, async ({ newDriver, work }) => {
      expect(await newDriver().callback(work, { now: () => new Date() })).toMatchObject(bound);
    });
  });
});
