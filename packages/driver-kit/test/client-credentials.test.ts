import { getEventListeners } from "node:events";
import { inspect } from "node:util";
import { failure, IdvError, type IdvResult, success } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { type ClientCredentialsOptions, clientCredentials } from "../src/client-credentials.ts";
import { createHttpClient } from "../src/http-client.ts";
import { type Answer, json, localServer, silence } from "./local-server.ts";

const rejected = failure(new IdvError({ code: "credentials_rejected", message: "GET /x: 401", httpStatus: 401 }));

/** Gives a new token at every request: t1, t2, ... */
function tokens(extra: object = { token_type: "Bearer", expires_in: 600 }): Answer {
  let count = 0;
  return (response, request) => json({ access_token: `t${++count}`, ...extra })(response, request);
}

async function source(answer: Answer, options: Partial<ClientCredentialsOptions> = {}) {
  const server = await localServer(answer);
  const http = createHttpClient({ provider: "acme", baseUrl: server.origin, retries: 0, timeoutMs: 500 });
  const clock = { nowMs: 1_000_000 };
  const tokenSource = clientCredentials({
    http,
    path: "/token",
    clientId: "client",
    clientSecret: "s3cret",
    now: () => clock.nowMs,
    ...options,
  });
  const authorization = () => tokenSource.withToken(async (headers) => success(headers.authorization));
  return { server, clock, tokenSource, authorization };
}

describe("the token request", () => {
  it("authenticates in the header, percent-encoded before Base64", async () => {
    const { server, authorization } = await source(tokens(), { clientId: "a:b c", clientSecret: async () => "ü+/'!" });
    expect(await authorization()).toEqual(success("Bearer t1"));
    const [scheme, encoded = ""] = server.seen[0]?.headers.authorization?.split(" ") ?? [];
    expect(scheme).toBe("Basic");
    expect(Buffer.from(encoded, "base64").toString()).toBe("a%3Ab+c:%C3%BC%2B%2F%27%21");
    expect(server.seen[0]).toMatchObject({ method: "POST", url: "/token" });
    expect(server.seen[0]?.body.toString()).toBe("grant_type=client_credentials");
  });

  it("authenticates in the form when told so, and asks for the scope", async () => {
    const { server, authorization } = await source(tokens(), { authentication: "post", scope: "idv read" });
    await authorization();
    expect(server.seen[0]?.headers).not.toHaveProperty("authorization");
    expect(server.seen[0]?.body.toString()).toBe(
      "grant_type=client_credentials&scope=idv+read&client_id=client&client_secret=s3cret",
    );
  });

  it("reads the secret at the time of each request", async () => {
    let version = 0;
    const { server, clock, authorization } = await source(tokens(), { clientSecret: () => `v${++version}` });
    await authorization();
    clock.nowMs += 700_000;
    await authorization();
    const sent = server.seen.map(({ headers }) =>
      Buffer.from(headers.authorization?.slice(6) ?? "", "base64").toString(),
    );
    expect(sent).toEqual(["client:v1", "client:v2"]);
  });
});

describe("the token", () => {
  it.each([
    ["30 seconds", 3600, 3570],
    ["a tenth of its life", 100, 90],
    ["the same, told as text", "100", 90],
  ])("is used until %s before its end", async (_, lifetime, used) => {
    const { clock, authorization } = await source(tokens({ expires_in: lifetime }));
    await authorization();
    clock.nowMs += used * 1000 - 1;
    expect(await authorization()).toEqual(success("Bearer t1"));
    clock.nowMs += 1;
    expect(await authorization()).toEqual(success("Bearer t2"));
  });

  it.each([
    ["is missing", {}, {}, 570],
    ["is unreadable", { expires_in: "soon" }, {}, 570],
    ["is empty", { expires_in: "" }, {}, 570],
    ["is null, with another default", { expires_in: null }, { expiresInDefaultSeconds: 100 }, 90],
  ])("has the default lifetime when its own %s", async (_, extra, options, used) => {
    const { clock, authorization } = await source(tokens(extra), options);
    await authorization();
    clock.nowMs += used * 1000 - 1;
    expect(await authorization()).toEqual(success("Bearer t1"));
    clock.nowMs += 1;
    expect(await authorization()).toEqual(success("Bearer t2"));
  });

  it("that lives no time is used once", async () => {
    const { authorization } = await source(tokens({ expires_in: -5 }));
    expect(await authorization()).toEqual(success("Bearer t1"));
    expect(await authorization()).toEqual(success("Bearer t2"));
  });

  it("is asked for once by many callers at the same time", async () => {
    const { server, authorization } = await source(tokens());
    const results = await Promise.all(Array.from({ length: 20 }, authorization));
    expect(new Set(results.map((result) => result.ok && result.value))).toEqual(new Set(["Bearer t1"]));
    expect(server.seen).toHaveLength(1);
  });

  it("is asked for again after a failure", async () => {
    let down = true;
    const { authorization } = await source((response, request) =>
      (down ? json({}, 503) : json({ access_token: "t" }))(response, request),
    );
    expect(await authorization()).toMatchObject({
      ok: false,
      error: { code: "provider_unavailable", httpStatus: 503 },
    });
    down = false;
    expect(await authorization()).toEqual(success("Bearer t"));
  });

  it.each([
    ["no token", {}],
    ["an empty one", { access_token: "" }],
    ["a number", { access_token: 7 }],
    ["one that would break the header", { access_token: "a\r\nx: y" }],
    ["a token of another type", { access_token: "t", token_type: "DPoP" }],
    ["a type that is no text", { access_token: "t", token_type: 7 }],
    ["null", null],
  ])("is refused when the answer holds %s", async (_, body) => {
    const { authorization } = await source(json(body));
    expect(await authorization()).toMatchObject({ ok: false, error: { code: "invalid_response", httpStatus: 200 } });
  });

  it("may come without a type or with one in any spelling", async () => {
    for (const extra of [{}, { token_type: "bearer" }, { token_type: "BearerToken" }]) {
      expect(await (await source(tokens(extra))).authorization()).toEqual(success("Bearer t1"));
    }
  });
});

describe("a refused token request", () => {
  it.each([
    [400, { error: "invalid_client" }, "credentials_rejected", "invalid_client"],
    [401, { error: "invalid_client" }, "credentials_rejected", "invalid_client"],
    [401, {}, "credentials_rejected", undefined],
    [400, { error: "invalid_scope" }, "provider_error", "invalid_scope"],
    [400, null, "provider_error", undefined],
    [429, {}, "rate_limited", undefined],
  ])("with %i and %j is %s", async (status, body, code, providerCode) => {
    const { authorization, server } = await source(json(body, status));
    const result = await authorization();
    expect(result).toMatchObject({ ok: false, error: { code, httpStatus: status, provider: "acme" } });
    expect(result.ok ? undefined : result.error.providerCode).toBe(providerCode);
    expect(server.seen).toHaveLength(1);
  });

  it("that finds no endpoint is a wrong setting, and carries no 404 that could be another resource's", async () => {
    const { authorization } = await source(json({}, 404));
    const result = await authorization();
    expect(result).toMatchObject({ ok: false, error: { code: "configuration" } });
    expect(result.ok ? undefined : result.error.httpStatus).toBeUndefined();
  });

  it.each([
    ["clientId", { clientId: "" }],
    ["clientSecret", { clientSecret: () => Promise.reject(new Error("s3cret")) }],
  ])("is not even made when %s cannot be read", async (name, options) => {
    const { authorization, server } = await source(tokens(), options);
    const result = await authorization();
    expect(result).toMatchObject({ ok: false, error: { code: "configuration" } });
    expect(inspect(result, { depth: Number.POSITIVE_INFINITY })).toContain(name);
    expect(inspect(result, { showHidden: true, depth: Number.POSITIVE_INFINITY })).not.toContain("s3cret");
    expect(server.seen).toEqual([]);
  });
});

describe("a call with a token that is rejected", () => {
  it("runs once more with a new one", async () => {
    const { tokenSource, server } = await source(tokens());
    const used: string[] = [];
    const result = await tokenSource.withToken(async ({ authorization }): Promise<IdvResult<string>> => {
      used.push(authorization);
      return authorization === "Bearer t1" ? rejected : success("done");
    });
    expect(result).toEqual(success("done"));
    expect(used).toEqual(["Bearer t1", "Bearer t2"]);
    expect(server.seen).toHaveLength(2);
  });

  it("runs no third time", async () => {
    const { tokenSource, server } = await source(tokens());
    let runs = 0;
    const result = await tokenSource.withToken(async () => {
      runs += 1;
      return rejected;
    });
    expect(result).toMatchObject({ ok: false, error: { code: "credentials_rejected" } });
    expect(runs).toBe(2);
    expect(server.seen).toHaveLength(2);
  });

  it("takes the newer token of another caller instead of asking for one more", async () => {
    const { tokenSource, server } = await source(tokens());
    const failFirst = async ({ authorization }: { authorization: string }): Promise<IdvResult<string>> =>
      authorization === "Bearer t1" ? rejected : success(authorization);
    const results = await Promise.all([1, 2, 3, 4].map(() => tokenSource.withToken(failFirst)));
    expect(results).toEqual(results.map(() => success("Bearer t2")));
    expect(server.seen).toHaveLength(2);
  });

  it("leaves a newer token alone when it fails late", async () => {
    const { tokenSource, authorization, server } = await source(tokens());
    let failNow = (): void => undefined;
    const late = tokenSource.withToken(({ authorization: used }): Promise<IdvResult<string>> => {
      if (used !== "Bearer t1") return Promise.resolve(success(used));
      return new Promise((resolve) => {
        failNow = () => resolve(rejected);
      });
    });
    await expect.poll(() => server.seen.length).toBe(1);
    await tokenSource.withToken(async (headers) => (headers.authorization === "Bearer t1" ? rejected : success(1)));
    failNow();
    expect(await late).toEqual(success("Bearer t2"));
    expect(await authorization()).toEqual(success("Bearer t2"));
    expect(server.seen).toHaveLength(2);
  });

  it("fails like the second token request", async () => {
    let count = 0;
    const { tokenSource } = await source((response, request) =>
      (++count === 1 ? json({ access_token: "t" }) : json({}, 500))(response, request),
    );
    expect(await tokenSource.withToken(async () => rejected)).toMatchObject({ ok: false, error: { httpStatus: 500 } });
  });

  it("does not run again for any other error", async () => {
    const { tokenSource } = await source(tokens());
    let runs = 0;
    await tokenSource.withToken(async () => {
      runs += 1;
      return failure(new IdvError({ code: "conflict", message: "x" }));
    });
    expect(runs).toBe(1);
  });
});

describe("a caller that aborts", () => {
  it("is interrupted at once, and the others get the token", async () => {
    let answerNow = (): void => undefined;
    const { tokenSource, authorization, server } = await source((response, request) => {
      answerNow = () => tokens()(response, request);
    });
    const controller = new AbortController();
    const leaver = tokenSource.withToken(async () => success("ran"), controller.signal);
    const stayer = tokenSource.withToken(async (headers) => success(headers), new AbortController().signal);
    await expect.poll(() => server.seen.length).toBe(1);
    controller.abort();
    expect(await leaver).toMatchObject({ ok: false, error: { code: "interrupted" } });
    answerNow();
    expect(await stayer).toEqual(success({ authorization: "Bearer t1" }));
    expect(await authorization()).toEqual(success("Bearer t1"));
    expect(server.seen).toHaveLength(1);
    await expect.poll(() => getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  it("before the start makes no request", async () => {
    const { tokenSource, server } = await source(silence);
    const result = await tokenSource.withToken(async () => success("ran"), AbortSignal.abort());
    expect(result).toMatchObject({ ok: false, error: { code: "interrupted" } });
    expect(server.seen).toEqual([]);
  });
});
