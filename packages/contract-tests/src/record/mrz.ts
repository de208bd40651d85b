import { type CalendarDate, isDate } from "./date-formats.ts";
import type { KnownValues } from "./known-values.ts";
import { checkDigit, layoutOf, type MrzLayout, type Stretch } from "./mrz-layout.ts";
import type { StandIns } from "./stand-ins.ts";

interface Zone {
  layout: MrzLayout;
  /** The lines put together; lines that are not there as fillers. */
  text: string;
  /** Which of the lines were given. */
  given: number[];
}

interface Tools {
  known: KnownValues;
  standIns: StandIns;
  recordedAt: Date;
}

/** Remembers what a zone says about the person, so that it is found elsewhere too. */
export function collectMrz(text: string, known: KnownValues, recordedAt: Date): void {
  for (const zone of readZones(text)) {
    const { layout } = zone;
    for (const word of wordsIn(cut(zone.text, layout.names))) known.add("name", word);
    for (const value of [numberOf(zone), ...layout.optional.map((stretch) => field(zone.text, stretch))]) {
      if (value.length > 3) known.add("number", value);
    }
    for (const date of [birthDateOf(zone, known, recordedAt), expiryDateOf(zone)]) {
      if (date !== undefined) known.add("date", [date.year, pad(date.month), pad(date.day)].join("-"));
    }
  }
}

/**
 * A zone, or lines of one, with the fields replaced that stand-ins exist for. States, sex and document code stay. A check
 * digit that was right is right again; one that was wrong is wrong by as much.
 */
export function replaceMrz(text: string, tools: Tools): string {
  const lines = readZones(text).flatMap((zone) => {
    const replaced = replaceZone(zone, tools);
    const { length } = zone.layout;
    return zone.given.map((line) => replaced.slice(line * length, (line + 1) * length));
  });
  const signs = [...lines.join("")];
  return text.replace(/[A-Z0-9<]/g, () => signs.shift() ?? "<");
}

function replaceZone({ layout, text, given }: Zone, tools: Tools): string {
  const { known, standIns, recordedAt } = tools;
  const zone = { layout, text, given };
  const dateAt = (date: CalendarDate | undefined, stretch: Stretch) =>
    date === undefined ? standIns.number(cut(text, stretch)) : shortDate(standIns.date(date));
  const parts: [Stretch, string][] = [
    [layout.names, namesFor(cut(text, layout.names), tools)],
    [layout.birthDate, dateAt(birthDateOf(zone, known, recordedAt), layout.birthDate)],
    [layout.expiryDate, dateAt(expiryDateOf(zone), layout.expiryDate)],
    ...layout.optional.map((stretch): [Stretch, string] => [stretch, numberFor(cut(text, stretch), standIns)]),
    ...numbersFor(zone, standIns),
  ];
  let replaced = text;
  for (const [[from, to], value] of parts) replaced = replaced.slice(0, from) + value + replaced.slice(to);
  return withCheckDigits(replaced, text, layout);
}

function withCheckDigits(replaced: string, original: string, layout: MrzLayout): string {
  return layout.checks.reduce((text, { at, over }) => {
    const sign = original[at] ?? "<";
    if (!/\d/.test(sign)) return text;
    const wrongBy = Number(sign) - checkDigit(over.map((stretch) => cut(original, stretch)).join(""));
    const right = checkDigit(over.map((stretch) => cut(text, stretch)).join(""));
    return text.slice(0, at) + String((right + wrongBy + 10) % 10) + text.slice(at + 1);
  }, replaced);
}

function namesFor(text: string, { known, standIns }: Tools): string {
  const isFull = !text.endsWith("<");
  const words = wordsIn(text);
  const made = words.map((word, index) => {
    // A full field may break off in the middle of its last word.
    const whole = isFull && index === words.length - 1 ? (known.wordsFrom(word)[0] ?? word) : word;
    return standIns.word(whole).replace(/[^A-Z]/g, "X");
  });
  const replaced = text.replace(/[^<]+/g, () => made.shift() ?? "");
  return replaced.slice(0, text.length).padEnd(text.length, "<");
}

function numberFor(text: string, standIns: StandIns): string {
  const value = text.replace(/<+$/, "");
  return standIns.number(value).padEnd(text.length, "<");
}

function numbersFor(zone: Zone, standIns: StandIns): [Stretch, string][] {
  const { layout, text } = zone;
  const rest = overflowOf(zone);
  if (layout.overflow === undefined || rest === "")
    return [[layout.number, numberFor(cut(text, layout.number), standIns)]];
  const made = standIns.number(cut(text, layout.number) + rest);
  const [from] = layout.overflow;
  const wrongBy = Number(text[from + rest.length]) - checkDigit(cut(text, layout.number) + rest);
  const check = String((checkDigit(made) + wrongBy + 10) % 10);
  return [
    [layout.number, made.slice(0, 9)],
    [[from, from + rest.length + 1], made.slice(9) + check],
  ];
}

function numberOf(zone: Zone): string {
  return field(zone.text, zone.layout.number) + overflowOf(zone);
}

/** The rest of a number that is longer than its field; its check digit stands behind it (ICAO 9303, part 5, note j). */
function overflowOf({ layout, text }: Zone): string {
  if (layout.overflow === undefined || text[layout.number[1]] !== "<") return "";
  return /^([A-Z0-9]+)\d(?:<|$)/.exec(cut(text, layout.overflow))?.[1] ?? "";
}

function birthDateOf({ layout, text }: Zone, known: KnownValues, recordedAt: Date): CalendarDate | undefined {
  const short = cut(text, layout.birthDate);
  const seen = known.dates.find((date) => shortDate(date) === short);
  return seen ?? longDate(short, Number(short.slice(0, 2)) > recordedAt.getUTCFullYear() % 100 ? 1900 : 2000);
}

function expiryDateOf({ layout, text }: Zone): CalendarDate | undefined {
  return longDate(cut(text, layout.expiryDate), 2000);
}

function longDate(short: string, century: number): CalendarDate | undefined {
  if (!/^\d{6}$/.test(short)) return undefined;
  const [year = 0, month = 0, day = 0] = [0, 2, 4].map((at) => Number(short.slice(at, at + 2)));
  const date = { year: century + year, month, day };
  return isDate(date) ? date : undefined;
}

function shortDate({ year, month, day }: CalendarDate): string {
  return [year % 100, month, day].map(pad).join("");
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}

function wordsIn(text: string): string[] {
  return text.split(/<+/).filter((word) => word !== "");
}

function field(text: string, stretch: Stretch): string {
  return cut(text, stretch).replace(/<+$/, "");
}

function cut(text: string, [from, to]: Stretch): string {
  return text.slice(from, to);
}

/** The zones of a text that holds nothing else: whole ones, and lines that stand alone. */
function readZones(text: string): Zone[] {
  const runs = text.split(/\s+/).filter((run) => run !== "");
  const lines = runs.flatMap(splitRun);
  const zones: Zone[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? "";
    const layout = layoutOf(line.length, line[0] ?? "");
    if (layout === undefined) break;
    const together = lines.slice(at, at + layout.lines);
    const isWhole = together.length === layout.lines && together.every((one) => one.length === layout.length);
    zones.push(isWhole ? { layout, text: together.join(""), given: [...together.keys()] } : aloneIn(layout, line));
    at += isWhole ? layout.lines : 1;
  }
  return zones;
}

function splitRun(run: string): string[] {
  const length = [44, 36, 30].find((size) => run.length === size * (layoutOf(size, run[0] ?? "")?.lines ?? 1));
  return length === undefined ? [run] : (run.match(new RegExp(`.{${length}}`, "g")) ?? []);
}

function aloneIn(layout: MrzLayout, line: string): Zone {
  const index = lineIndexOf(line, layout);
  const lines = Array.from({ length: layout.lines }, (_, at) => (at === index ? line : "<".repeat(layout.length)));
  return { layout, text: lines.join(""), given: [index] };
}

function lineIndexOf(line: string, layout: MrzLayout): number {
  if (layout.lines === 2) return /^[A-Z<]{5}[A-Z<]+$/.test(line) ? 0 : 1;
  if (/^\d{6}/.test(line)) return 1;
  return /^[A-Z<]+$/.test(line) ? 2 : 0;
}
