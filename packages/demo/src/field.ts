import { printable } from "./printable.ts";

/** How something turned out, for the sign before it. */
export type Mark = "good" | "doubtful" | "bad";

/** One labelled line of a block. */
export interface Field {
  label: string;
  text: string;
  mark?: Mark;
  /** Printed below the text, quietly. */
  detail?: string;
}

/** The members of an object as fields; an object inside is flattened with dots. */
export function fieldsOf(value: unknown, label = ""): Field[] {
  if (value === undefined) return [];
  if (!isObject(value)) return [{ label, text: textOf(value) }];
  const reference = vaultText(value);
  if (reference !== undefined) return [{ label, text: reference }];
  if (Array.isArray(value)) {
    if (value.some(isObject))
      return value.map((entry, index) => ({ label: index === 0 ? label : "", text: rowOf(entry) }));
    return [{ label, text: value.map(textOf).join(", ") || "none" }];
  }
  return Object.entries(value).flatMap(([name, member]) =>
    fieldsOf(member, label === "" ? printable(name) : `${label}.${printable(name)}`),
  );
}

/** The reference of a vault in words, or undefined for anything else. */
export function vaultText(value: unknown): string | undefined {
  if (!isObject(value) || !("$ref" in value) || !("$id" in value)) return undefined;
  return `in the vault, ${textOf(value.$id)}`;
}

/** An entry of a list on one line. */
function rowOf(entry: unknown): string {
  return fieldsOf(entry)
    .map(({ label, text }) => (label === "" ? text : `${label} ${text}`))
    .join(", ");
}

function textOf(value: unknown): string {
  if (value === null) return "none";
  return printable(typeof value === "string" ? value : JSON.stringify(value));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
