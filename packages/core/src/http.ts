import type { IncomingMessage } from "node:http";
import { IdvError } from "./error.ts";
import { failure, type IdvResult, success } from "./result.ts";

/** A request as it came in. Signatures are checked over `body`, so it is kept byte for byte. */
export interface HttpRequest {
  method: string;
  /** Absolute. Its host comes from configuration, not from the client. */
  url: string;
  /** Names in lower case; several values of one name are joined by a comma (RFC 9110, section 5.3). */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

/** An answer, ready for any HTTP server. */
export interface HttpReply {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer> | null;
}

export interface HttpRequestLimits {
  /** A longer body is refused with `invalid_input`. Default 1 MiB. */
  maxBytes?: number;
}

const defaultMaxBytes = 1024 * 1024;

/** Reads a Fetch API `Request` (Node, Hono, Next, workers). Fails with `invalid_input` for an oversized or broken body. */
export async function httpRequestFromFetch(
  request: Request,
  limits: HttpRequestLimits = {},
): Promise<IdvResult<HttpRequest>> {
  const headers: Record<string, string> = {};
  request.headers.forEach((value, name) => {
    headers[name] = value;
  });
  const body = await readBody(request.body as AsyncIterable<Uint8Array> | null, limits.maxBytes ?? defaultMaxBytes);
  return body.ok ? success({ method: request.method, url: request.url, headers, body: body.value }) : body;
}

export interface NodeRequestOptions extends HttpRequestLimits {
  /** Public origin of the server, such as `https://rp.example`. Node's own request knows only what the client claims. */
  origin: string;
  /** The raw bytes, where a middleware has read them already (`express.raw()`). */
  rawBody?: Uint8Array;
}

/** Reads a request of `node:http` (Express, Fastify). Fails with `invalid_input` for an oversized or broken body or URL. */
export async function httpRequestFromNode(
  request: IncomingMessage,
  options: NodeRequestOptions,
): Promise<IdvResult<HttpRequest>> {
  const target = request.url ?? "/";
  // A path that begins with two slashes would replace the host.
  const url = URL.parse(target.replace(/^\/+/, "/"), options.origin);
  if (url === null || url.origin !== new URL(options.origin).origin) return refused("request.url: not a path");
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  const maxBytes = options.maxBytes ?? defaultMaxBytes;
  const body = await readBody(options.rawBody === undefined ? request : [options.rawBody], maxBytes);
  return body.ok ? success({ method: request.method ?? "GET", url: url.href, headers, body: body.value }) : body;
}

async function readBody(
  stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array> | null,
  maxBytes: number,
): Promise<IdvResult<Uint8Array>> {
  if (stream === null) return success(new Uint8Array());
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.byteLength;
      if (size > maxBytes) return refused("request.body: too large");
      chunks.push(chunk);
    }
  } catch (cause) {
    return refused("request.body: cannot be read", cause);
  }
  return success(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : new Uint8Array(Buffer.concat(chunks)));
}

function refused(message: string, cause?: unknown): IdvResult<never> {
  return failure(new IdvError({ code: "invalid_input", message, cause }));
}
