import type { JsonValue } from "@idvkit/core";

/** A response body that was changed in one respect. */
export interface Mutation {
  /** What was done and where, such as `null at checks[0].result`. */
  name: string;
  /** What stood there before; undefined where the change is not about one leaf. */
  was?: JsonValue | undefined;
  body: JsonValue;
}

type Path = readonly (string | number)[];

/** More leaves than this are sampled. */
export const mostLeavesPerBody = 150;

/** A word that no provider uses. */
export const unknownWord = "contract_kit_unknown_value";

/**
 * The changes of one body: unknown fields in every object at once, then for every leaf null, removal and, for text, an
 * unknown word. Of a body with more than {@link mostLeavesPerBody} leaves an evenly spread sample is taken, the same one
 * each time.
 */
export function mutationsOf(body: JsonValue): Mutation[] {
  const leaves = sample(leavesOf(body));
  return [
    { name: "unknown fields everywhere", body: withUnknownFields(body) },
    ...leaves.flatMap((path) => {
      const value = valueAt(body, path);
      const place = textOf(path);
      return [
        { name: `null at ${place}`, was: value, body: replaced(body, path, null) },
        ...(path.length > 0
          ? [{ name: `nothing at ${place}`, was: value, body: replaced(body, path, undefined) }]
          : []),
        ...(typeof value === "string"
          ? [{ name: `unknown word at ${place}`, was: value, body: replaced(body, path, unknownWord) }]
          : []),
      ];
    }),
  ];
}

function leavesOf(value: JsonValue, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return childrenOf(value).flatMap(([key, child]) => leavesOf(child, [...path, key]));
}

function childrenOf(value: JsonValue & object): [string | number, JsonValue][] {
  return Array.isArray(value) ? [...value.entries()] : Object.entries(value);
}

function sample(leaves: Path[]): Path[] {
  if (leaves.length <= mostLeavesPerBody) return leaves;
  const step = leaves.length / mostLeavesPerBody;
  return Array.from({ length: mostLeavesPerBody }, (_, index) => leaves[Math.floor(index * step)] ?? []);
}

function withUnknownFields(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withUnknownFields);
  const fields = Object.entries(value).map(([key, child]) => [key, withUnknownFields(child)]);
  return { ...Object.fromEntries(fields), contractKitUnknown: { nested: [1, "two", null] } };
}

function valueAt(value: JsonValue, path: Path): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((parent, key) => {
    if (typeof parent !== "object" || parent === null) return undefined;
    return Array.isArray(parent) ? parent[Number(key)] : parent[key];
  }, value);
}

/** `undefined` takes the place away. */
function replaced(value: JsonValue, path: Path, replacement: JsonValue | undefined): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return replacement ?? null;
  if (typeof value !== "object" || value === null) return value;
  const entries = childrenOf(value).flatMap(([name, child]): [string | number, JsonValue][] => {
    if (name !== key) return [[name, child]];
    if (rest.length === 0 && replacement === undefined) return [];
    return [[name, rest.length === 0 ? (replacement ?? null) : replaced(child, rest, replacement)]];
  });
  return Array.isArray(value) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
}

function textOf(path: Path): string {
  const text = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
  return text === "" ? "$" : text.replace(/^\./, "");
}
