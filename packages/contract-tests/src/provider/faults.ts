import type { IdvErrorCode } from "@idvkit/core";
import type { Exchange } from "../scenario/scenario.ts";
import type { ProviderAnswer } from "./script.ts";

/** A way in which the provider or the network fails, and the error codes with which a driver may answer. */
export interface Fault {
  name: string;
  codes: readonly IdvErrorCode[];
  /** It cannot happen to an empty answer. */
  needsBody?: true;
  /** What is sent in place of the exchange's own answer. */
  answer(exchange: Exchange, surroundings: FaultSurroundings): ProviderAnswer;
}

export interface FaultSurroundings {
  /** Strings that a careless driver would copy into its error. */
  bait: readonly string[];
  /** The response size limit that the driver was given. */
  maxResponseBytes: number;
  /** Called when a silence came to its end without the driver giving up. */
  outlasted: () => void;
}

/** Much longer than the timeout that the driver was given. */
const longestSilenceMs = 3000;

/** What `Retry-After` says in the 429 answer: longer than a driver may wait inside a call. */
export const faultRetryAfterSeconds = 120;

const refused: readonly IdvErrorCode[] = [
  "provider_error",
  "lifecycle",
  "expired",
  "configuration",
  "invalid_callback",
];

/** Every fault. The codes are those of the contract; `invalid_callback` is for a code of a browser return that is refused. */
export const faults: readonly Fault[] = [
  { name: "401", codes: ["credentials_rejected", "invalid_callback"], answer: status(401) },
  { name: "403", codes: ["credentials_rejected", "provider_error", "invalid_callback"], answer: status(403) },
  { name: "404", codes: refused, answer: status(404) },
  { name: "409", codes: ["conflict", "lifecycle", "provider_error"], answer: status(409) },
  { name: "422", codes: ["provider_error", "invalid_input", "compliance", "invalid_callback"], answer: status(422) },
  {
    name: "429 with Retry-After",
    codes: ["rate_limited"],
    answer: status(429, { "retry-after": String(faultRetryAfterSeconds) }),
  },
  { name: "500", codes: ["provider_unavailable"], answer: status(500) },
  { name: "503", codes: ["provider_unavailable"], answer: status(503) },
  { name: "timeout", codes: ["provider_unavailable"], answer: silence },
  { name: "cut connection", codes: ["provider_unavailable"], answer: () => ({ kind: "cut" }) },
  { name: "HTML body", codes: ["invalid_response"], answer: html },
  { name: "truncated body", needsBody: true, codes: ["invalid_response"], answer: truncated },
  { name: "oversized body", codes: ["invalid_response"], answer: oversized },
];

function status(code: number, headers: Record<string, string> = {}): Fault["answer"] {
  return (_exchange, { bait }) => {
    const detail = bait.join(" ");
    const body = {
      title: detail,
      detail,
      message: detail,
      error_description: detail,
      invalidParams: [{ reason: detail }],
    };
    return answer(code, { ...headers, "content-type": "application/json" }, JSON.stringify(body));
  };
}

function silence(_exchange: Exchange, { outlasted }: FaultSurroundings): ProviderAnswer {
  return { kind: "silence", forMs: longestSilenceMs, outlasted };
}

function html(_exchange: Exchange, { bait }: FaultSurroundings): ProviderAnswer {
  const text = `<!doctype html><html><body><h1>Maintenance</h1><p>${bait.join(" ")}</p></body></html>`;
  return answer(200, { "content-type": "text/html" }, text);
}

function truncated(exchange: Exchange): ProviderAnswer {
  const body = exchange.body?.slice(0, Math.ceil((exchange.body.length * 2) / 3)) ?? null;
  return { kind: "answer", status: exchange.status, headers: exchange.headers, body };
}

function oversized(exchange: Exchange, { maxResponseBytes }: FaultSurroundings): ProviderAnswer {
  const body = new Uint8Array(maxResponseBytes + 1024).fill(0x20);
  body.set(exchange.body?.slice(0, body.length) ?? []);
  const { "content-type": mediaType = "application/json" } = exchange.headers;
  return { kind: "answer", status: exchange.status, headers: { ...exchange.headers, "content-type": mediaType }, body };
}

function answer(code: number, headers: Record<string, string>, text: string): ProviderAnswer {
  return { kind: "answer", status: code, headers, body: new TextEncoder().encode(text) };
}
