import type { KnownValues } from "./known-values.ts";
import type { Change, Leaf } from "./leaves.ts";
import { mapUrl, type UrlSettings } from "./map-url.ts";
import type { Verdict } from "./member-rules.ts";
import { collectMrz } from "./mrz.ts";
import type { ReplacedKind } from "./stand-ins.ts";
import { isIpAddress, isMrz, shapesInText } from "./text-shapes.ts";
import { isTrafficTime } from "./traffic-time.ts";

/** Values that stay, but for what stands inside them. */
const lookedThrough: readonly Verdict[] = ["kept", "unknown", "word", "country", "code", "region", "time", "url"];

/** The first passage: changes nothing, and remembers every value that has to be replaced. */
export function collectValues(known: KnownValues, recordedAt: Date, settings: UrlSettings): Change {
  const change: Change = {
    value(leaf) {
      collect(leaf, known, recordedAt);
      return leaf.value;
    },
    url(text, place) {
      mapUrl(text, place, settings, change);
      return text;
    },
    key(text) {
      collectShapes(text, known);
      return text;
    },
  };
  return change;
}

function collect({ value, verdict }: Leaf, known: KnownValues, recordedAt: Date): void {
  const text = String(value);
  if (verdict === "mrz" && isMrz(text)) collectMrz(text, known, recordedAt);
  else if (verdict === "mrz") known.add("number", text);
  else if (verdict === "time" && typeof value === "string" && !isTrafficTime(text, recordedAt)) known.add("date", text);
  else if (isLookedThrough(verdict)) collectShapes(text, known);
  else known.add(verdict, text);
}

function isLookedThrough(verdict: Verdict): verdict is Exclude<Verdict, ReplacedKind | "mrz"> {
  return lookedThrough.includes(verdict);
}

function collectShapes(text: string, known: KnownValues): void {
  for (const found of text.match(shapesInText.email) ?? []) known.add("email", found);
  for (const found of text.match(shapesInText.uuid) ?? []) known.add("uuid", found);
  for (const found of text.match(shapesInText.ip) ?? []) if (isIpAddress(found)) known.add("ip", found);
}
