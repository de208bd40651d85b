import { describe, expect, it } from "vitest";
import { reverifyEvidence } from "../src/index.ts";
import { processKey, publicPart } from "../src/testing/keys.ts";
import {
  anna,
  cibaWork,
  createCibaBench,
  jsonBody,
  keptText,
  resultOf,
  simulateProviders,
  startLogin,
} from "./ciba-setup.ts";

simulateProviders();

const inputsWith = (attributes: Record<string, string | number>) => ({ ...cibaWork().inputs, attributes });

describe("a login that the person confirms elsewhere", () => {
  it("shows the person the code that the provider shows too", async () => {
    const bench = createCibaBench();
    const { pending } = await startLogin(bench);
    const [offer] = pending.offers ?? [];
    expect(offer).toEqual({
      kind: "confirmElsewhere",
      code: expect.stringMatching(/^[A-Z][2-9]-[2-9]{2}$/),
      after: "wait",
      expiresAt: "2026-11-21T10:05:00.000Z",
    });
    expect(bench.simulator.backchannelRequests).toMatchObject([
      { bindingMessage: offer && "code" in offer && offer.code },
    ]);
    expect(pending).toMatchObject({
      rawStatus: "authorization_pending",
      callbackRefs: [],
      poll: { at: "2026-11-21T10:00:05.000Z", intervalMs: 5_000 },
      expiresAt: "2026-11-21T10:05:00.000Z",
    });
  });

  it("shows the caller's own words where there are any", async () => {
    const bench = createCibaBench();
    const { pending } = await startLogin(bench, cibaWork({ inputs: inputsWith({ bindingMessage: "Order 4711" }) }));
    expect(pending.offers).toMatchObject([{ code: "Order 4711", message: "Order 4711" }]);
    expect(bench.simulator.backchannelRequests).toMatchObject([{ bindingMessage: "Order 4711" }]);
  });

  it.each([["" as string | number], [4711]])("makes a code where the attribute is %j", async (bindingMessage) => {
    const { pending } = await startLogin(createCibaBench(), cibaWork({ inputs: inputsWith({ bindingMessage }) }));
    expect(pending.offers).toMatchObject([{ code: expect.stringMatching(/^[A-Z][2-9]-[2-9]{2}$/) }]);
  });

  it("gives the person's data and the proof of the login, bound to no browser", async () => {
    const bench = createCibaBench({ options: { acrValues: ["substantial"] } });
    const login = await startLogin(bench);
    bench.simulator.confirm();
    bench.advance(5);
    const result = resultOf(await login.poll());
    expect(result).toMatchObject({ verdict: "verified", sessionBinding: "none" });
    expect(result.dataBlocks.find(({ type }) => type === "basicIdentity")).toMatchObject({
      content: expect.objectContaining({}),
    });
    expect(JSON.stringify(result.dataBlocks)).toContain("Berg");
  });

  it("proves itself with a key and decrypts the ID token where the provider wants that, as itsme does", async () => {
    const signing = await processKey("PS256", "client");
    const decryption = await processKey("RSA-OAEP-256", "client");
    const bench = createCibaBench({
      options: {
        preset: "itsme",
        signingKey: JSON.stringify(signing),
        decryptionKeys: [JSON.stringify(decryption)],
      },
      provider: {
        clients: [
          {
            clientId: "rp",
            redirectUris: [],
            tokenEndpointAuthMethod: "private_key_jwt",
            jwks: { keys: [publicPart(signing), { ...publicPart(decryption), use: "enc" }] },
            idTokenEncryptedResponseAlg: "RSA-OAEP-256",
          },
        ],
      },
    });
    const login = await startLogin(bench);
    bench.simulator.confirm();
    bench.advance(5);
    expect(resultOf(await login.poll())).toMatchObject({ verdict: "verified" });
  });

  it("keeps evidence that proves the login again", async () => {
    const bench = createCibaBench();
    const login = await startLogin(bench);
    bench.simulator.confirm();
    bench.advance(5);
    resultOf(await login.poll());
    const proven = await reverifyEvidence(JSON.parse((await keptText(bench, "evidence")) ?? ""));
    expect(proven).toMatchObject({ ok: true, value: { claims: { sub: "anna" } } });
  });

  it("asks for the time that the caller wants", async () => {
    const bench = createCibaBench({ requestedExpirySeconds: 60 });
    expect((await startLogin(bench)).pending.expiresAt).toBe("2026-11-21T10:01:00.000Z");
  });

  it("does not wait longer than the caller gives the person", async () => {
    const bench = createCibaBench({ options: { timeToLiveMs: 30_000 } });
    expect((await startLogin(bench)).pending.expiresAt).toBe("2026-11-21T10:00:30.000Z");
  });
});

describe("polling", () => {
  it("does not ask before the interval is over", async () => {
    const bench = createCibaBench();
    const login = await startLogin(bench);
    bench.simulator.confirm();
    bench.advance(4);
    expect(await login.poll()).toMatchObject({
      ok: true,
      value: { kind: "pending", poll: { at: "2026-11-21T10:00:05.000Z", intervalMs: 1_000 } },
    });
    expect(bench.questions()).toBe(0);
  });

  it("asks once per poll and goes on while the person has not answered", async () => {
    const bench = createCibaBench();
    const login = await startLogin(bench);
    for (const at of ["10:00:10", "10:00:15", "10:00:20"]) {
      bench.advance(5);
      expect(await login.poll()).toMatchObject({
        ok: true,
        value: { kind: "pending", poll: { at: `2026-11-21T${at}.000Z`, intervalMs: 5_000 } },
      });
    }
    expect(bench.questions()).toBe(3);
  });

  it("keeps to the interval that the provider names", async () => {
    const bench = createCibaBench({ provider: { pollIntervalSeconds: 12 } });
    expect((await startLogin(bench)).pending.poll?.intervalMs).toBe(12_000);
  });

  it("asks five seconds less often after slow_down, from then on", async () => {
    const bench = createCibaBench();
    const login = await startLogin(bench);
    bench.simulator.failNext({ path: "/token", status: 400, body: jsonBody({ error: "slow_down" }) });
    bench.advance(5);
    expect(await login.poll()).toMatchObject({ ok: true, value: { poll: { intervalMs: 10_000 } } });
    bench.advance(10);
    expect(await login.poll()).toMatchObject({ ok: true, value: { poll: { intervalMs: 10_000 } } });
  });

  it("never puts a question off beyond the end, and ends the login there", async () => {
    const bench = createCibaBench({ requestedExpirySeconds: 8, options: { timeToLiveMs: 8_000 } });
    const login = await startLogin(bench);
    bench.advance(5);
    expect(await login.poll()).toMatchObject({ ok: true, value: { poll: { intervalMs: 3_000 } } });
    bench.advance(3);
    expect(resultOf(await login.poll())).toMatchObject({ verdict: "aborted", rawStatus: "expired_token" });
  });

  it.each([["authorization_pending"], ["slow_down"], ["invalid_grant"]])(
    "ends a login whose time is over, though the provider says %s",
    async (error) => {
      const bench = createCibaBench();
      const login = await startLogin(bench);
      bench.advance(300);
      bench.simulator.failNext({ path: "/token", status: 400, body: jsonBody({ error }) });
      expect(resultOf(await login.poll())).toMatchObject({ verdict: "aborted", rawStatus: "expired_token" });
    },
  );
});

describe("how a login ends without a person", () => {
  it.each([
    ["access_denied", "canceled"],
    ["user_cancelled", "canceled"],
    ["expired_token", "aborted"],
    ["login_required", "aborted"],
    ["interaction_required", "aborted"],
    ["consent_required", "aborted"],
    ["unmet_authentication_requirements", "aborted"],
    ["transaction_failed", "error"],
  ])("%s: %s", async (error, verdict) => {
    const bench = createCibaBench();
    const login = await startLogin(bench);
    bench.simulator.confirm(undefined, { error });
    bench.advance(5);
    expect(resultOf(await login.poll())).toMatchObject({ verdict, rawStatus: error, sessionBinding: "none" });
  });

  it.each([
    ["invalid_grant", 400, "provider_error", false],
    ["unauthorized_client", 400, "credentials_rejected", false],
    ["invalid_client", 401, "credentials_rejected", false],
    ["server_error", 500, "provider_unavailable", true],
    ["too_many", 429, "rate_limited", true],
  ])("%s is an error of the call, and the login goes on", async (error, status, code, retryable) => {
    const bench = createCibaBench();
    const login = await startLogin(bench);
    bench.simulator.confirm();
    bench.simulator.failNext({ path: "/token", status, body: jsonBody({ error }) });
    bench.advance(5);
    expect(await login.poll()).toMatchObject({ ok: false, error: { code, retryable } });
    expect(resultOf(await login.poll())).toMatchObject({ verdict: "verified" });
  });

  it("is canceled by the caller: the tokens are forgotten, and there is nobody to tell", async () => {
    const bench = createCibaBench();
    const login = await startLogin(bench);
    bench.simulator.confirm();
    bench.simulator.failNext({ path: "/userinfo", status: 503 });
    bench.advance(5);
    await login.poll();
    expect(await keptText(bench, "tokenResponse")).toContain("id_token");
    const canceled = await bench.driver().cancel({ ...cibaWork(), driverState: login.driverState() }, bench.context);
    expect(canceled).toEqual({ ok: true, value: { kind: "canceled" } });
    expect(await keptText(bench, "tokenResponse")).toBeUndefined();
  });
});

describe("a crash", () => {
  it("between the answer and its interpretation loses no login, and the provider is not asked again", async () => {
    const bench = createCibaBench();
    const login = await startLogin(bench);
    bench.simulator.confirm();
    bench.simulator.failNext({ path: "/userinfo", status: 503, times: 2 });
    bench.advance(5);
    for (const _ of [1, 2]) {
      expect(await login.poll()).toMatchObject({ ok: false, error: { code: "provider_unavailable" } });
      expect(login.driverState()).toMatchObject({ phase: "redeemed" });
    }
    expect(resultOf(await login.poll())).toMatchObject({ verdict: "verified" });
    expect(bench.questions()).toBe(1);
  });

  it("before the caller stored the outcome goes on from the state before, even within the interval", async () => {
    const bench = createCibaBench();
    const login = await startLogin(bench);
    bench.simulator.confirm();
    bench.advance(5);
    const before = login.driverState();
    resultOf(await login.poll());
    const again = await bench.driver().poll({ ...cibaWork(), driverState: before }, bench.context);
    expect(resultOf(again)).toMatchObject({ verdict: "verified" });
    expect(bench.questions()).toBe(1);
  });
});

describe("a login that is over", () => {
  it("is not asked about again", async () => {
    const bench = createCibaBench();
    const login = await startLogin(bench);
    bench.simulator.confirm(undefined, anna);
    bench.advance(5);
    await login.poll();
    expect(login.driverState()).not.toHaveProperty("sealed");
    expect(await login.poll()).toMatchObject({ ok: false, error: { code: "lifecycle" } });
    const canceled = await bench.driver().cancel({ ...cibaWork(), driverState: login.driverState() }, bench.context);
    expect(canceled).toEqual({ ok: true, value: { kind: "nothingToCancel" } });
    expect(bench.questions()).toBe(1);
  });
});
