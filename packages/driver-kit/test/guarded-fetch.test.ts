import { failure, IdvError, isIdvError } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { createEgressGuard, type EgressGuard } from "../src/egress-guard.ts";
import { createGuardedFetch, type GuardedFetchOptions } from "../src/guarded-fetch.ts";
import { hangUp, json, localServer, silence, text } from "./local-server.ts";

function guardedFetch(options: Partial<GuardedFetchOptions> = {}): typeof fetch {
  const guard = createEgressGuard({ allow: ["127.0.0.1/32"], allowHttp: true });
  return createGuardedFetch({ provider: "acme", guard, retryDelayMs: 1, ...options });
}

const failureOf = (promise: Promise<Response>): Promise<unknown> =>
  promise.then(
    () => "no failure",
    (error: unknown) => (isIdvError(error) ? error : "no IdvError"),
  );

describe("the guarded fetch", () => {
  it("answers with a real Response, whatever the status", async () => {
    const server = await localServer(json({ error: "invalid_grant" }, 400, { "x-a": "b" }));
    const response = await guardedFetch()(`${server.origin}/token`);
    expect(response).toBeInstanceOf(Response);
    expect(response.status).toBe(400);
    expect(response.headers.get("x-a")).toBe("b");
    expect(await response.json()).toEqual({ error: "invalid_grant" });
  });

  it("sends method, headers and body of URL and init", async () => {
    const server = await localServer(json({}));
    const body = new URLSearchParams({ grant_type: "authorization_code" });
    await guardedFetch()(new URL("/token?a=1", server.origin), {
      method: "POST",
      body,
      headers: { Authorization: "Basic x" },
    });
    expect(server.seen[0]).toMatchObject({ method: "POST", url: "/token?a=1" });
    expect(server.seen[0]?.headers).toMatchObject({
      authorization: "Basic x",
      "content-type": "application/x-www-form-urlencoded;charset=UTF-8",
    });
    expect(server.seen[0]?.body.toString()).toBe("grant_type=authorization_code");
  });

  it("takes a Request", async () => {
    const server = await localServer(json({}));
    await guardedFetch()(new Request(`${server.origin}/x`, { method: "PUT", body: "text" }));
    expect(server.seen[0]).toMatchObject({ method: "PUT", url: "/x" });
    expect(server.seen[0]?.body.toString()).toBe("text");
  });

  it("gives a 204 without a body", async () => {
    const server = await localServer(text("", 204));
    const response = await guardedFetch()(server.origin);
    expect([response.status, response.body]).toEqual([204, null]);
  });

  it("repeats a GET, and gives the last answer when that does not help", async () => {
    const recovering = await localServer(hangUp, json({}, 503), json({ a: 1 }));
    expect(await (await guardedFetch()(recovering.origin)).json()).toEqual({ a: 1 });
    const down = await localServer(json({}, 503));
    expect((await guardedFetch()(down.origin)).status).toBe(503);
    expect(down.seen).toHaveLength(3);
  });

  it("sends a POST once", async () => {
    const server = await localServer(json({}, 503));
    expect((await guardedFetch()(server.origin, { method: "POST" })).status).toBe(503);
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    ["after the deadline", silence, "provider_unavailable"],
    ["when the connection is closed", hangUp, "provider_unavailable"],
    ["when the answer is too large", text("x".repeat(2000)), "invalid_response"],
    ["when the status is none of HTTP", text("", 799), "invalid_response"],
  ])("rejects with an IdvError %s", async (_, answer, code) => {
    const server = await localServer(answer);
    const error = await failureOf(guardedFetch({ timeoutMs: 100, maxResponseBytes: 1000 })(server.origin));
    expect(error).toMatchObject({ code, provider: "acme", message: expect.stringMatching(/^GET \{url\}: /) });
  });

  it("is interrupted by the caller's signal, of the init or of the Request", async () => {
    const controller = new AbortController();
    const server = await localServer(() => controller.abort());
    const { signal } = controller;
    expect(await failureOf(guardedFetch()(server.origin, { signal }))).toMatchObject({ code: "interrupted" });
    const request = new Request(server.origin, { signal: AbortSignal.abort() });
    expect(await failureOf(guardedFetch()(request))).toMatchObject({ code: "interrupted" });
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    ["a method that fetch forbids", { method: "TRACE" }],
    ["a GET with a body", { body: "x" }],
  ])("rejects with an IdvError for %s", async (_, init) => {
    expect(await failureOf(guardedFetch()("http://127.0.0.1/", init))).toMatchObject({ code: "invalid_input" });
  });

  it("rejects with an IdvError when the body cannot be read", async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error("secret")) });
    const init = { method: "POST", body, duplex: "half" } as RequestInit;
    expect(await failureOf(guardedFetch()("http://127.0.0.1/", init))).toMatchObject({
      code: "invalid_input",
      message: "POST {url}: the body cannot be read",
    });
  });
});

describe("the guard of the fetch", () => {
  it("refuses http and inner addresses by default", async () => {
    const strict = createGuardedFetch({ provider: "acme" });
    expect(await failureOf(strict("http://idp.example/"))).toMatchObject({
      code: "invalid_input",
      message: "egress: only https",
    });
    expect(await failureOf(strict("https://169.254.169.254/"))).toMatchObject({ code: "invalid_input" });
    expect(await failureOf(strict("https://localhost/"))).toMatchObject({ message: "egress: address is not public" });
  });

  it("refuses a redirect to an inner address", async () => {
    const inner = await localServer(json({}));
    const { port } = new URL(inner.origin);
    for (const host of ["127.0.0.2", "localhost.localdomain.invalid"]) {
      const outer = await localServer(text("", 302, { location: `http://${host}:${port}/` }));
      const error = await failureOf(guardedFetch({ retries: 0 })(outer.origin));
      expect(error).toMatchObject({ code: host === "127.0.0.2" ? "invalid_input" : "provider_unavailable" });
    }
    expect(inner.seen).toEqual([]);
  });
});

describe("a guard of the caller's own", () => {
  it("is asked for every redirect as well", async () => {
    const server = await localServer(text("", 302, { location: "/closed" }), json({}));
    const open = createEgressGuard({ allow: ["127.0.0.1/32"], allowHttp: true });
    const guard: EgressGuard = {
      agents: open.agents,
      checkUrl: (url) =>
        String(url).endsWith("/closed")
          ? failure(new IdvError({ code: "invalid_input", message: "closed" }))
          : open.checkUrl(url),
    };
    expect(await failureOf(guardedFetch({ guard })(server.origin))).toMatchObject({ message: "closed" });
    expect(server.seen).toHaveLength(1);
  });
});

describe("a redirect", () => {
  const redirecting = () => localServer(text("", 302, { location: "/end" }), json({ end: true }));

  it("is followed by default", async () => {
    const server = await redirecting();
    expect(await (await guardedFetch()(server.origin)).json()).toEqual({ end: true });
  });

  it("is given as it came with manual", async () => {
    const server = await redirecting();
    const response = await guardedFetch()(server.origin, { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([302, "/end"]);
    expect(server.seen).toHaveLength(1);
  });

  it("is an error with error, and with a POST", async () => {
    for (const init of [{ redirect: "error" as const }, { method: "POST" }]) {
      const server = await redirecting();
      expect(await failureOf(guardedFetch()(server.origin, init))).toMatchObject({
        code: "invalid_response",
        httpStatus: 302,
      });
      expect(server.seen).toHaveLength(1);
    }
  });

  it("is an error beyond the limit", async () => {
    const server = await localServer(text("", 302, { location: "/again" }));
    expect(await failureOf(guardedFetch({ maxRedirects: 2 })(server.origin))).toMatchObject({
      code: "invalid_response",
    });
    expect(server.seen).toHaveLength(3);
  });
});

describe("an answer that means later", () => {
  const rejecting = (options: Partial<GuardedFetchOptions> = {}) =>
    guardedFetch({ rejectUnavailable: true, ...options });

  it.each([
    [429, "rate_limited"],
    [500, "provider_unavailable"],
    [503, "provider_unavailable"],
    [599, "provider_unavailable"],
  ])("rejects with %i as %s, and says for how long", async (status, code) => {
    const server = await localServer(json({ error: "erika-is-busy" }, status, { "retry-after": "7" }));
    const error = await failureOf(rejecting()(server.origin, { method: "POST" }));
    expect(error).toMatchObject({ code, retryable: true, retryAfterMs: 7_000, httpStatus: status, provider: "acme" });
    expect(error).toMatchObject({ message: expect.stringMatching(/^POST \{url\}: /) });
    expect(JSON.stringify(error)).not.toContain("erika");
    expect(server.seen).toHaveLength(1);
  });

  it("says nothing of how long where the provider does not", async () => {
    const server = await localServer(json({}, 503));
    const error = await failureOf(rejecting({ retries: 0 })(server.origin));
    expect(error).toMatchObject({ code: "provider_unavailable" });
    expect(error).not.toHaveProperty("retryAfterMs");
  });

  it("rejects a GET when repeating it has not helped, and not before", async () => {
    const recovering = await localServer(json({}, 503), json({ a: 1 }));
    expect(await (await rejecting()(recovering.origin)).json()).toEqual({ a: 1 });
    const down = await localServer(json({}, 503));
    expect(await failureOf(rejecting()(down.origin))).toMatchObject({ code: "provider_unavailable" });
    expect(down.seen).toHaveLength(3);
  });

  it.each([200, 400, 401, 403, 404, 428, 430, 499])("does not mean %i, which comes through", async (status) => {
    const server = await localServer(json({ error: "invalid_grant" }, status));
    const response = await rejecting()(server.origin, { method: "POST" });
    expect([response.status, await response.json()]).toEqual([status, { error: "invalid_grant" }]);
  });

  it("comes through where the caller does not ask for more", async () => {
    const server = await localServer(json({ error: "slow" }, 429, { "retry-after": "7" }));
    const response = await guardedFetch()(server.origin, { method: "POST" });
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "7"]);
  });
});
