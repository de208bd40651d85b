import { failure, type IdvResult, success } from "@idvkit/core";
import type { HttpAnswer, HttpCall, HttpClient, HttpClientOptions } from "./http-call.ts";
import { type CallLabel, invalidResponse, statusError } from "./http-error.ts";
import { buildUrl, encodeBody, parseBaseUrl } from "./http-request.ts";
import { createTransport } from "./http-transport.ts";

const html = /^\s*(?:text\/html|application\/xhtml)/i;

/** Not lossy: a name with replacement characters would be a wrong name. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * An HTTP client for one provider: one deadline per call, retries of what is safe to repeat, a limit on the size of answers, no
 * redirect unless the call allows it, typed errors, and logs and traces that hold path templates only.
 *
 * Throws `configuration` for a wrong base URL or limit.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const baseUrl = parseBaseUrl(options.baseUrl);
  const transport = createTransport(options);

  async function send<B>(
    call: HttpCall,
    accept: string,
    read: (answer: HttpAnswer<Uint8Array>, label: CallLabel) => IdvResult<B>,
  ): Promise<IdvResult<HttpAnswer<B>>> {
    const label = { provider: options.provider, method: call.method, template: call.path };
    const url = buildUrl(baseUrl, call, label);
    if (!url.ok) return url;
    const body = call.body === undefined ? undefined : encodeBody(call.body, label);
    if (body?.ok === false) return body;
    const result = await transport({
      method: call.method,
      template: call.path,
      url: url.value,
      headers: {
        accept,
        "user-agent": "idvkit",
        ...(body !== undefined && { "content-type": body.value.mediaType }),
        ...lowerCased(call.headers),
      },
      ...(body !== undefined && { data: body.value.data }),
      retry: call.retry,
      redirects: call.redirects ?? 0,
      ...(call.maxResponseBytes !== undefined && { maxResponseBytes: call.maxResponseBytes }),
      ...(call.signal !== undefined && { signal: call.signal }),
      ...(call.log !== undefined && { log: call.log }),
    });
    if (!result.ok) return result;
    const answer = result.value;
    if (answer.status < 200 || answer.status > 299) {
      const errorCode = call.errorCode ?? options.errorCode;
      const errorPaths = call.errorPaths ?? options.errorPaths;
      return failure(
        statusError(label, answer, { ...(errorCode && { errorCode }), ...(errorPaths && { errorPaths }) }),
      );
    }
    if (html.test(answer.headers["content-type"] ?? "")) {
      return failure(invalidResponse(label, "the body is HTML", { httpStatus: answer.status }));
    }
    const value = read(answer, label);
    return value.ok ? success({ status: answer.status, headers: answer.headers, body: value.value }) : value;
  }

  return {
    json: (call) => send(call, "application/json", readJson),
    bytes: (call) => send(call, "*/*", (answer) => success(answer.body)),
    empty: (call) => send(call, "*/*", () => success(null)),
  };
}

function readJson(answer: HttpAnswer<Uint8Array>, label: CallLabel): IdvResult<unknown> {
  try {
    return success(JSON.parse(utf8.decode(answer.body)) as unknown);
  } catch {
    // The parser's own message quotes the body.
    return failure(invalidResponse(label, "the body is not JSON", { httpStatus: answer.status }));
  }
}

function lowerCased(headers: Record<string, string> | undefined): Record<string, string> | undefined {
  if (headers === undefined) return undefined;
  const lower: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) lower[name.toLowerCase()] = value;
  return lower;
}
