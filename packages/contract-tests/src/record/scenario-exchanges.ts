import type { JsonValue } from "@idvkit/core";
import type { ExchangeFile } from "../scenario/schema.ts";
import { bytesOf, type MappedEntry, sendsOf } from "./map-entry.ts";
import type { ReadBody } from "./read-body.ts";

/** Collects the files of a scenario under names of their own. */
export class FileNames {
  readonly files = new Map<string, Uint8Array>();

  /** The name under which the bytes stand; the same bytes of the same subject stand once. */
  add(subject: string, extension: string, bytes: Uint8Array): string {
    for (let count = 1; ; count += 1) {
      const name = `${subject}${count === 1 ? "" : `-${count}`}.${extension}`;
      const there = this.files.get(name);
      if (there === undefined) this.files.set(name, bytes);
      if (there === undefined || Buffer.compare(there, bytes) === 0) return name;
    }
  }
}

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;
/** Media types that a file's extension says already. */
const plainTypes: Readonly<Record<string, string>> = { json: "application/json" };
const extensions: Readonly<Record<string, string>> = {
  "application/json": "json",
  "application/jwt": "jwt",
  "application/pdf": "pdf",
  "application/zip": "zip",
  "image/jpeg": "jpg",
  "image/png": "png",
};

/** An exchange of `scenario.json`; its body goes to the files. `undefined` for a method that no driver uses. */
export function exchangeOf(mapped: MappedEntry, files: FileNames): ExchangeFile | undefined {
  const { entry, url, sent, answer, replacement, location } = mapped;
  const method = methods.find((one) => one === entry.method);
  if (method === undefined) return undefined;
  const mediaType = mediaTypeOf(entry.responseHeaders.get("content-type") ?? entry.responseBody?.mediaType ?? "");
  const content = replacement === undefined ? answer && bytesOf(answer) : replaced(replacement, mediaType);
  const body = content && files.add(subjectOf(url, entry.url), content.extension, content.bytes);
  const retryAfter = entry.responseHeaders.get("retry-after");
  const headers = {
    ...(content && mediaType !== plainTypes[content.extension] && { "content-type": mediaType }),
    ...(retryAfter !== undefined && /^[\w ,:]{1,40}$/.test(retryAfter) && { "retry-after": retryAfter }),
    ...(location !== undefined && { location }),
  };
  const sends = sendsOf(sent);
  return {
    method,
    url,
    ...(sends !== undefined && { sends }),
    status: entry.status,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(body !== undefined && { body }),
    ...flagsOf(sends, answer),
  };
}

function replaced(bytes: Uint8Array, mediaType: string) {
  return { bytes, extension: extensions[mediaType.split(";", 1)[0] ?? ""] ?? "bin" };
}

/** Media type and character set; other parameters are the sender's own affair. */
function mediaTypeOf(header: string): string {
  const [type = ""] = header.split(";", 1);
  const charset = /;\s*charset="?([\w-]+)"?/i.exec(header)?.[1];
  return type.trim().toLowerCase() + (charset === undefined ? "" : `; charset=${charset}`);
}

/** The last plain word of the path that is the provider's own: it names the file. */
function subjectOf(url: string, before: string): string {
  const own = new URL(before).pathname.split("/");
  const words = new URL(url).pathname
    .split("/")
    .filter((segment) => /^[A-Za-z][A-Za-z_-]{1,23}$/.test(segment) && own.includes(segment));
  return words.at(-1)?.toLowerCase() ?? "answer";
}

/** A token may be asked for again (RFC 6749, section 4.4); a code is redeemed once (section 4.1.2). */
function flagsOf(
  sends: JsonValue | undefined,
  answer: ReadBody | undefined,
): Pick<ExchangeFile, "repeatable" | "oneShot"> {
  if (memberOf(sends, "grant_type") === "authorization_code") return { oneShot: true };
  const token = answer?.readAs === "json" ? memberOf(answer.value, "access_token") : undefined;
  return token === undefined ? {} : { repeatable: true };
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value[name] : undefined;
}

/** Of a token that was asked for more than once, the first exchange is enough. */
export function withoutRepeats(exchanges: readonly ExchangeFile[]): ExchangeFile[] {
  const isSame = (a: ExchangeFile, b: ExchangeFile) => a.method === b.method && a.url === b.url;
  return exchanges.filter(
    (one, index) => one.repeatable !== true || exchanges.findIndex((other) => isSame(one, other)) === index,
  );
}
