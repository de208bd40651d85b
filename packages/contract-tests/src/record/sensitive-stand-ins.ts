import type { KnownValues } from "./known-values.ts";
import { wordsOf } from "./known-values.ts";
import type { ReplacedKind, StandIns } from "./stand-ins.ts";
import type { ValueKind } from "./value-kind.ts";

const sensitiveKinds: readonly ValueKind[] = [
  "secret",
  "assertion",
  "email",
  "ip",
  "date",
  "phone",
  "number",
  "name",
  "text",
];
const shortestWord = 5;
const shortestText = 4;

/** The stand-ins that no error, log line or span of a driver may show. References are no secret: they are in states. */
export function sensitiveStandIns(known: KnownValues, standIns: StandIns): string[] {
  const found = known.all.flatMap(({ kind, text }) => {
    if (!sensitiveKinds.includes(kind)) return [];
    const whole = standIns.of(kind as ReplacedKind, text);
    const words = kind === "name" ? wordsOf(whole).filter((word) => word.length >= shortestWord) : [];
    return [whole, ...words];
  });
  return [...new Set(found)].filter((text) => text.length >= shortestText).sort();
}
