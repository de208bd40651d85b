import type { JsonValue } from "@idvkit/core";
import { findForEntry, isNamed } from "./entry-names.ts";
import type { HarEntry } from "./har.ts";
import { type Change, mapJson } from "./leaves.ts";
import { mapFields, mapRest, mapUrl, type UrlSettings } from "./map-url.ts";
import type { Place } from "./problems.ts";
import { type ReadBody, readBody } from "./read-body.ts";

export interface EntrySettings extends UrlSettings {
  replace: Readonly<Record<string, Uint8Array>>;
  withoutSends: readonly string[];
  callbackBaseUrl: string | undefined;
}

/** An entry as a scenario needs it. */
export interface MappedEntry {
  entry: HarEntry;
  /** Of a delivery: the part after the callback base URL. */
  url: string;
  /** Of the request. */
  sent: ReadBody | undefined;
  location: string | undefined;
  answer: ReadBody | undefined;
  /** Takes the place of the answer. */
  replacement: Uint8Array | undefined;
}

/** Changes all that is taken over from an exchange with the provider. */
export function mapExchange(entry: HarEntry, settings: EntrySettings, change: Change): MappedEntry {
  const replacement = findForEntry(settings.replace, entry);
  const at = (part: string): Place => ({ entry: entry.index, part });
  const location = entry.responseHeaders.get("location");
  const answer =
    replacement === undefined ? readBody(entry.responseBody, at("response"), settings.problems) : undefined;
  return {
    entry,
    url: mapUrl(entry.url, at("request url"), settings, change),
    sent: mapBody(sentBy(entry, settings), at("request"), settings, change),
    location: location === undefined ? undefined : mapUrl(location, at("response location"), settings, change),
    answer: mapBody(answer, at("response"), settings, change),
    replacement,
  };
}

/** Changes all that is taken over from a request to us; what we answered does not matter. */
export function mapDelivery(entry: HarEntry, settings: EntrySettings, change: Change): MappedEntry {
  const rest = entry.url.slice(settings.callbackBaseUrl?.length ?? 0);
  const place = { entry: entry.index, part: "request url" };
  return {
    entry,
    url: mapRest(rest, place, settings, change),
    sent: mapBody(sentBy(entry, settings), { ...place, part: "request" }, settings, change),
    location: undefined,
    answer: undefined,
    replacement: undefined,
  };
}

function sentBy(entry: HarEntry, { withoutSends, problems }: EntrySettings): ReadBody | undefined {
  if (isNamed(withoutSends, entry)) return undefined;
  return readBody(entry.requestBody, { entry: entry.index, part: "request" }, problems);
}

function mapBody(
  body: ReadBody | undefined,
  place: Place,
  settings: EntrySettings,
  change: Change,
): ReadBody | undefined {
  if (body === undefined) return undefined;
  if (body.readAs === "json") return { ...body, value: mapJson(body.value, place, settings.rules, change) };
  if (body.readAs === "form") return { ...body, fields: mapFields(body.fields, place, settings, change) };
  return { ...body, text: String(mapJson(body.text, place, settings.rules, change)) };
}

/** The body as a scenario's `sends` has it: JSON, or the fields of a form. */
export function sendsOf(body: ReadBody | undefined): JsonValue | undefined {
  if (body?.readAs === "json") return body.value;
  return body?.readAs === "form" ? Object.fromEntries(body.fields) : undefined;
}

/** The bytes of a body, and the extension of the file that holds them. */
export function bytesOf(body: ReadBody): { bytes: Uint8Array; extension: string } {
  const encode = (text: string) => new TextEncoder().encode(text);
  if (body.readAs === "json") return { bytes: encode(`${JSON.stringify(body.value, null, 2)}\n`), extension: "json" };
  if (body.readAs === "text") return { bytes: encode(body.text), extension: "txt" };
  return { bytes: encode(new URLSearchParams(body.fields).toString()), extension: "form" };
}
