import { isIdvError } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createJwksStore } from "../src/relying-party/jwks-store.ts";
import { call, logIn, partyOf, startProvider, unwrap } from "./relying-party-setup.ts";

const uri = "https://op.example/jwks";
const maxAgeMs = 60_000;
const start = Date.parse("2026-11-21T10:00:00.000Z");
const at = (ms: number) => new Date(start + ms);

/** A network that answers with these bodies in order, the last one again and again, and counts. */
function network(...answers: unknown[]) {
  const seen: string[] = [];
  const send = (async (input: string) => {
    const answer = answers[Math.min(seen.push(input), answers.length) - 1];
    if (answer instanceof Error) throw answer;
    return answer instanceof Response ? answer.clone() : Response.json(answer);
  }) as typeof fetch;
  return { seen, send };
}

const setOf = (...kids: string[]) => ({ keys: kids.map((kid) => ({ kty: "EC", kid })) });

describe("the keys of a provider", () => {
  it("are fetched once and used until they are too old", async () => {
    const { seen, send } = network(setOf("1"), setOf("2"));
    const store = createJwksStore(maxAgeMs);
    expect(await store.get(uri, send, at(0))).toEqual({ ok: true, value: setOf("1") });
    expect(await store.get(uri, send, at(maxAgeMs - 1))).toEqual({ ok: true, value: setOf("1") });
    expect(seen).toHaveLength(1);
    expect(await store.get(uri, send, at(maxAgeMs))).toEqual({ ok: true, value: setOf("2") });
  });

  it("are fetched again when the clock was set back: they would be used for ever", async () => {
    const { send } = network(setOf("1"), setOf("2"));
    const store = createJwksStore(maxAgeMs);
    await store.get(uri, send, at(0));
    expect(await store.get(uri, send, at(-1))).toEqual({ ok: true, value: setOf("2") });
  });

  it("are fetched in one request by all who need them at once", async () => {
    const { seen, send } = network(setOf("1"));
    const store = createJwksStore(maxAgeMs);
    const all = await Promise.all(Array.from({ length: 20 }, () => store.get(uri, send, at(0))));
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(seen).toEqual([uri]);
  });

  it("are kept apart by address", async () => {
    const { seen, send } = network(setOf("1"), setOf("2"));
    const store = createJwksStore(maxAgeMs);
    await store.get(uri, send, at(0));
    expect(await store.get(`${uri}2`, send, at(0))).toEqual({ ok: true, value: setOf("2") });
    expect(seen).toEqual([uri, `${uri}2`]);
  });

  it("are not asked for more than once in five seconds, however many forged key ids come", async () => {
    const { seen, send } = network(setOf("1"), setOf("2"));
    const store = createJwksStore(maxAgeMs);
    await store.get(uri, send, at(0));
    for (const ms of [0, 1, 4999]) expect(await store.refresh(uri, send, at(ms))).toBe(false);
    expect(seen).toHaveLength(1);
    expect(await store.refresh(uri, send, at(5000))).toBe(true);
    expect(await store.get(uri, send, at(5000))).toEqual({ ok: true, value: setOf("2") });
    expect(await store.refresh(uri, send, at(5001))).toBe(false);
  });

  it("stay as they were when newer ones cannot be fetched, and the failure is not remembered", async () => {
    const down = new Response(null, { status: 503 });
    const { send } = network(setOf("1"), down, setOf("2"));
    const store = createJwksStore(maxAgeMs);
    await store.get(uri, send, at(0));
    expect(await store.refresh(uri, send, at(6000))).toBe(false);
    expect(await store.get(uri, send, at(6000))).toEqual({ ok: true, value: setOf("1") });
    const fresh = createJwksStore(maxAgeMs);
    const second = network(down, setOf("2"));
    expect(await fresh.get(uri, second.send, at(0))).toMatchObject({ ok: false });
    expect(await fresh.get(uri, second.send, at(0))).toEqual({ ok: true, value: setOf("2") });
  });

  it.each([
    [new Response(null, { status: 503 }), "provider_unavailable", "jwks_unavailable", true],
    [new Response(null, { status: 429 }), "rate_limited", "jwks_unavailable", true],
    [new Response(null, { status: 404 }), "provider_error", "jwks_unavailable", false],
    [new Response("<html>"), "invalid_response", "jwks_unreadable", false],
    [{ keys: "none" }, "invalid_response", "jwks_unreadable", false],
    [null, "invalid_response", "jwks_unreadable", false],
    [new Error("secret"), "invalid_response", "jwks_unreadable", false],
  ])("are an error when they cannot be had (%#)", async (answer, code, reason, retryable) => {
    const result = await createJwksStore(maxAgeMs).get(uri, network(answer).send, at(0));
    expect(result).toMatchObject({ ok: false, error: { code, reason, retryable } });
    expect(JSON.stringify(result)).not.toContain("secret");
  });

  it("leave out what is no key, and keep the others", async () => {
    const { send } = network({ keys: [null, "text", 5, { kty: "EC", kid: "1" }] });
    expect(await createJwksStore(maxAgeMs).get(uri, send, at(0))).toEqual({ ok: true, value: setOf("1") });
  });
});

describe("keys that machines share", () => {
  const snapshot = (kid: string, ms: number) => ({ uri, jwks: setOf(kid), fetchedAt: at(ms).toISOString() });

  it("need no request where they are imported", async () => {
    const first = createJwksStore(maxAgeMs);
    await first.get(uri, network(setOf("1")).send, at(0));
    const { seen, send } = network(setOf("2"));
    const second = createJwksStore(maxAgeMs);
    expect(second.import(JSON.parse(JSON.stringify(first.export())))).toEqual({ ok: true, value: undefined });
    expect(await second.get(uri, send, at(1000))).toEqual({ ok: true, value: setOf("1") });
    expect(seen).toEqual([]);
  });

  it("do not take the place of newer ones, and do not become younger", async () => {
    const store = createJwksStore(maxAgeMs);
    store.import([snapshot("2", 1000)]);
    store.import([snapshot("1", 0)]);
    const { seen, send } = network(setOf("3"));
    expect(await store.get(uri, send, at(2000))).toEqual({ ok: true, value: setOf("2") });
    store.import([{ ...snapshot("4", 0), fetchedAt: "2026-11-21T10:00:02Z" }]);
    expect(await store.get(uri, send, at(3000))).toEqual({ ok: true, value: setOf("4") });
    expect(seen).toEqual([]);
    expect(await store.get(uri, send, at(2000 + maxAgeMs))).toEqual({ ok: true, value: setOf("3") });
  });

  it("from a time that has not come yet are fetched anew", async () => {
    const store = createJwksStore(maxAgeMs);
    store.import([snapshot("1", 1e9)]);
    expect(await store.get(uri, network(setOf("2")).send, at(0))).toEqual({ ok: true, value: setOf("2") });
  });

  it("are copies: who changes an export or what was imported changes nothing here", async () => {
    const store = createJwksStore(maxAgeMs);
    const given = [snapshot("1", 0)];
    store.import(given);
    for (const { jwks } of [...given, ...store.export()]) jwks.keys.length = 0;
    expect(await store.get(uri, network(new Error()).send, at(0))).toEqual({ ok: true, value: setOf("1") });
  });

  it.each([
    ["no list", { uri }],
    ["a file", [{ ...snapshot("1", 0), uri: "file:///etc/hosts" }]],
    ["a time of another kind", [{ ...snapshot("1", 0), fetchedAt: "yesterday" }]],
    ["no keys", [{ ...snapshot("1", 0), jwks: {} }]],
    ["something more", [{ ...snapshot("1", 0), "Erika Mustermann": 1 }]],
    ["good ones, and one that is not", [snapshot("1", 0), null]],
  ])("are refused as a whole when they are %s", async (_, snapshots) => {
    const store = createJwksStore(maxAgeMs);
    const result = store.import(snapshots);
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect(JSON.stringify(result)).not.toMatch(/Erika|yesterday|hosts/);
    expect(store.export()).toEqual([]);
  });

  it("never make an import throw", () => {
    fc.assert(
      fc.property(fc.anything(), (thing) => {
        const result = createJwksStore(maxAgeMs).import(thing);
        expect(result.ok || isIdvError(result.error)).toBe(true);
      }),
    );
  });

  it("let a second relying party check a login without a request for keys", async () => {
    const { issuer, simulator, loopback } = await startProvider();
    const first = partyOf(issuer);
    await logIn(first, simulator);
    const second = partyOf(issuer);
    unwrap(second.importJwks(first.exportJwks()));
    const asked = () => loopback.requests.filter((request) => request === "GET /jwks").length;
    expect(asked()).toBe(1);
    await logIn(second, simulator);
    expect(asked()).toBe(1);
    expect(second.importJwks("no snapshots")).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });

  it("are waited for by others when one caller gives up", async () => {
    const { issuer, simulator } = await startProvider();
    const party = partyOf(issuer);
    const metadata = unwrap(await party.discover(call));
    const controller = new AbortController();
    const one = unwrap(await party.open(metadata, { ...call, signal: controller.signal }));
    const other = unwrap(await party.open(metadata, call));
    const [first, second] = [one.keys.get(), other.keys.get()];
    controller.abort();
    expect(await first).toMatchObject({ ok: false, error: { code: "interrupted" } });
    expect(await second).toMatchObject({ ok: true });
    expect(simulator.issuer).toBe(issuer);
  });
});
