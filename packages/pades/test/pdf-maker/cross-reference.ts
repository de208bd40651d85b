import { array, bytesOf, type DictionarySource, dictionaryText, joinBytes, streamSource } from "./pdf-source.ts";

/** Where an object is, as a cross-reference says it. */
export type MadeEntry =
  | { kind: "free"; generation: number }
  | { kind: "inUse"; offset: number }
  | { kind: "compressed"; objectStream: number; index: number };

export type MadeEntries = ReadonlyMap<number, MadeEntry>;

/** A table and its trailer (ISO 32000-2, sections 7.5.4 and 7.5.5). Compressed objects are free in it. */
export function crossReferenceTable(entries: MadeEntries, trailer: DictionarySource): Uint8Array {
  const sections = runsOf(entries).map((run) => {
    const lines = run.map((number) => tableLine(entries.get(number)));
    return `${run[0]} ${run.length}\n${lines.join("")}`;
  });
  const body = sections.length === 0 ? "0 0\n" : sections.join("");
  return bytesOf(`xref\n${body}trailer\n${dictionaryText(trailer)}\n`);
}

function tableLine(entry: MadeEntry | undefined): string {
  if (entry?.kind === "inUse") return `${String(entry.offset).padStart(10, "0")} 00000 n \n`;
  const generation = entry?.kind === "free" ? entry.generation : 0;
  return `${"0".repeat(10)} ${String(generation).padStart(5, "0")} f \n`;
}

/** A cross-reference stream, without `obj` and `endobj` (section 7.5.8). */
export function crossReferenceStream(entries: MadeEntries, trailer: DictionarySource): Uint8Array {
  const runs = runsOf(entries);
  const index = array(runs.map((run) => `${run[0]} ${run.length}`));
  const rows = runs.flat().map((number) => streamRow(entries.get(number)));
  return streamSource({ Type: "/XRef", W: "[1 4 2]", Index: index, ...trailer }, joinBytes(rows), true);
}

function streamRow(entry: MadeEntry | undefined): Uint8Array {
  const row = Buffer.alloc(7);
  if (entry?.kind === "inUse") {
    row.writeUInt8(1, 0);
    row.writeUInt32BE(entry.offset, 1);
  } else if (entry?.kind === "compressed") {
    row.writeUInt8(2, 0);
    row.writeUInt32BE(entry.objectStream, 1);
    row.writeUInt16BE(entry.index, 5);
  } else {
    row.writeUInt16BE(entry?.generation ?? 0, 5);
  }
  return row;
}

/** Object numbers in order, in runs without gaps. */
function runsOf(entries: MadeEntries): number[][] {
  const runs: number[][] = [];
  for (const number of [...entries.keys()].sort((left, right) => left - right)) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === number - 1) run.push(number);
    else runs.push([number]);
  }
  return runs;
}
