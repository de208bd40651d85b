import { failure, IdvError, type IdvResult, type JsonObject, success } from "@idvkit/core";
import type { CallFile } from "../scenario/schema.ts";
import { bytesOf, type MappedEntry } from "./map-entry.ts";
import type { Problems } from "./problems.ts";
import type { RecordedCall, Resign } from "./recording.ts";
import type { FileNames } from "./scenario-exchanges.ts";

const signatureHeader = /signature|hmac|digest|x-sha2|x-hub/;

/** A delivery as a `callback` call. A signed one is signed anew by the caller, or is a problem: its body has changed. */
export async function callbackOf(
  mapped: MappedEntry,
  files: FileNames,
  { resign, options, problems }: { resign: Resign | undefined; options: JsonObject; problems: Problems },
): Promise<Extract<CallFile, { call: "callback" }>> {
  const { entry, sent } = mapped;
  const url = new URL(mapped.url, "https://rp.example");
  const [path = ""] = mapped.url.split(/[?#]/, 1);
  const content = sent && bytesOf(sent);
  const mediaType = entry.requestHeaders.get("content-type");
  const kept = content !== undefined && mediaType !== undefined ? { "content-type": mediaType } : {};
  const isSigned = [...entry.requestHeaders.keys()].some((name) => signatureHeader.test(name));
  if (isSigned && resign === undefined)
    problems.add({ entry: entry.index, part: "request headers" }, "signed_callback");
  const signed = isSigned && resign ? await resign(content?.bytes ?? new Uint8Array(), kept, { options }) : {};
  const headers = { ...kept, ...signed };
  const query = Object.fromEntries(url.searchParams);
  return {
    call: "callback",
    ...(entry.method === "GET" && { browser: true }),
    request: {
      method: entry.method,
      path,
      ...(Object.keys(query).length > 0 && { query }),
      ...(Object.keys(headers).length > 0 && { headers }),
      ...(content !== undefined && { body: files.add("delivery", content.extension, content.bytes) }),
    },
  };
}

type Delivery = { call: Extract<CallFile, { call: "callback" }>; atMs: number };

/** Puts the deliveries of the HAR where the caller's calls name them. Each has to be named once. */
export function callsWithDeliveries(
  calls: readonly RecordedCall[],
  deliveries: readonly Delivery[],
): IdvResult<CallFile[]> {
  const named = calls.filter(({ call }) => call === "delivery").length;
  if (named !== deliveries.length) {
    const message = `calls: ${named} deliveries named, ${deliveries.length} recorded`;
    return failure(new IdvError({ code: "invalid_input", message }));
  }
  const rest = [...deliveries];
  return success(
    calls.flatMap((call): CallFile[] => {
      if (call.call !== "delivery") return [call];
      const next = rest.shift();
      return next === undefined ? [] : [{ ...next.call, ...(call.afterMs !== undefined && { afterMs: call.afterMs }) }];
    }),
  );
}

/** The calls that the traffic itself shows: a dispatch, then every delivery; without any, a poll for each repeated read. */
export function callsFromTraffic(
  exchanges: readonly MappedEntry[],
  deliveries: readonly Delivery[],
  startedAtMs: number,
): CallFile[] {
  const times = deliveries.length > 0 ? deliveries.map(({ atMs }) => atMs) : pollTimes(exchanges);
  const later = times.map((atMs, index): CallFile => {
    const afterMs = Math.max(0, atMs - (times[index - 1] ?? startedAtMs));
    return { ...(deliveries[index]?.call ?? { call: "poll" }), afterMs };
  });
  return [{ call: "dispatch" }, ...later];
}

function pollTimes(exchanges: readonly MappedEntry[]): number[] {
  const times = new Map<string, number[]>();
  for (const { entry, url } of exchanges) {
    if (entry.method === "GET") times.set(url, [...(times.get(url) ?? []), entry.startedAtMs]);
  }
  return [...times.values()].reduce((most, one) => (one.length > most.length ? one : most), []);
}
