import type { JsonValue } from "@idvkit/core";
import type { MemberRules, Verdict } from "./member-rules.ts";
import type { Place } from "./problems.ts";
import { isWebUrl } from "./text-shapes.ts";

/** One value of a document, with all that is known about its place. */
export interface Leaf<T extends string | number = string | number> {
  value: T;
  verdict: Verdict;
  place: Place;
}

/** What happens to the values of a document: a first passage only looks, a second replaces. */
export interface Change {
  value(leaf: Leaf): string | number;
  /** A URL that stands as a value of its own; also without a host. */
  url(text: string, place: Place): string;
  /** A key of an object. */
  key(text: string, place: Place): string;
}

interface Position {
  name: string;
  parent?: string;
  path: string;
  /** The path as it may be shown. */
  shown: string;
}

const printableKey = /^[A-Za-z_$@][A-Za-z0-9_$@-]{0,39}$/;

/** An absolute URL, or a path on the same host. */
function isAddress(text: string): boolean {
  return isWebUrl(text) || /^\/[^\s]*$/.test(text);
}

/** Rebuilds a JSON value with every text and number changed. Lines of one machine-readable zone are changed as one. */
export function mapJson(root: JsonValue, at: Place, rules: MemberRules, change: Change): JsonValue {
  function placeOf({ shown }: Position): Place {
    return { ...at, part: `${at.part} ${shown}` };
  }

  function leaf(value: string | number, position: Position): string | number {
    const verdict = rules.verdictOf(position, value);
    const place = placeOf(position);
    if (typeof value === "string" && verdict === "url" && isAddress(value)) return change.url(value, place);
    return change.value({ value, verdict, place });
  }

  function map(value: JsonValue, position: Position): JsonValue {
    if (typeof value === "string" || typeof value === "number") return leaf(value, position);
    if (Array.isArray(value)) {
      return value.map((child, index) =>
        map(child, { ...position, path: `${position.path}[${index}]`, shown: `${position.shown}[${index}]` }),
      );
    }
    if (value === null || typeof value !== "object") return value;
    const changed = mapZone(value, position);
    return Object.fromEntries(
      Object.entries(value).map(([name, child], index) => {
        const below = childPosition(position, name, index);
        const key = change.key(name, placeOf(below));
        const zoneLine = changed.get(name);
        return [key, zoneLine ?? map(child, below)];
      }),
    );
  }

  function mapZone(value: { [key: string]: JsonValue }, position: Position): Map<string, string> {
    const lines = Object.entries(value).flatMap(([name, child], index) => {
      const below = childPosition(position, name, index);
      const isLine = typeof child === "string" && rules.verdictOf(below, child) === "mrz" && !/\s/.test(child);
      return isLine ? [{ name, text: child, below }] : [];
    });
    const [first] = lines;
    if (first === undefined || lines.length < 2) return new Map();
    const text = lines.map((line) => line.text).join("\n");
    const changed = change.value({ value: text, verdict: "mrz", place: placeOf(first.below) });
    const parts = String(changed).split("\n");
    return new Map(lines.map(({ name }, index) => [name, parts[index] ?? ""]));
  }

  return map(root, { name: "", path: "$", shown: "$" });
}

function childPosition(parent: Position, name: string, index: number): Position {
  // A key can be a person's own (a map by name or e-mail), so only what looks like a member name is shown.
  const step = printableKey.test(name) && !/\d{4}/.test(name) ? `.${name}` : `.?${index}`;
  const around = parent.name === "" ? {} : { parent: parent.name };
  return { name, ...around, path: `${parent.path}.${name}`, shown: `${parent.shown}${step}` };
}
