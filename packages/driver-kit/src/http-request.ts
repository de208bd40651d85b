import { failure, IdvError, type IdvResult, success } from "@idvkit/core";
import type { HttpBody, HttpCall } from "./http-call.ts";
import { type CallLabel, invalidCall } from "./http-error.ts";
import { encodeMultipart } from "./multipart.ts";

/** Reads a base URL. Throws `configuration` when it is no absolute http(s) URL or has credentials, query or fragment. */
export function parseBaseUrl(baseUrl: string): string {
  const url = URL.parse(baseUrl);
  if (url === null || !/^https?:$/.test(url.protocol)) throw wrongBaseUrl("expected an absolute http or https URL");
  if (url.username !== "" || url.password !== "") throw wrongBaseUrl("must not hold credentials");
  if (url.search !== "" || url.hash !== "") throw wrongBaseUrl("must not have a query or fragment");
  return url.href.replace(/\/+$/, "");
}

function wrongBaseUrl(problem: string): IdvError {
  return new IdvError({ code: "configuration", message: `baseUrl: ${problem}` });
}

const placeholder = /\{([^{}]*)\}/g;

/** Nothing; dots, which the URL parser takes as steps in the path; a lone surrogate, which cannot be percent-encoded. */
const unusable = /^\.{0,2}$|\p{Surrogate}/u;

/** Expands the template of a call. Fails with `invalid_input` for a parameter that is missing or would change the path. */
export function buildUrl(baseUrl: string, call: HttpCall, label: CallLabel): IdvResult<URL> {
  let wrong: string | undefined;
  const path = call.path.replace(placeholder, (_, name: string) => {
    const value = call.pathParameters?.[name];
    if (value === undefined || unusable.test(value)) {
      wrong ??= name;
      return "";
    }
    return encodeURIComponent(value);
  });
  if (wrong !== undefined) return failure(invalidCall(label, `path parameter ${wrong} is not usable`));
  if (!path.startsWith("/")) return failure(invalidCall(label, "the path must begin with a slash"));
  const url = new URL(baseUrl + path);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.append(name, value);
  return success(url);
}

export interface EncodedBody {
  data: string | Buffer;
  mediaType: string;
}

/** Encodes a body. Fails with `invalid_input` for what JSON cannot carry, and for a media type that is none. */
export function encodeBody(body: HttpBody, label: CallLabel): IdvResult<EncodedBody> {
  if ("form" in body) {
    return success({ data: new URLSearchParams(body.form).toString(), mediaType: "application/x-www-form-urlencoded" });
  }
  if ("bytes" in body) {
    const { buffer, byteOffset, byteLength } = body.bytes;
    return success({ data: Buffer.from(buffer, byteOffset, byteLength), mediaType: body.mediaType });
  }
  if ("multipart" in body) {
    const encoded = encodeMultipart(body.multipart);
    return encoded === undefined ? failure(invalidCall(label, "a part has no usable media type")) : success(encoded);
  }
  const json = toJson(body.json);
  return json === undefined
    ? failure(invalidCall(label, "the body is not JSON"))
    : success({ data: json, mediaType: "application/json" });
}

function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
