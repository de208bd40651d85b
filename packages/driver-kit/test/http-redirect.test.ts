import axios from "axios";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { describe, expect, it, onTestFinished } from "vitest";
import type { HttpCall } from "../src/http-call.ts";
import { createHttpClient } from "../src/http-client.ts";
import { json, type LocalServer, localServer, text } from "./local-server.ts";

const call: HttpCall = { method: "GET", path: "/start", retry: "never", redirects: 2 };
const credentials = { Authorization: "Bearer t0ken", "X-Api-Key": "k3y", Cookie: "c=1" };

const to = (location: string, status = 302) => text("", status, { location });

function clientOf(server: LocalServer, instance = axios.create()) {
  return createHttpClient({ provider: "acme", baseUrl: server.origin, axios: instance });
}

describe("a call that allows redirects", () => {
  it.each([301, 302, 303, 307, 308])("follows %i within its origin and keeps its headers", async (status) => {
    const server = await localServer(to("/end?a=1", status), json({ end: true }));
    const result = await clientOf(server).json({ ...call, headers: credentials });
    expect(result).toMatchObject({ ok: true, value: { status: 200, body: { end: true } } });
    expect(server.seen[1]).toMatchObject({
      url: "/end?a=1",
      headers: { authorization: "Bearer t0ken", "x-api-key": "k3y" },
    });
  });

  it("sends nothing but accept and user-agent to another origin, also when it comes back", async () => {
    const home = await localServer((response, request) => to(`${other.origin}/x`)(response, request), json({}));
    const other = await localServer((response, request) => to(`${home.origin}/back`)(response, request));
    const instance = axios.create({ headers: { "x-default": "d3fault" }, auth: { username: "u", password: "p" } });
    expect((await clientOf(home, instance).json({ ...call, headers: credentials })).ok).toBe(true);
    const own = ["accept", "accept-encoding", "connection", "host", "user-agent"];
    expect(home.seen[0]?.headers).toHaveProperty("x-default", "d3fault");
    expect(Object.keys(other.seen[0]?.headers ?? {}).sort()).toEqual(own);
    expect(other.seen[0]?.headers.accept).toBe("application/json");
    expect(Object.keys(home.seen[1]?.headers ?? {}).sort()).toEqual(own);
  });

  it("gives up after as many as it allows", async () => {
    const server = await localServer(to("/again"));
    expect(await clientOf(server).json(call)).toMatchObject({
      ok: false,
      error: { code: "invalid_response", message: "GET /start: too many redirects", httpStatus: 302 },
    });
    expect(server.seen).toHaveLength(3);
  });

  it.each([
    ["with credentials", "http://u:p@127.0.0.1/", "redirect with credentials"],
    ["to no URL", "http://[", "redirect to no URL"],
    ["to a file", "file:///etc/hosts", "redirect to another scheme"],
    ["to data", "data:application/json,{}", "redirect to another scheme"],
  ])("refuses a redirect %s", async (_, location, found) => {
    const server = await localServer(to(location), json({}));
    expect(await clientOf(server).json(call)).toMatchObject({
      ok: false,
      error: { code: "invalid_response", message: `GET /start: ${found}`, httpStatus: 302 },
    });
    expect(server.seen).toHaveLength(1);
  });

  it("refuses the redirect of a POST: its body would go elsewhere", async () => {
    const server = await localServer(to("/end", 307), json({}));
    const result = await clientOf(server).json({ ...call, method: "POST", body: { json: { a: 1 } } });
    expect(result).toMatchObject({
      ok: false,
      error: { code: "invalid_response", message: "POST /start: redirect of a POST" },
    });
    expect(server.seen).toHaveLength(1);
  });

  it("refuses a redirect that names no place", async () => {
    const server = await localServer(text("", 302));
    expect(await clientOf(server).json(call)).toMatchObject({ ok: false, error: { code: "invalid_response" } });
  });
});

describe("the scheme", () => {
  const mocked = (from: string, target: string) => {
    const asked: string[] = [];
    const server = setupServer(
      http.get(from, () => new HttpResponse(null, { status: 302, headers: { location: target } })),
      http.get(target, () => {
        asked.push(target);
        return HttpResponse.json({ end: true });
      }),
    );
    server.listen();
    onTestFinished(() => server.close());
    return asked;
  };

  it("may change from http to https", async () => {
    mocked("http://a.example/start", "https://b.example/end");
    const client = createHttpClient({ provider: "acme", baseUrl: "http://a.example" });
    expect(await client.json(call)).toMatchObject({ ok: true, value: { body: { end: true } } });
  });

  it("never changes from https to http", async () => {
    const asked = mocked("https://a.example/start", "http://a.example/end");
    const client = createHttpClient({ provider: "acme", baseUrl: "https://a.example" });
    expect(await client.json(call)).toMatchObject({
      ok: false,
      error: { message: "GET /start: redirect to another scheme" },
    });
    expect(asked).toEqual([]);
  });
});
