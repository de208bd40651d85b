import type { HarEntry } from "./har.ts";
import { literalPattern } from "./literal-pattern.ts";

/** Finds what a caller says about an entry: under its index, or under a template of method and URL. */
export function findForEntry<T>(rows: Readonly<Record<string, T>>, entry: HarEntry): T | undefined {
  const name = Object.keys(rows).find((key) => key === String(entry.index) || fits(key, entry));
  return name === undefined ? undefined : rows[name];
}

export function isNamed(names: readonly string[], entry: HarEntry): boolean {
  return names.some((key) => key === String(entry.index) || fits(key, entry));
}

/** `POST https://host/a/{any}` or without the method; `{any}` stands for one segment. The query does not count. */
function fits(template: string, { method, url }: HarEntry): boolean {
  const [, wanted, address = ""] = /^(?:([A-Za-z]+)\s+)?(https?:\/\/.*)$/.exec(template) ?? [];
  if (address === "" || (wanted !== undefined && wanted.toUpperCase() !== method)) return false;
  const source = address
    .split(/\{[^{}]*\}/)
    .map(literalPattern)
    .join("[^/?#]+");
  return new RegExp(`^${source}$`).test(url.split(/[?#]/, 1)[0] ?? "");
}
