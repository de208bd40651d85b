import { isKeptWord } from "./kept-words.ts";
import { foldMemberName, isTransparent, kindOfMember } from "./member-kinds.ts";
import { shapeOf } from "./text-shapes.ts";
import type { ValueKind } from "./value-kind.ts";

/** What becomes of a value: replaced as its kind, kept because the caller or a table says so, or nobody knows. */
export type Verdict = ValueKind | "kept" | "unknown";

export interface LeafName {
  /** Name of the member; of a list, the member that holds the list. */
  name: string;
  /** JSON path with indexes (`$.list[0].value`). */
  path: string;
  /** Name of the member around it. */
  parent?: string;
}

export interface MemberRules {
  verdictOf(leaf: LeafName, value: string | number): Verdict;
  /** Whether the caller has a row for a member of this name. */
  isListed(name: string): boolean;
}

const instant = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/;
const codeLike = /^(?!.*\d{4})[A-Za-z][\w.:/+-]{0,63}$/;

/** Vehicle classes, as on a licence: `AM, B, C1E`. */
const classList = /^[A-Z][A-Z0-9+]{0,3}(?:, ?[A-Z][A-Z0-9+]{0,3})+$/;

/** How a value of a kind that stays must look, and what it is taken for otherwise. */
const narrowed: Readonly<Partial<Record<ValueKind, { fits: RegExp; else: Verdict }>>> = {
  word: { fits: new RegExp(`${codeLike.source}|${classList.source}`), else: "unknown" },
  country: { fits: /^[\p{L}][\p{L} .'()-]{1,59}$/u, else: "unknown" },
  time: { fits: instant, else: "date" },
  code: { fits: /^[A-Za-z]+(?:[_.-][A-Za-z]+)*$/, else: "secret" },
  region: { fits: /^[A-Z]{2,3}$/, else: "text" },
};
/** Smaller whole numbers are counts, codes and seconds. */
const firstTellingNumber = 100_000;
const passing: readonly (ValueKind | undefined)[] = [
  "word",
  "country",
  "time",
  "code",
  "region",
  "text",
  "name",
  "url",
];

/** The caller's rows before the tables; rows for paths before rows for names. */
export function createMemberRules(options: {
  members?: Readonly<Record<string, ValueKind>> | undefined;
  keep?: readonly string[] | undefined;
}): MemberRules {
  const own = new Map(Object.entries(options.members ?? {}).map(([name, kind]) => [rowKey(name), kind]));
  const kept = new Set((options.keep ?? []).map(rowKey));

  function verdictOf(leaf: LeafName, value: string | number): Verdict {
    const path = rowKey(leaf.path);
    if (own.has(path)) return narrow(own.get(path), value);
    if (kept.has(path)) return "kept";
    const name = foldMemberName(leaf.name);
    if (own.has(name)) return narrow(own.get(name), value);
    if (kept.has(name)) return "kept";
    const declared = kindOfMember(leaf.name);
    if (declared === undefined && leaf.parent !== undefined && isTransparent(leaf.name)) {
      return verdictOf({ name: leaf.parent, path: leaf.path }, value);
    }
    return narrow(declared, value);
  }

  return { verdictOf, isListed: (name) => own.has(foldMemberName(name)) || kept.has(foldMemberName(name)) };
}

function rowKey(row: string): string {
  return row.startsWith("$") ? row.replace(/\[\d*\]/g, "[]") : foldMemberName(row);
}

function narrow(declared: ValueKind | undefined, value: string | number): Verdict {
  if (typeof value === "number") return narrowNumber(declared, value);
  const shape = shapeOf(value);
  // A secret stays a secret whatever it looks like; everything else is what it shows.
  if (shape !== undefined && declared !== "secret" && declared !== "assertion") return shape;
  if (declared === undefined) return isHarmless(value) ? "kept" : "unknown";
  // What is wrong with a field is told with the field's name.
  if (declared === "name" && isKeptWord(value) && /[a-z][A-Z]|_/.test(value)) return "kept";
  const rule = narrowed[declared];
  if (rule === undefined || rule.fits.test(value)) return declared;
  return isHarmless(value) ? "kept" : rule.else;
}

function narrowNumber(declared: ValueKind | undefined, value: number): Verdict {
  if (declared !== undefined && !passing.includes(declared)) return declared;
  if (declared === "time" || !Number.isInteger(value) || Math.abs(value) < firstTellingNumber) return "kept";
  return "unknown";
}

/** A word of a fixed list, or a text with neither letters nor a run of four digits. */
function isHarmless(value: string): boolean {
  return isKeptWord(value) || !/\p{L}|\d{4}/u.test(value);
}
