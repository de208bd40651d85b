import { inspect } from "node:util";
import type {
  CallbackWork,
  DispatchWork,
  DriverContext,
  IdvMethodDriver,
  Logger,
  StepResult,
  Vault,
} from "@idvkit/core";
import { memoryVault, openState } from "@idvkit/driver-kit";
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
import { logIn, specimenPerson, type TestProvider } from "./open-id-provider.ts";

/** Everything that a curious reader of a log or of a stored state can see. */
function shown(value: unknown): string {
  const deep = inspect(value, { showHidden: true, depth: null, maxStringLength: null, maxArrayLength: null });
  return `${deep}\n${JSON.stringify(value)}`;
}

interface Scene {
  provider: TestProvider;
  driver: IdvMethodDriver;
  context: DriverContext;
  vault: Vault;
  work: DispatchWork;
  dispatched: StepResult & { ok: true };
  callback: CallbackWork;
  log: unknown[];
  /** By name: what must never be seen. */
  secrets: Map<string, string>;
}

async function play(options: Partial<OidcOptions>, use: (scene: Scene) => Promise<void>): Promise<void> {
  await withProvider({ clients: [client] }, async (provider) => {
    const all = localOptions(provider.issuer, { http: { retries: 0 }, ...options });
    const driver = createOidcDriver(all);
    const vault = rememberingVault();
    const log: unknown[] = [];
    const write = (...entry: unknown[]) => void log.push(entry);
    const logger: Logger = { debug: write, info: write, warn: write, error: write };
    const context = contextOf({ vault, log: logger });
    const work = workOf();
    const dispatched = await driver.dispatch(work, context);
    if (!dispatched.ok) throw dispatched.error;
    const back = await logIn(redirectUrlOf(dispatched), redirectUri);
    const { driverState } = dispatched.value;
    const opened = await openState(String(driverState.sealed), { keys: all.stateKeys, binding: work });
    if (!opened.ok) throw opened.error;
    const { state, nonce, codeVerifier } = opened.value;
    const code = new URL(back.url).searchParams.get("code");
    const secrets = new Map(Object.entries({ state, nonce, codeVerifier, code, secret: client.client_secret }));
    for (const [name, value] of Object.entries(specimenPerson.claims)) {
      if (typeof value === "string") secrets.set(name, value);
    }
    const callback = { ...work, driverState, request: requestOf(back) };
    await use({
      provider,
      driver,
      context,
      vault,
      work,
      dispatched: dispatched as Scene["dispatched"],
      callback,
      log,
      secrets: secrets as Map<string, string>,
    });
  });
}

const tokenResponses = new WeakMap<Vault, string>();

/** Remembers the token response, which is gone when the login is over. */
function rememberingVault(): Vault {
  const held = memoryVault();
  const vault: Vault = {
    ...held,
    put(content, meta) {
      if (meta.name === "tokenResponse" && content instanceof Uint8Array) {
        tokenResponses.set(vault, Buffer.from(content).toString());
      }
      return held.put(content, meta);
    },
  };
  return vault;
}

function addTokens(vault: Vault, secrets: Map<string, string>): void {
  const stored = tokenResponses.get(vault);
  if (stored === undefined) throw new Error("no tokens were kept");
  const { access_token, id_token } = JSON.parse(JSON.parse(stored).body);
  secrets.set("access_token", access_token).set("id_token", id_token);
  secrets.set("payload", id_token.split(".")[1]).set("signature", id_token.split(".")[2]);
}

function expectSecret(value: unknown, secrets: Map<string, string>): void {
  const text = shown(value);
  const seen = [...secrets].filter(([, secret]) => text.includes(secret)).map(([name]) => name);
  expect(seen).toEqual([]);
}

describe("nothing secret comes out", () => {
  it("in the state of a login, from its start to its end, nor in the log", async () => {
    await play({}, async ({ driver, context, vault, dispatched, callback, log, secrets }) => {
      expectSecret(dispatched.value.driverState, secrets);
      const { offers: _toTheBrowser, ...pending } = { offers: undefined, ...dispatched.value };
      expectSecret(pending, secrets);
      const result = await driver.callback(callback, context);
      expect(result).toMatchObject(verified);
      addTokens(vault, secrets);
      if (!result.ok) throw result.error;
      expectSecret([result.value.driverState, result.reply, log, driver], secrets);
      const claims = new Set(Object.keys(specimenPerson.claims));
      expectSecret(result, new Map([...secrets].filter(([name]) => !claims.has(name))));
    });
  });

  const failures: [string, Partial<OidcOptions>, (scene: Scene) => Promise<unknown> | unknown][] = [
    [
      "another session",
      {},
      ({ driver, callback, context }) => driver.callback({ ...callback, browserSession: "x" }, context),
    ],
    [
      "another state",
      {},
      ({ driver, callback, context }) => {
        const url = `${callback.request.url}&error=access_denied`;
        return driver.callback({ ...callback, request: { ...callback.request, url } }, context);
      },
    ],
    [
      "a wrong secret",
      { clientSecret: "another" },
      ({ driver, callback, context }) => driver.callback(callback, context),
    ],
    [
      "another algorithm",
      { idTokenSignedResponseAlg: "ES256" },
      ({ driver, callback, context }) => driver.callback(callback, context),
    ],
    [
      "a code that is used up",
      {},
      async ({ driver, callback, context }) => {
        await driver.callback(callback, context);
        return driver.callback(callback, { ...context, vault: memoryVault() });
      },
    ],
    [
      "keys that cannot be reached",
      {},
      ({ provider, driver, callback, context }) => {
        provider.down.add("/jwks");
        return driver.callback(callback, context);
      },
    ],
    [
      "userinfo that is not signed",
      { userInfoSignedResponseAlg: "RS256" },
      ({ driver, callback, context }) => driver.callback(callback, context),
    ],
    [
      "a clock far ahead",
      { timeToLiveMs: 1e10 },
      ({ driver, callback, context }) =>
        driver.callback(callback, { ...context, now: () => new Date(Date.now() + 1e8) }),
    ],
    [
      "a state of another step",
      {},
      ({ driver, callback, context }) => driver.callback({ ...callback, nodeId: "another" }, context),
    ],
    [
      "a state that was changed",
      {},
      ({ driver, callback, context }) =>
        driver.callback({ ...callback, driverState: { ...callback.driverState, Erika: "Mustermann" } }, context),
    ],
  ];

  it.each(failures)("in the error of %s, nor in the log", async (_name, options, fail) => {
    await play(options, async (scene) => {
      const { log, vault, secrets } = scene;
      const result = await fail(scene);
      expect(result).toMatchObject({ ok: false });
      if (tokenResponses.has(vault)) addTokens(vault, secrets);
      expectSecret([result, log], secrets);
    });
  });

  it("and the check itself finds what is there to be found", () => {
    const hidden = Object.defineProperty({}, "token", { value: "a-token", enumerable: false });
    expect(() => expectSecret({ deep: [{ hidden }] }, new Map([["token", "a-token"]]))).toThrow();
  });
});
