import type { JsonValue } from "@idvkit/core";
import { isEqual } from "../expectation.ts";
import type { Exchange } from "../scenario/scenario.ts";

/** A request that the driver made. */
export interface SeenRequest {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

const idempotentMethods = ["GET", "HEAD", "PUT", "DELETE"];
const readMethods = ["GET", "HEAD"];

/** Whether repeating the request changes nothing more (RFC 9110, section 9.2.2). */
export function isIdempotent(exchange: Exchange): boolean {
  return idempotentMethods.includes(exchange.method);
}

/** Whether the request only reads (RFC 9110, section 9.2.1). */
export function isRead(exchange: Pick<Exchange, "method">): boolean {
  return readMethods.includes(exchange.method);
}

/** Whether method and URL are those of the exchange; query parameters may stand in any order. */
export function isFor(request: Pick<SeenRequest, "method" | "url">, exchange: Exchange): boolean {
  return request.method === exchange.method && comparableUrl(request.url) === comparableUrl(exchange.url);
}

/** Whether the body is what the exchange says; an exchange that says nothing takes any. */
export function hasExpectedBody(request: SeenRequest, exchange: Exchange): boolean {
  return exchange.sends === undefined || isEqual(readBody(request), exchange.sends);
}

/** The body of a request as JSON: a JSON document, or the fields of a form. `undefined` for anything else. */
export function readBody(request: SeenRequest): JsonValue | undefined {
  const text = new TextDecoder().decode(request.body);
  if (request.headers["content-type"]?.includes("application/x-www-form-urlencoded") === true) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Method and URL without the query, for messages: a query can hold what nobody should read. */
export function lineOf({ method, url }: Pick<SeenRequest, "method" | "url">): string {
  return `${method} ${url.split("?", 1)[0]}`;
}

const comparableUrls = new Map<string, string>();

function comparableUrl(text: string): string {
  const known = comparableUrls.get(text);
  if (known !== undefined) return known;
  const url = new URL(text);
  url.searchParams.sort();
  const comparable = `${url.origin}${url.pathname}?${url.searchParams}`;
  if (comparableUrls.size < 10_000) comparableUrls.set(text, comparable);
  return comparable;
}
