import { failure, type IdvResult, success } from "@idvkit/core";
import type { DeadlineSignal } from "./deadline.ts";
import type { HttpAnswer } from "./http-call.ts";
import { type CallLabel, invalidResponse } from "./http-error.ts";

/** One request, ready to be sent. */
export interface WireRequest extends CallLabel {
  url: URL;
  headers: Record<string, string>;
  data?: string | Buffer;
  redirects: number;
  maxResponseBytes: number;
}

/** Sends a request and follows its redirects. Gives an error for a redirect that must not be followed; throws what the sender throws. */
export type Exchange = (request: WireRequest, signal: DeadlineSignal) => Promise<IdvResult<HttpAnswer<Uint8Array>>>;

/** How one request goes out, without redirects. */
export interface Sender {
  /** Gives the answer whatever its status; throws what the HTTP stack throws. */
  send(request: WireRequest, signal: DeadlineSignal): Promise<HttpAnswer<Uint8Array>>;
  /** The same for another origin than the first: nothing that could be a credential goes there by itself. */
  elsewhere(): Sender["send"];
}

export interface ExchangeOptions {
  sender: Sender;
  /** Asked for every redirect, before it is followed. */
  checkUrl?: (url: URL) => IdvResult<URL>;
}

/** Only these reach another origin: any other header may be a credential. */
const harmlessHeaders: ReadonlySet<string> = new Set(["accept", "user-agent"]);

const followed: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function createExchange(options: ExchangeOptions): Exchange {
  return async (request, signal) => {
    let { send } = options.sender;
    let hop = request;
    for (let left = request.redirects; ; left -= 1) {
      const answer = await send(hop, signal);
      const { location } = answer.headers;
      const redirected = followed.has(answer.status) && location !== undefined;
      if (request.redirects === 0 || !redirected) return success(answer);
      if (left === 0) return failure(invalidResponse(request, "too many redirects", { httpStatus: answer.status }));
      const next = followRedirect(hop, location, answer.status, options);
      if (!next.ok) return next;
      if (next.value.url.origin !== hop.url.origin) send = options.sender.elsewhere();
      hop = next.value;
    }
  };
}

function followRedirect(
  hop: WireRequest,
  location: string,
  httpStatus: number,
  options: ExchangeOptions,
): IdvResult<WireRequest> {
  const refuse = (why: string): IdvResult<never> => failure(invalidResponse(hop, why, { httpStatus }));
  if (hop.method !== "GET" && hop.method !== "HEAD") return refuse(`redirect of a ${hop.method}`);
  const url = URL.parse(location, hop.url.href);
  if (url === null) return refuse("redirect to no URL");
  const samePath = url.protocol === hop.url.protocol || (hop.url.protocol === "http:" && url.protocol === "https:");
  if (!samePath) return refuse("redirect to another scheme");
  if (url.username !== "" || url.password !== "") return refuse("redirect with credentials");
  const checked = options.checkUrl?.(url) ?? success(url);
  if (!checked.ok) return checked;
  return success({ ...hop, url, headers: url.origin === hop.url.origin ? hop.headers : harmlessOf(hop.headers) });
}

function harmlessOf(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmlessHeaders.has(name.toLowerCase())));
}
