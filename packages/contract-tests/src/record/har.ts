import { describeIssues, failure, IdvError, type IdvResult, success } from "@idvkit/core";
import { z } from "zod";

const pairs = z.array(z.looseObject({ name: z.string(), value: z.string() }));

const entry = z.looseObject({
  startedDateTime: z.iso.datetime({ offset: true }),
  request: z.looseObject({
    method: z.string().min(1),
    url: z.string().min(1),
    headers: pairs,
    postData: z
      .looseObject({
        mimeType: z.string().nullish(),
        text: z.string().nullish(),
        encoding: z.string().nullish(),
        params: z
          .array(z.looseObject({ name: z.string(), value: z.string().nullish(), fileName: z.string().nullish() }))
          .nullish(),
      })
      .nullish(),
  }),
  response: z.looseObject({
    status: z.int(),
    headers: pairs,
    content: z
      .looseObject({
        size: z.number().nullish(),
        mimeType: z.string().nullish(),
        text: z.string().nullish(),
        encoding: z.string().nullish(),
      })
      .nullish(),
  }),
  _resourceType: z.string().nullish(),
  _webSocketMessages: z.unknown().optional(),
});

const har = z.looseObject({ log: z.looseObject({ entries: z.array(entry) }) });

/** A body as it went over the wire, as far as the HAR holds it. */
export interface HarBody {
  mediaType: string;
  bytes: Uint8Array;
  /** The HAR lists uploaded files. */
  hasFiles: boolean;
  /** There was one, but the HAR does not hold it. */
  isMissing: boolean;
}

export interface HarEntry {
  /** Position in the file, from 0: how messages and settings name it. */
  index: number;
  startedAtMs: number;
  startedAt: string;
  method: string;
  url: string;
  requestHeaders: ReadonlyMap<string, string>;
  requestBody: HarBody | undefined;
  status: number;
  responseHeaders: ReadonlyMap<string, string>;
  responseBody: HarBody | undefined;
  resourceType: string | undefined;
}

/**
 * The entries of a HAR 1.2 file (http://www.softwareishard.com/blog/har-12-spec/) in the order of time. Strict about
 * what a scenario needs, everything else is ignored. Bodies stored as base64 are decoded. Fails with `invalid_input`.
 */
export function readHar(raw: unknown): IdvResult<HarEntry[]> {
  const parsed = har.safeParse(raw);
  if (!parsed.success) {
    const message = `har: ${describeIssues(parsed.error).join("; ")}`;
    return failure(new IdvError({ code: "invalid_input", message }));
  }
  const entries = parsed.data.log.entries.map(entryOf);
  return success(entries.sort((a, b) => a.startedAtMs - b.startedAtMs || a.index - b.index));
}

function entryOf(source: z.infer<typeof entry>, index: number): HarEntry {
  const { request, response, startedDateTime } = source;
  const requestHeaders = headersOf(request.headers);
  const responseHeaders = headersOf(response.headers);
  const isWebSocket = source._webSocketMessages !== undefined || response.status === 101;
  return {
    index,
    startedAtMs: Date.parse(startedDateTime),
    startedAt: startedDateTime,
    method: request.method.toUpperCase(),
    url: request.url,
    requestHeaders,
    requestBody: requestBodyOf(request.postData, requestHeaders),
    status: response.status,
    responseHeaders,
    responseBody: bodyOf(response.content ?? {}, responseHeaders),
    resourceType: isWebSocket ? "websocket" : (source._resourceType?.toLowerCase() ?? undefined),
  };
}

function headersOf(list: z.infer<typeof pairs>): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const { name, value } of list) {
    const key = name.toLowerCase();
    const before = headers.get(key);
    headers.set(key, before === undefined ? value : `${before}\n${value}`);
  }
  return headers;
}

type PostData = z.infer<typeof entry>["request"]["postData"];

function requestBodyOf(data: PostData, headers: ReadonlyMap<string, string>): HarBody | undefined {
  if (data === undefined || data === null) return undefined;
  const params = data.params ?? [];
  const hasFiles = params.some(({ fileName }) => typeof fileName === "string");
  const form = new URLSearchParams(params.map(({ name, value }): [string, string] => [name, value ?? ""])).toString();
  const text = data.text === undefined || data.text === null || data.text === "" ? form : data.text;
  const body = bodyOf({ ...data, text }, headers);
  return body === undefined ? undefined : { ...body, hasFiles };
}

/** What HAR says of a body, on either side. */
interface HarContent {
  size?: number | null | undefined;
  mimeType?: string | null | undefined;
  text?: string | null | undefined;
  encoding?: string | null | undefined;
}

function bodyOf(content: HarContent, headers: ReadonlyMap<string, string>): HarBody | undefined {
  const { text } = content;
  const mediaType = headers.get("content-type") ?? content.mimeType ?? "";
  if (text === undefined || text === null || text === "") {
    const isMissing = (content.size ?? 0) > 0;
    return isMissing ? { mediaType, bytes: new Uint8Array(), hasFiles: false, isMissing } : undefined;
  }
  const bytes = Buffer.from(text, content.encoding?.toLowerCase() === "base64" ? "base64" : "utf8");
  return { mediaType, bytes: new Uint8Array(bytes), hasFiles: false, isMissing: false };
}
