import type { JsonValue } from "@idvkit/core";
import type { HarBody } from "./har.ts";
import type { Place, Problems } from "./problems.ts";
import { type RefusalKind, readableType, refusedBytes } from "./refused-content.ts";

/** A body that can be cleaned. */
export type ReadBody =
  | { readAs: "json"; value: JsonValue }
  | { readAs: "form"; fields: [string, string][] }
  | { readAs: "text"; text: string };

/** Reads a body, or says in `problems` why it cannot be cleaned. */
export function readBody(body: HarBody | undefined, place: Place, problems: Problems): ReadBody | undefined {
  if (body === undefined) return undefined;
  const refuse = (kind: RefusalKind) => void problems.add(place, kind);
  if (body.isMissing) return refuse("unreadable") ?? undefined;
  const type = readableType(body.mediaType);
  const bytesAre = refusedBytes(body.bytes);
  if (bytesAre !== undefined) return refuse(bytesAre) ?? undefined;
  if ("refused" in type) return refuse(body.hasFiles ? "multipart" : type.refused) ?? undefined;
  const text = decode(body.bytes);
  if (text === undefined) return refuse("unreadable") ?? undefined;
  if (type.readAs === "form") return { readAs: "form", fields: [...new URLSearchParams(text)] };
  if (type.readAs === "text") return { readAs: "text", text };
  const value = parse(text);
  return value === undefined ? (refuse("unreadable") ?? undefined) : { readAs: "json", value };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
