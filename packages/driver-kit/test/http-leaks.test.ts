import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import type { LogFields, Logger } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { createEgressGuard } from "../src/egress-guard.ts";
import { createGuardedFetch } from "../src/guarded-fetch.ts";
import type { HttpCall, HttpClientOptions } from "../src/http-call.ts";
import { createHttpClient } from "../src/http-client.ts";
import { type Answer, cut, hangUp, json, localServer, silence, text } from "./local-server.ts";
import { recordSpans } from "./memory-tracer.ts";

/** Every one holds the word, so that one search finds them all; the body of `cut` holds the name. */
const secretWord = "Sensitiv";
const traces = /Sensitiv|U2Vuc2l0aX|Erika/i;

const call: HttpCall = {
  method: "POST",
  path: "/persons/{personId}",
  pathParameters: { personId: `${secretWord}-path` },
  query: { name: `${secretWord}-query` },
  headers: { authorization: `Bearer ${secretWord}-token`, "x-api-key": `${secretWord}-key` },
  body: { json: { familyName: `${secretWord}-body` } },
  retry: "safe",
};

const answerHeaders = { "x-person": `${secretWord}-header`, "set-cookie": `id=${secretWord}` };
const person = { error: { code: `${secretWord} is no code`, message: secretWord } };

const statuses: [string, Answer][] = [400, 401, 403, 404, 408, 409, 422, 429, 500, 503].map((status) => [
  `status ${status}`,
  json(person, status, answerHeaders),
]);

const faults: [string, Answer][] = [
  ...statuses,
  ["a redirect", text(secretWord, 302, { location: `https://${secretWord}.example/${secretWord}` })],
  ["HTML", text(`<h1>${secretWord}</h1>`, 200, { ...answerHeaders, "content-type": "text/html" })],
  ["truncated JSON", text(`{"name":"${secretWord}`, 200, answerHeaders)],
  ["broken compression", text(secretWord, 200, { ...answerHeaders, "content-encoding": "gzip" })],
  ["too much", text(gzipSync(secretWord.repeat(1000)), 200, { ...answerHeaders, "content-encoding": "gzip" })],
  ["no HTTP", (response) => response.socket?.end(`${secretWord}\r\n\r\n`)],
  ["a cut body", cut],
  ["a closed connection", hangUp],
  ["silence", silence],
];

function recordLog(): { log: Logger; lines: (LogFields | string | undefined)[] } {
  const lines: (LogFields | string | undefined)[] = [];
  const write = (event: string, fields?: LogFields): void => {
    lines.push(event, fields);
  };
  return { lines, log: { debug: write, info: write, warn: write, error: write } };
}

function everythingOf(error: unknown): string {
  return [
    inspect(error, { showHidden: true, depth: Number.POSITIVE_INFINITY, getters: true }),
    JSON.stringify(error),
    String(error),
    (error as Error).stack,
  ].join("\n");
}

const limits = { retries: 1, retryDelayMs: 1, timeoutMs: 150, maxResponseBytes: 2000 };

describe("no error, log line or span shows a secret or a person", () => {
  it.each(faults)("after %s", async (_, answer) => {
    const spans = recordSpans();
    const { log, lines } = recordLog();
    const server = await localServer(answer);
    const errorCode: HttpClientOptions["errorCode"] = (body) => (body as typeof person).error.code;
    const errorPaths: HttpClientOptions["errorPaths"] = (body) => [(body as typeof person).error.code];
    const readers = { errorCode, errorPaths };
    const client = createHttpClient({ provider: "acme", baseUrl: server.origin, ...readers, ...limits });
    const result = await client.json({ ...call, log });
    expect(result.ok).toBe(false);
    expect(lines.length).toBeGreaterThan(0);
    expect(spans).toHaveLength(1);
    expect(everythingOf(result.ok ? undefined : result.error)).not.toMatch(traces);
    expect(inspect([lines, spans], { depth: Number.POSITIVE_INFINITY })).not.toMatch(traces);
  });

  it.each([
    ["an aborted call", { ...call, signal: AbortSignal.abort(new Error(secretWord)) }],
    ["a host that does not resolve", call],
    ["a header that cannot be sent", { ...call, headers: { [`${secretWord} x`]: secretWord } }],
    ["a missing parameter", { ...call, pathParameters: {} }],
    ["a body that is no JSON", { ...call, body: { json: { [secretWord]: 1n } } }],
    [
      "a file whose media type is none",
      {
        ...call,
        body: {
          multipart: { [secretWord]: { content: new Uint8Array(), mediaType: secretWord, fileName: secretWord } },
        },
      },
    ],
  ])("for %s", async (_, broken) => {
    const spans = recordSpans();
    const { log, lines } = recordLog();
    const client = createHttpClient({ provider: "acme", baseUrl: "https://acme.invalid", ...limits });
    const result = await client.json({ ...broken, log });
    expect(result.ok).toBe(false);
    expect(everythingOf(result.ok ? undefined : result.error)).not.toMatch(traces);
    expect(inspect([lines, spans], { depth: Number.POSITIVE_INFINITY })).not.toMatch(traces);
  });

  it.each(faults.slice(-6))("after %s in the guarded fetch", async (_, answer) => {
    const spans = recordSpans();
    const { log, lines } = recordLog();
    const server = await localServer(answer);
    const guard = createEgressGuard({ allow: ["127.0.0.0/8"], allowHttp: true });
    const guardedFetch = createGuardedFetch({ provider: "acme", guard, log, ...limits });
    const url = `${server.origin}/${secretWord}?a=${secretWord}`;
    const error = await guardedFetch(url, { headers: { authorization: secretWord } }).catch(
      (thrown: unknown) => thrown,
    );
    expect(everythingOf(error instanceof Response ? undefined : error)).not.toMatch(traces);
    expect(inspect([lines, spans], { depth: Number.POSITIVE_INFINITY })).not.toMatch(traces);
  });

  it.each(["not a url Sensitiv", "ftp://Sensitiv/", "https://Sensitiv:x@a.example/", "https://10.0.0.1/Sensitiv"])(
    "for the URL %j of a guarded fetch",
    async (url) => {
      const error = await createGuardedFetch({ provider: "acme" })(url).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "invalid_input" });
      expect(everythingOf(error)).not.toMatch(/Sensitiv|10\.0\.0\.1/i);
    },
  );
});
