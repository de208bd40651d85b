import type { JsonValue } from "@idvkit/core";
import type { HarEntry } from "./har.ts";
import type { RecordOptions } from "./recording.ts";
import type { SelectedEntries } from "./select-entries.ts";

const nameLike = /^[A-Za-z_$@][A-Za-z0-9_$@.-]{0,39}$/;

/** Names of members, hosts and paths, split into words: what the traffic itself speaks. */
export function vocabularyOf({ exchanges, deliveries }: SelectedEntries, options: RecordOptions): string {
  const entries = [...exchanges, ...deliveries];
  const bodies = entries.flatMap(({ requestBody, responseBody }) => [requestBody, responseBody]);
  const names = bodies.flatMap((body) => (body === undefined ? [] : namesIn(parse(body.bytes))));
  const ours = [options.options, options.work, options.expected].flatMap((value) =>
    namesIn((value ?? {}) as JsonValue),
  );
  return [...formatWords, ...names, ...ours, ...entries.flatMap(hostOf), options.provider]
    .map((name) => name.replace(/([a-z0-9])([A-Z])/g, "$1 $2"))
    .join(" ");
}

/** Words of `scenario.json` and `expected.json` themselves. */
const formatWords = [
  "title provenance kind source recorded options work starts at calls call dispatch submit callback poll cancel after ms",
  "request method path query headers body exchanges url sends status repeatable retry one shot sensitive content type",
  "application json charset utf https example verdict reference pending data blocks delivery answer browser true false",
];

function namesIn(value: JsonValue): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return Object.entries(value).flatMap(([name, child]) => [...(nameLike.test(name) ? [name] : []), ...namesIn(child)]);
}

function hostOf({ url }: HarEntry): string[] {
  return URL.canParse(url) ? [new URL(url).hostname] : [];
}

function parse(bytes: Uint8Array): JsonValue {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as JsonValue;
  } catch {
    return null;
  }
}
