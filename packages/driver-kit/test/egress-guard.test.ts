import { request } from "node:http";
import type { LookupFunction } from "node:net";
import axios from "axios";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEgressGuard, type EgressGuardOptions } from "../src/egress-guard.ts";
import type { HttpCall } from "../src/http-call.ts";
import { createHttpClient } from "../src/http-client.ts";
import { json, localServer, text } from "./local-server.ts";

const call: HttpCall = { method: "GET", path: "/inner", retry: "safe" };
const loopback = { allow: ["127.0.0.0/8"], allowHttp: true };

/** Resolves every name to the next of these lists of addresses. */
function resolvingTo(...answers: string[][]): { lookup: LookupFunction; names: string[] } {
  const names: string[] = [];
  const lookup: LookupFunction = (name, options, callback) => {
    const addresses = answers[Math.min(names.push(name), answers.length) - 1] ?? [];
    const entries = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    const [first] = entries;
    setImmediate(() => (options.all ? callback(null, entries) : callback(null, first?.address ?? "", first?.family)));
  };
  return { lookup, names };
}

function guardedClient(baseUrl: string, options: EgressGuardOptions) {
  const guard = createEgressGuard(options);
  onTestFinished(() => {
    guard.agents.http.destroy();
    guard.agents.https.destroy();
  });
  return createHttpClient({ provider: "acme", baseUrl, agents: guard.agents, retryDelayMs: 1 });
}

const refused = {
  ok: false,
  error: { code: "invalid_input", message: "egress: address is not public", provider: "acme" },
};

describe("a guarded connection", () => {
  it.each(["127.0.0.1", "2130706433", "0x7f.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"])(
    "is not made to the own machine, written as %s",
    async (host) => {
      const server = await localServer(json({}));
      const client = guardedClient(`http://${host}:${new URL(server.origin).port}`, { allowHttp: true });
      expect(await client.json(call)).toMatchObject(refused);
      expect(server.seen).toEqual([]);
    },
  );

  it.each([
    ["a private one", ["10.0.0.1"]],
    ["a public and a private one", ["93.184.216.34", "127.0.0.1"]],
    ["a metadata service over NAT64", ["64:ff9b::a9fe:a9fe"]],
  ])("is not made when the name has the address %s, and the name is asked for once", async (_, addresses) => {
    const { lookup, names } = resolvingTo(addresses);
    for (const scheme of ["http", "https"]) {
      expect(await guardedClient(`${scheme}://inner.example`, { lookup, allowHttp: true }).json(call)).toMatchObject(
        refused,
      );
    }
    expect(names).toEqual(["inner.example", "inner.example"]);
  });

  it("goes to the address that was checked, whatever the name resolves to a moment later", async () => {
    const server = await localServer(json({ reached: true }));
    const { lookup, names } = resolvingTo(["127.0.0.1"], ["10.0.0.1"]);
    const client = guardedClient(`http://rebind.example:${new URL(server.origin).port}`, { ...loopback, lookup });
    expect(await client.json(call)).toMatchObject({ ok: true, value: { body: { reached: true } } });
    // The open connection is used again: no second look-up, so no second address.
    expect(await client.json(call)).toMatchObject({ ok: true });
    expect(names).toEqual(["rebind.example"]);
  });

  it("is refused for a name that is public at first and private at the next connection", async () => {
    const server = await localServer(json({}, 200, { connection: "close" }));
    const { lookup } = resolvingTo(["127.0.0.1"], ["127.0.0.1", "10.0.0.1"]);
    const client = guardedClient(`http://rebind.example:${new URL(server.origin).port}`, { ...loopback, lookup });
    expect(await client.json(call)).toMatchObject({ ok: true });
    expect(await client.json(call)).toMatchObject(refused);
  });

  it("is checked again for every redirect", async () => {
    const inner = await localServer(json({ secret: true }));
    const port = new URL(inner.origin).port;
    const outer = await localServer(text("", 302, { location: `http://127.0.0.2:${port}/` }));
    const result = await guardedClient(outer.origin, { allow: ["127.0.0.1/32"], allowHttp: true }).json({
      ...call,
      redirects: 3,
    });
    expect(result).toMatchObject(refused);
    expect(inner.seen).toEqual([]);
  });

  it("does not go through a proxy that would connect in our place", async () => {
    const proxy = await localServer(json({ proxied: true }));
    const guard = createEgressGuard({ allow: ["127.0.0.1/32"], allowHttp: true });
    const { hostname, port } = new URL(proxy.origin);
    const instance = axios.create({ proxy: { host: hostname, port: Number(port), protocol: "http" } });
    const client = createHttpClient({
      provider: "acme",
      baseUrl: "http://10.0.0.1",
      axios: instance,
      agents: guard.agents,
    });
    expect(await client.json(call)).toMatchObject(refused);
    expect(proxy.seen).toEqual([]);
  });

  it("is not made to a socket file", async () => {
    const guard = createEgressGuard({ allowHttp: true });
    const error = await new Promise((resolve) => {
      request({ agent: guard.agents.http, socketPath: "/run/inner.sock", path: "/" }).on("error", resolve).end();
    });
    expect(error).toMatchObject({ code: "invalid_input", message: "egress: not a network address" });
  });

  it("is not made without TLS unless that is allowed", async () => {
    const server = await localServer(json({}));
    const result = await guardedClient(server.origin, { allow: ["127.0.0.0/8"] }).json(call);
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_input", message: "egress: only https" } });
    expect(server.seen).toEqual([]);
  });

  it("reports a name that does not resolve as unreachable", async () => {
    const client = guardedClient("https://acme.invalid", {});
    expect(await client.json({ ...call, retry: "never" })).toMatchObject({
      ok: false,
      error: { code: "provider_unavailable" },
    });
  });

  it("throws where nobody takes the error", () => {
    const { agents } = createEgressGuard();
    expect(() => agents.https.createConnection({ host: "10.0.0.1", port: 443 })).toThrow(
      "egress: address is not public",
    );
    expect(() => agents.http.createConnection({ host: "1.1.1.1", port: 80 })).toThrow("egress: only https");
  });
});

describe("checkUrl", () => {
  it.each([
    "https://idp.example/path?a=1",
    new URL("https://idp.example:8443"),
    "https://1.1.1.1",
    "https://[2606:4700::1]/",
  ])("lets %s pass", (url) => {
    expect(createEgressGuard().checkUrl(url)).toEqual({ ok: true, value: new URL(url) });
  });

  it.each([
    ["no url", "not a URL"],
    ["http://idp.example", "only https"],
    ["file:///etc/hosts", "only https"],
    ["javascript:alert(1)", "only https"],
    ["https://user@idp.example", "credentials in the URL"],
    ["https://:pass@idp.example", "credentials in the URL"],
    ["https://192.168.1.1/", "address is not public"],
    ["https://0300.0250.1.1/", "address is not public"],
    ["https://[fe80::1]/", "address is not public"],
  ])("refuses %s: %s", (url, problem) => {
    expect(createEgressGuard().checkUrl(url)).toMatchObject({
      ok: false,
      error: { code: "invalid_input", message: `egress: ${problem}` },
    });
  });

  it("lets http and inner addresses pass when they are allowed", () => {
    const guard = createEgressGuard(loopback);
    expect(guard.checkUrl("http://127.0.0.1:8080/").ok).toBe(true);
    expect(guard.checkUrl("ftp://127.0.0.1/").ok).toBe(false);
    expect(guard.checkUrl("http://10.0.0.1/").ok).toBe(false);
  });
});
