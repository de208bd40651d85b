import { deflateSync } from "node:zlib";

/** Entries of a dictionary: names without the slash, values as they are written in the file. */
export type DictionarySource = Readonly<Record<string, string>>;

/** What stands between `obj` and `endobj`: a dictionary, a text of one byte a character, or bytes (a stream). */
export type PdfSource = DictionarySource | string | Uint8Array;

export function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

export function dictionaryText(entries: DictionarySource): string {
  const lines = Object.entries(entries).map(([name, value]) => `/${name} ${value}`);
  return `<< ${lines.join(" ")} >>`;
}

export function sourceBytes(source: PdfSource): Uint8Array {
  if (source instanceof Uint8Array) return source;
  return bytesOf(typeof source === "string" ? source : dictionaryText(source));
}

/** A stream with its dictionary; /Length and, when packed, /Filter are added. */
export function streamSource(entries: DictionarySource, data: Uint8Array | string, packed = false): Uint8Array {
  const content = typeof data === "string" ? bytesOf(data) : data;
  const stored = packed ? deflateSync(content) : content;
  const all = { ...entries, ...(packed && { Filter: "/FlateDecode" }), Length: String(stored.length) };
  return joinBytes([bytesOf(`${dictionaryText(all)}\nstream\n`), stored, bytesOf("\nendstream")]);
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** A literal string (ISO 32000-2, section 7.3.4.2). */
export function textString(text: string): string {
  return `(${text.replace(/[\\()]/g, "\\$&")})`;
}

export function hexString(bytes: Uint8Array): string {
  return `<${Buffer.from(bytes).toString("hex")}>`;
}

export function reference(objectNumber: number): string {
  return `${objectNumber} 0 R`;
}

export function array(items: readonly string[]): string {
  return `[${items.join(" ")}]`;
}

/** The array with one more item at its end. */
export function withItem(source: string | undefined, item: string): string {
  const inner = (source ?? "[]").slice(1, -1).trim();
  return `[${inner === "" ? item : `${inner} ${item}`}]`;
}

/** A date (section 7.9.4), in UTC. */
export function dateString(time: Date): string {
  return `(D:${time.toISOString().slice(0, 19).replace(/\D/g, "")}Z)`;
}
