/**
 * Records `fixtures/oidc/recorded-*` anew: real logins at oidc-provider, which runs on localhost and is reached under the
 * name of the recording. `node --conditions=idvkit-source packages/oidc/scripts/record-fixtures.ts`
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import type { IdvNodeResult } from "@idvkit/core";
import { http, passthrough } from "msw";
import { setupServer } from "msw/node";
import { bringBack, contextOf, redirectUrlOf, workOf } from "../test/driver-setup.ts";
import { fixtureDriver } from "../test/fixture-driver.ts";
import { type BrowserReturn, logIn, startOpenIdProvider } from "../test/open-id-provider.ts";
import { type Recording, recordings } from "./recordings.ts";

const origin = "https://op.example";
const pollAfterMs = 5_000;
const fixtures = new URL("../../../fixtures/oidc/", import.meta.url);

interface RecordedExchange {
  method: string;
  url: string;
  status: number;
  contentType: string | null;
  body: string;
}

for (const recording of recordings) await record(recording);

async function record(recording: Recording): Promise<void> {
  const provider = await startOpenIdProvider({ ...recording.provider, publicOrigin: origin });
  const exchanges: RecordedExchange[] = [];
  let driverCalls = false;
  const network = setupServer(
    http.all(`${origin}/*`, async ({ request }) => {
      const url = new URL(request.url);
      const headers = new Headers(request.headers);
      headers.set("x-forwarded-host", url.host);
      headers.set("x-forwarded-proto", "https");
      const body = request.body === null ? undefined : await request.text();
      const response = await fetch(`${provider.address}${url.pathname}${url.search}`, {
        method: request.method,
        headers,
        redirect: "manual",
        ...(body !== undefined && body !== "" && { body }),
      });
      const text = await response.clone().text();
      if (driverCalls) {
        exchanges.push({
          method: request.method,
          url: request.url,
          status: response.status,
          contentType: response.headers.get("content-type"),
          body: text,
        });
      }
      const answer = new Headers(response.headers);
      answer.delete("content-encoding");
      answer.delete("content-length");
      return new Response(text === "" ? null : text, { status: response.status, headers: answer });
    }),
    http.all("http://127.0.0.1*", () => passthrough()),
  );
  network.listen({ onUnhandledFrame: "error" });
  try {
    const startsAt = new Date(Math.floor(Date.now() / 1000) * 1000);
    // The kit calls again two minutes later, with the tokens of the recording.
    const options = { issuer: origin, clockToleranceSeconds: 150, ...recording.options };
    const driver = fixtureDriver(options as never);
    let now = startsAt;
    const context = contextOf({ now: () => now });
    const work = workOf({ nodeId: "verify", tenantId: "tenant-1", browserSession: "session-of-the-person" });
    driverCalls = true;
    const dispatched = await driver.dispatch(work, context);
    driverCalls = false;
    if (recording.polls === true) now = new Date(now.getTime() + pollAfterMs);
    const back = await logIn(redirectUrlOf(dispatched), "https://rp.example/idv/oidc/return");
    driverCalls = true;
    const result = await bringBack(driver, context, work, dispatched, back);
    driverCalls = false;
    if (!result.ok) throw result.error;
    if (result.value.kind !== "completed") throw new Error(`${recording.name}: not completed`);
    await write(recording, { startsAt, options, back, exchanges, result: result.value.result });
  } finally {
    network.close();
    await provider.close();
  }
}

interface Taken {
  startsAt: Date;
  options: object;
  back: BrowserReturn;
  exchanges: RecordedExchange[];
  result: IdvNodeResult;
}

async function write(recording: Recording, { startsAt, options, back, exchanges, result }: Taken): Promise<void> {
  const folder = new URL(`recorded-${recording.name}/`, fixtures);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const listed = [];
  for (const [index, exchange] of exchanges.entries()) {
    if (exchanges.slice(0, index).some((earlier) => isDeepStrictEqual(earlier, exchange))) continue;
    const { method, url, status, contentType, body } = exchange;
    const file = fileName(new URL(url).pathname, contentType, listed.length);
    await writeFile(new URL(file, folder), body);
    const isToken = new URL(url).pathname === "/token" && status === 200;
    listed.push({
      method,
      url,
      status,
      ...(contentType !== null && { headers: { "content-type": contentType } }),
      ...(body !== "" && { body: file }),
      // What only a hash is kept of does not survive a crash after the outcome was made.
      ...(isToken ? { oneShot: recording.options.evidence !== "hash" } : { repeatable: true }),
    });
  }
  const callback = new URL(back.url);
  const form = back.body;
  if (form !== undefined) await writeFile(new URL("authorization-response.txt", folder), form);
  const scenario = {
    title: recording.title,
    provenance: { kind: "recorded", source: "oidc-provider 9 on localhost; a synthetic person, keys of the recording" },
    options,
    startsAt: startsAt.toISOString(),
    work: { callbackBaseUrl: "https://rp.example/idv/oidc" },
    calls: [
      { call: "dispatch" },
      ...(recording.polls === true ? [{ call: "poll", afterMs: pollAfterMs }] : []),
      {
        call: "callback",
        browser: true,
        request: {
          method: back.method,
          path: "/return",
          ...(form === undefined
            ? { query: Object.fromEntries(callback.searchParams) }
            : { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "authorization-response.txt" }),
        },
      },
    ],
    exchanges: listed,
    cancelExchanges: [],
    sensitive: recording.sensitive,
  };
  await writeFile(new URL("scenario.json", folder), `${JSON.stringify(scenario, null, 2)}\n`);
  await writeFile(new URL("expected.json", folder), `${JSON.stringify(expectedOf(result), null, 2)}\n`);
}

/** What came out, with the vault's ids as the kit spells them. To be read before it is committed. */
function expectedOf({ evidence: _evidence, dataBlocks, ...rest }: IdvNodeResult): object {
  const blocks = dataBlocks.map(({ type, content }) => ({ type, content }));
  const text = JSON.stringify({ ...rest, dataBlocks: blocks });
  return JSON.parse(text.replace(/("\$id":)"[0-9a-f-]{36}"/g, '$1"<oidc/verify/1/evidence>"')) as object;
}

function fileName(path: string, contentType: string | null, index: number): string {
  const name =
    path
      .split("/")
      .at(-1)
      ?.replace(/[^a-z-]/g, "") || "answer";
  const extension =
    contentType?.includes("json") === true ? "json" : contentType?.includes("jwt") === true ? "jwt" : "txt";
  return `${index}-${name}.${extension}`;
}
