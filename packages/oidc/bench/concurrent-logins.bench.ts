/**
 * A thousand people log in at once: every login is dispatched before the first one comes back. The provider is oidc-provider
 * in another process. What counts is that none fails; the figures are for information.
 *
 *   node --conditions=idvkit-source packages/oidc/bench/concurrent-logins.bench.ts
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { DispatchWork } from "@idvkit/core";
import { memoryVault } from "@idvkit/driver-kit";
import { createOidcDriver } from "../src/index.ts";
import { bringBack, client, localOptions, redirectUri, redirectUrlOf, workOf } from "../test/driver-setup.ts";
import { logIn, startOpenIdProvider } from "../test/open-id-provider.ts";

const logins = 1_000;
/** As long as a browser waits for a page, on a machine that has to play all of the browsers and the provider too. */
const timeoutMs = 120_000;
const script = fileURLToPath(import.meta.url);

if (process.argv[2] === "--serve") {
  const { issuer, server } = await startOpenIdProvider({ clients: [client] });
  // A busy machine must not make it hang up on a browser that it keeps waiting.
  server.keepAliveTimeout = timeoutMs;
  process.stdout.write(`${issuer}\n`);
} else {
  const { server, issuer } = await startServer();
  try {
    await logAllIn(issuer);
  } finally {
    server.kill();
  }
}

async function startServer(): Promise<{ server: ChildProcess; issuer: string }> {
  const server = spawn(process.execPath, ["--conditions=idvkit-source", "--no-warnings", script, "--serve"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = (await once(server.stdout, "data")) as [Buffer];
  return { server, issuer: line.toString().trim() };
}

async function logAllIn(issuer: string): Promise<void> {
  const driver = createOidcDriver(localOptions(issuer, { http: { timeoutMs } }));
  const context = { now: () => new Date(), vault: memoryVault() };
  const works = Array.from(
    { length: logins },
    (_, index): DispatchWork => workOf({ executionId: `execution-${index}`, browserSession: `session-${index}` }),
  );
  const startedAt = performance.now();
  const dispatched = await Promise.all(
    works.map(async (work) => ({ work, step: await driver.dispatch(work, context) })),
  );
  const outcomes = await Promise.all(
    dispatched.map(async ({ work, step }) => {
      const back = await logIn(redirectUrlOf(step), redirectUri);
      const result = await bringBack(driver, context, work, step, back);
      if (!result.ok) return result.error.reason ?? result.error.code;
      return result.value.kind === "completed" ? result.value.result.verdict : result.value.kind;
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const verified = outcomes.filter((outcome) => outcome === "verified").length;
  const others = [...new Set(outcomes.filter((outcome) => outcome !== "verified"))];
  process.stdout.write(
    `concurrent logins: ${verified} of ${logins} verified${others.length > 0 ? ` (others: ${others.join(", ")})` : ""}, ` +
      `${seconds.toFixed(1)} s, ${(logins / seconds).toFixed(0)} a second with the provider on the same machine\n`,
  );
  if (verified < logins) process.exitCode = 1;
}
