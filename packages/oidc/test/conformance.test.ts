import { inspect } from "node:util";
import type { RequestHandler } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createBench, workOf } from "./conformance-bench.ts";
import type { ConformanceRow } from "./conformance-row.ts";
import { setupOf } from "./conformance-setups.ts";
import { type Ending, tell } from "./conformance-stories.ts";
import { conformanceTable } from "./conformance-table.ts";

const server = setupServer();
const unhandled: string[] = [];

beforeAll(() => {
  server.listen({
    onUnhandledFrame: ({ frame }) => {
      unhandled.push(String(frame));
    },
  });
});
afterEach(() => {
  expect(unhandled.splice(0)).toEqual([]);
});
afterAll(() => server.close());

async function run(row: ConformanceRow) {
  const bench = createBench(await setupOf(row.setup));
  server.resetHandlers(...(bench.simulator.handlers as RequestHandler[]));
  return { bench, ending: await tell(bench, row) };
}

/** Compares with what the table says; a warning is looked for among all that there are. */
function expectEnding({ seen, warnings }: Ending, { warning, ...expected }: ConformanceRow["expect"]): void {
  expect(seen).toEqual(expect.objectContaining(expected));
  expect([seen.verdict, seen.retryable]).toEqual([expected.verdict, expected.retryable]);
  if (warning !== undefined) expect(warnings).toContain(warning);
}

describe.each([...new Set(conformanceTable.map((row) => row.plan))])("%s", (title) => {
  it.each(conformanceTable.filter((row) => row.plan === title))("$name", async (row) => {
    expectEnding((await run(row)).ending, row.expect);
  });
});

const fapi = "fapi2-security-profile-final-client-test-";

const rowNamed = (name: string): ConformanceRow => {
  const row = conformanceTable.find((candidate) => candidate.name === name);
  if (row === undefined) throw new Error(`no row ${name}`);
  return row;
};

describe("what some modules show beside their verdict", () => {
  it("scope-userinfo-claims: the claims of the scopes reach the data blocks", async () => {
    const { ending } = await run(rowNamed("oidcc-client-test-scope-userinfo-claims"));
    expect(JSON.stringify(ending.outcome)).toContain("Berg");
  });

  it("nonce-unless-code-flow: a nonce is sent", async () => {
    const { ending } = await run(rowNamed("oidcc-client-test-nonce-unless-code-flow"));
    expect(new URL(ending.url ?? "").searchParams.get("nonce")).toMatch(/^[\w-]{43}$/);
  });

  it("distributed-claims: nobody asks the address that userinfo names", async () => {
    const { bench } = await run(rowNamed("oidcc-client-test-distributed-claims"));
    expect(bench.simulator.requests.map(({ path }) => path)).not.toContain("/distributed");
  });

  it("refresh-token: the token endpoint is asked once", async () => {
    const { bench } = await run(rowNamed("oidcc-client-test-refresh-token"));
    expect(bench.simulator.requests.filter(({ path }) => path === "/token")).toHaveLength(1);
  });

  it("mtls-endpoint-aliases: the aliases are asked", async () => {
    const { bench } = await run(rowNamed("oidcc-client-test-mtls-endpoint-aliases"));
    const paths = bench.simulator.requests.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["/mtls/token", "/mtls/userinfo"]));
    expect(paths).not.toContain("/token");
  });

  it("rs-dpop-auth-scheme-case-insensitivity: userinfo is asked again with the nonce", async () => {
    const { bench } = await run(rowNamed(`${fapi}rs-dpop-auth-scheme-case-insensitivity`));
    const statuses = bench.simulator.requests.flatMap(({ path, status }) => (path === "/userinfo" ? [status] : []));
    expect(statuses).toEqual([401, 200]);
  });

  it("happy-path-no-dpop-nonce: nothing is asked twice", async () => {
    const { bench } = await run(rowNamed(`${fapi}happy-path-no-dpop-nonce`));
    expect(bench.simulator.requests.filter(({ status }) => status >= 400)).toEqual([]);
  });

  it("amr as string: a list comes out", async () => {
    const { ending } = await run(rowNamed("amr as string"));
    expect(ending.outcome).toMatchObject({ kind: "completed", result: { amr: ["pin", "hwk"] } });
  });

  it("an unknown trust framework: its claims reach nothing", async () => {
    const { ending } = await run(rowNamed("verified_claims array with one unknown framework"));
    expect(JSON.stringify(ending.outcome)).toContain("Berg");
    expect(JSON.stringify(ending.outcome)).not.toContain("Nobody");
  });

  it("JWKS endpoint down: once it is up again a poll completes the login, and the code is not asked for twice", async () => {
    const { bench, ending } = await run(rowNamed("JWKS endpoint down at callback"));
    bench.simulator.behave();
    const { driverState } = ending;
    if (driverState === undefined) throw new Error("the progress was not kept");
    const polled = await bench.driver().poll({ ...workOf(), driverState }, bench.context);
    expect(polled).toMatchObject({ ok: true, value: { kind: "completed", result: { verdict: "verified" } } });
    expect(bench.simulator.requests.filter(({ path }) => path === "/token")).toHaveLength(1);
  });

  it("a swapped discovery document is not followed", async () => {
    const { bench } = await run(rowNamed("discovery document swapped between dispatch and callback"));
    expect(bench.simulator.requests.filter(({ path }) => path.startsWith("/swapped"))).toEqual([]);
  });

  it("a code that came with a forged response is never redeemed", async () => {
    for (const row of conformanceTable.filter(({ expect: { code, reason } }) => isForged(code, reason))) {
      const { bench } = await run(row);
      expect(bench.simulator.requests.filter(({ path }) => path === "/token")).toEqual([]);
    }
  });

  it("userinfo is not asked before the ID token is believed", async () => {
    for (const row of conformanceTable.filter(({ expect: { reason } }) => reason?.startsWith("id_token_"))) {
      const { bench } = await run(row);
      expect(bench.simulator.requests.filter(({ path }) => path === "/userinfo")).toEqual([]);
    }
  });
});

describe("a refusal", () => {
  const secrets = ["rp-secret", "person-1", "Anna", "Berg", "anna@rp.example", "another-", "somebody-else", "eyJ"];

  it.each(conformanceTable.filter((row) => row.expect.code !== undefined))("shows no value: $name", async (row) => {
    const { ending } = await run(row);
    const shown = inspect(ending.error, { depth: null, showHidden: true, getters: true });
    expect(secrets.filter((secret) => `${shown}${JSON.stringify(ending.error)}`.includes(secret))).toEqual([]);
  });
});

function isForged(code: string | undefined, reason: string | undefined): boolean {
  return code === "invalid_callback" && reason !== "code_refused";
}
