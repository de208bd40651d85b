import type { IncomingMessage, ServerResponse } from "node:http";
import { type HttpReply, httpRequestFromNode, IdvError, replyTo } from "@idvkit/core";
import type { CallbackHandler } from "./callback-handler.ts";
import { toNodeResponse } from "./fetch-response.ts";

export interface NodeCallbackHandlerOptions {
  /** The same as the handler's, such as `https://rp.example`. */
  publicOrigin: string;
  /** A longer body is refused. Default 1 MiB. */
  maxBodyBytes?: number;
}

/** What Express and its body parsers add to a request of `node:http`. */
type ExpressRequest = IncomingMessage & { originalUrl?: unknown; body?: unknown };

/**
 * Lets `node:http` and Express call a callback handler. Under Express it stands before any body parser, or behind
 * `express.raw({ type: "*\/*" })`: signatures are checked over the bytes. `mountPath` is the whole path that clients see.
 * The returned function never rejects.
 */
export function nodeCallbackHandler(
  handler: CallbackHandler,
  options: NodeCallbackHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const reply = await answer(handler, request, options);
    // A time limit of the server may have answered already.
    if (!response.headersSent) toNodeResponse(reply, response);
  };
}

async function answer(
  handler: CallbackHandler,
  request: ExpressRequest,
  options: NodeCallbackHandlerOptions,
): Promise<HttpReply> {
  try {
    const fetchRequest = await toFetchRequest(request, options);
    return fetchRequest instanceof Request ? await toReply(await handler(fetchRequest)) : fetchRequest;
  } catch (cause) {
    // A method or header that Node lets through and the Fetch API does not.
    return replyTo(new IdvError({ code: "invalid_input", message: "request: not usable", cause }));
  }
}

/** A `Request`, or the refusal of one. */
async function toFetchRequest(
  request: ExpressRequest,
  options: NodeCallbackHandlerOptions,
): Promise<Request | HttpReply> {
  const { publicOrigin: origin, maxBodyBytes } = options;
  const rawBody = request.body instanceof Uint8Array ? request.body : undefined;
  if (rawBody === undefined && request.readableDidRead) return replyTo(parsedBodyError());
  if (maxBodyBytes !== undefined && Number(request.headers["content-length"]) > maxBodyBytes) {
    return { status: 413, headers: { connection: "close" }, body: null };
  }
  const received = await httpRequestFromNode(request, {
    origin,
    ...(maxBodyBytes !== undefined && { maxBytes: maxBodyBytes }),
    ...(rawBody !== undefined && { rawBody }),
  });
  if (!received.ok) return replyTo(received.error);
  const { method, headers, body } = received.value;
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(publicUrl(request, received.value.url), {
    method,
    headers,
    ...(hasBody && { body: Uint8Array.from(body) }),
  });
}

function parsedBodyError(): IdvError {
  return new IdvError({ code: "configuration", message: "request.body: a body parser has taken the bytes" });
}

/** Express takes the mount path off `url` and keeps the whole in `originalUrl`. */
function publicUrl(request: ExpressRequest, url: string): string {
  if (typeof request.originalUrl !== "string") return url;
  return `${new URL(url).origin}/${request.originalUrl.replace(/^\/+/, "")}`;
}

async function toReply(response: Response): Promise<HttpReply> {
  const body = response.body === null ? null : new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}
