import { inspect } from "node:util";
import type { StepResult } from "@idvkit/core";
import { createRateLimiter } from "@idvkit/driver-kit";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import {
  type ApiBench,
  apiWorkOf,
  type BenchOptions,
  bodiesTo,
  callsOf,
  dispatched,
  startApiBenchServer,
  statedIdentity,
  submitted,
} from "./api-driver-setup.ts";
import { images, pendingOf, verdictOf } from "./driver-setup.ts";

const unhandled: string[] = [];
const server = startApiBenchServer(unhandled);
afterEach(() => expect(unhandled).toEqual([]));
afterAll(() => server.close());

const work = apiWorkOf();

function errorOf(result: StepResult) {
  if (result.ok) throw new Error("expected a failure");
  return result.error;
}

describe("Onfido's limit", () => {
  it("of which it says when it ends is waited for when that is soon, and reported when it is not", async () => {
    const bench = server.bench({}, { processingReads: 0 });
    const { driverState } = await submitted(bench);
    const poll = () => bench.driver.poll({ ...work, driverState }, bench.context);
    bench.simulator.failNext({ status: 429, method: "GET", retryAfterSeconds: 600 });
    expect(errorOf(await poll()).toJSON()).toMatchObject({
      code: "rate_limited",
      retryable: true,
      httpStatus: 429,
      retryAfterMs: 600_000,
      providerCode: "rate_limit",
    });
  });

  it("that is soon over is waited for", async () => {
    const bench = server.bench({}, { processingReads: 0 });
    const { driverState } = await submitted(bench);
    bench.simulator.failNext({ status: 429, method: "GET", retryAfterSeconds: 0 });
    expect(verdictOf(await bench.driver.poll({ ...work, driverState }, bench.context))).toBe("verified");
  });

  it("is kept by the driver itself: what is too much is not sent", async () => {
    const bench = server.bench({ rateLimit: { requests: 2, intervalMs: 60_000 }, http: { timeoutMs: 100 } });
    await dispatched(bench);
    await dispatched(bench, apiWorkOf({ executionId: "execution-2" }));
    const third = await bench.driver.dispatch(apiWorkOf({ executionId: "execution-3" }), bench.context);
    expect(errorOf(third)).toMatchObject({ code: "rate_limited", retryable: true });
    expect(errorOf(third).retryAfterMs).toBeGreaterThan(50_000);
    expect(bench.sent).toHaveLength(2);
  });

  it("of one account is shared by the drivers that share a limiter", async () => {
    const rateLimiter = createRateLimiter({ requests: 3, intervalMs: 60_000 });
    const bench = server.bench({ rateLimiter, http: { timeoutMs: 100 } });
    const second = bench.another({ processType: "document" });
    const dispatch = (driver: typeof second, executionId: string) =>
      driver.dispatch(apiWorkOf({ executionId }), bench.context);
    expect((await dispatch(bench.driver, "execution-1")).ok).toBe(true);
    expect((await dispatch(second, "execution-2")).ok).toBe(true);
    expect((await dispatch(bench.driver, "execution-3")).ok).toBe(true);
    expect(errorOf(await dispatch(second, "execution-4")).code).toBe("rate_limited");
    expect(bench.sent).toHaveLength(3);
  });

  it("after which an uncertain check is not looked for: it was not sent", async () => {
    const bench = server.bench({ rateLimit: { requests: 3, intervalMs: 60_000 }, http: { timeoutMs: 100 } });
    const { driverState } = await dispatched(bench);
    const failed = await bench.driver.submit({ ...work, driverState, input: images }, bench.context);
    expect(failed).toMatchObject({ ok: false, error: { code: "rate_limited" } });
    expect(!failed.ok && failed.driverState).not.toHaveProperty("checkTried");
  });
});

describe("a refusal", () => {
  it("of what was sent names the fields, and no value", async () => {
    const bench = server.bench();
    const content = JSON.stringify({
      error: {
        type: "validation_error",
        message: "WILLEKE is not allowed",
        fields: { first_name: ["WILLEKE is invalid"], address: [{ postcode: ["1234 AB is invalid"] }] },
      },
    });
    const body = { content, mediaType: "application/json" };
    bench.simulator.failNext({ status: 422, method: "POST", path: "/applicants", body });
    const error = errorOf(await bench.driver.dispatch(work, bench.context));
    expect(error.toJSON()).toMatchObject({
      code: "provider_error",
      httpStatus: 422,
      providerCode: "validation_error",
      message: "POST /applicants: 422 (first_name, address.postcode)",
    });
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/WILLEKE|1234 AB/);
  });

  it.each([401, 403])("of the credentials with %i is said as such", async (status) => {
    const bench = server.bench();
    bench.simulator.failNext({ status, method: "POST", path: "/applicants" });
    expect(await bench.driver.dispatch(work, bench.context)).toMatchObject({
      ok: false,
      error: { code: "credentials_rejected", httpStatus: status, retryable: false },
    });
  });

  it.each([
    [404, "provider_error"],
    [409, "conflict"],
    [500, "provider_unavailable"],
    [503, "provider_unavailable"],
    ["network", "provider_unavailable"],
  ] as const)("%s at a poll is %s and keeps the step as it was", async (status, code) => {
    const bench = server.bench({ http: { retries: 0 } });
    const { driverState } = await submitted(bench);
    bench.simulator.failNext({ status, method: "GET" });
    const failed = await bench.driver.poll({ ...work, driverState }, bench.context);
    expect(errorOf(failed).code).toBe(code);
    expect("driverState" in failed).toBe(false);
  });

  it("that is an HTML page is no answer of Onfido's", async () => {
    const bench = server.bench();
    const { driverState } = await submitted(bench);
    bench.simulator.failNext({
      status: 200,
      method: "GET",
      body: { content: "<html>SECRET</html>", mediaType: "text/html" },
    });
    const failed = errorOf(await bench.driver.poll({ ...work, driverState }, bench.context));
    expect(failed.code).toBe("invalid_response");
    expect(inspect(failed, { depth: null, showHidden: true })).not.toContain("SECRET");
  });
});

describe("credentials", () => {
  it.each([
    [{ apiToken: "api_live_us.SECRET" }, "options.region: the token belongs to region us"],
    [{ apiToken: "api_sandbox.SECRET", region: "ca" }, "options.region: the token belongs to region eu"],
    [
      { apiToken: "api_sandbox.SECRET", environment: "live" },
      "options.apiToken: a sandbox token, but options.environment is live",
    ],
    [
      { apiToken: "api_live.SECRET", environment: "sandbox" },
      "options.apiToken: a live token, but options.environment is sandbox",
    ],
  ] as const)("%j that do not fit are said in plain words, before any call", async (options, message) => {
    const bench = server.bench(options as BenchOptions);
    const failed = await bench.driver.dispatch(work, bench.context);
    expect(errorOf(failed)).toMatchObject({ code: "configuration", message });
    expect(inspect(failed, { depth: null, showHidden: true })).not.toContain("SECRET");
    expect(bench.sent).toEqual([]);
  });

  it("of the sandbox that do not show it are found out by the first answer", async () => {
    const bench = server.bench({
      apiToken: undefined,
      environment: "live",
      clientId: "simulator-client",
      clientSecret: "simulator-secret",
    });
    expect(await bench.driver.dispatch(work, bench.context)).toMatchObject({
      ok: false,
      error: { code: "configuration", message: expect.stringContaining("belong to the sandbox") },
    });
  });

  const oauth = { apiToken: undefined, clientId: "simulator-client", clientSecret: () => "simulator-secret" };

  it("of OAuth get a token for all calls", async () => {
    const bench = server.bench(oauth, { processingReads: 0 });
    const { driverState } = await submitted(bench);
    expect(verdictOf(await bench.driver.poll({ ...work, driverState }, bench.context))).toBe("verified");
    expect(callsOf(bench).filter((call) => call === "POST /oauth/token")).toHaveLength(1);
    expect(bench.sent.at(-1)?.headers.get("authorization")).toMatch(/^Bearer simulated\./);
  });

  it("of OAuth that are rejected say that the region may be the wrong one", async () => {
    const bench = server.bench({ ...oauth, clientSecret: "wrong" });
    const error = errorOf(await bench.driver.dispatch(work, bench.context));
    expect(error.code).toBe("credentials_rejected");
    expect(error.message).toContain("check options.region");
  });

  it("that are revoked meanwhile are rejected", async () => {
    const bench = server.bench();
    const { driverState } = await submitted(bench);
    bench.simulator.revokeTokens();
    expect(errorOf(await bench.driver.poll({ ...work, driverState }, bench.context)).code).toBe("credentials_rejected");
  });

  it("that cannot be read are a configuration error without their text", async () => {
    const bench = server.bench({
      apiToken: () => {
        throw new Error("hunter2");
      },
    });
    const failed = await bench.driver.dispatch(work, bench.context);
    expect(errorOf(failed).code).toBe("configuration");
    expect(inspect(failed, { depth: null, showHidden: true })).not.toContain("hunter2");
  });
});

describe("an error and the log", () => {
  const secrets =
    /WILLEKE|DE BRUIJN|1965-03-10|api_sandbox\.simulator|simulator-webhook-token|simulated\.sdk|\x89PNG|iVBORw/;

  const failures: [string, BenchOptions, (bench: ApiBench) => Promise<unknown>][] = [
    [
      "a dispatch whose applicant is refused",
      {},
      async (bench) => {
        bench.simulator.failNext({ status: 422, method: "POST", path: "/applicants" });
        return bench.driver.dispatch(work, bench.context);
      },
    ],
    [
      "a dispatch that gets no token",
      { capture: { mode: "webSdk", referrer: "https://rp.example/*" } },
      async (bench) => {
        bench.simulator.failNext({ status: 503, method: "POST", path: "/sdk_token" });
        return bench.driver.dispatch(work, bench.context);
      },
    ],
    [
      "an answer that is cut",
      {},
      async (bench) => {
        const body = { content: '{"id": "WILLEKE", "first_name": "WILL', mediaType: "application/json" };
        bench.simulator.failNext({ status: 201, method: "POST", path: "/applicants", body });
        return bench.driver.dispatch(work, bench.context);
      },
    ],
    [
      "an upload that fails",
      {},
      async (bench) => {
        const { driverState } = await dispatched(bench);
        bench.simulator.failNext({ status: 503, method: "POST", path: "/documents" });
        return bench.driver.submit({ ...work, driverState, input: images }, bench.context);
      },
    ],
    [
      "a connection that breaks under a picture",
      {},
      async (bench) => {
        const { driverState } = await dispatched(bench);
        bench.simulator.failNext({ status: "network", method: "POST", path: "/live_photos" });
        return bench.driver.submit({ ...work, driverState, input: images }, bench.context);
      },
    ],
    [
      "reports that cannot be read",
      { http: { retries: 0 } },
      async (bench) => {
        const { driverState, checkId } = await submitted(bench);
        bench.simulator.finish(checkId);
        const body = { content: '{"reports": {"first_name": "WILLEKE"}}', mediaType: "application/json" };
        bench.simulator.failNext({ status: 200, method: "GET", path: "/reports", body });
        return bench.driver.poll({ ...work, driverState }, bench.context);
      },
    ],
  ];

  it.each(failures)("of %s holds no name, token or picture", async (_what, options, fail) => {
    const bench = server.bench(options);
    const failed = (await fail(bench)) as StepResult;
    const error = errorOf(failed);
    expect(error.message).not.toBe("");
    expect(inspect(failed, { depth: null, showHidden: true })).not.toMatch(secrets);
    expect(JSON.stringify(failed)).not.toMatch(secrets);
    expect(error.stack).not.toMatch(secrets);
    expect(bench.logged.join("\n")).not.toMatch(secrets);
  });

  it("of a whole verification hold none either, and neither does the state", async () => {
    const bench = server.bench({ artifacts: { images: true, fullResult: true } });
    const { driverState } = await submitted(bench);
    const read = pendingOf(await bench.driver.poll({ ...work, driverState }, bench.context));
    const done = await bench.driver.poll({ ...work, driverState: read.driverState }, bench.context);
    expect(verdictOf(done)).toBe("verified");
    expect((await bodiesTo(bench, "/applicants"))[0]?.first_name).toBe(statedIdentity.content.givenName);
    expect(bench.logged.join("\n")).not.toMatch(secrets);
    expect(JSON.stringify(done.ok && done.value.driverState)).not.toMatch(secrets);
  });
});
