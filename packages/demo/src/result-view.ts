import type { IdvError, IdvNodeResult, JsonValue } from "@idvkit/core";
import { blockFields, verdictMarks } from "./block-fields.ts";
import { type Field, fieldsOf, type Mark } from "./field.ts";
import type { Paint } from "./paint.ts";
import { lineWidth, printable, wrap } from "./printable.ts";

const signs: { readonly [M in Mark]: string } = { good: "✔", doubtful: "!", bad: "✘" };
const indent = "    ";
const labelWidth = 32;

/** A result as lines: the verdict, then every data block with its fields under each other. */
export function resultLines(result: IdvNodeResult, paint: Paint): string[] {
  const mark = verdictMarks[result.verdict];
  return [
    `  ${paint[mark](paint.strong(`${signs[mark]} ${result.verdict}`))}   ${paint.quiet(summary(result))}`,
    ...result.dataBlocks.flatMap((block) => section(block.type, blockFields(block), paint)),
    ...attributeSections(result.attributes, paint),
    ...section("warnings", result.warnings.map(warningField), paint),
  ];
}

/** A call that the driver refused: nothing came of it. */
export function refusalLine({ code, reason }: Pick<IdvError, "code" | "reason">, paint: Paint): string {
  const why = reason === undefined ? code : `${code} · ${reason}`;
  return `  ${paint.bad(paint.strong(`${signs.bad} refused`))}   ${paint.quiet(`${why} · no data block`)}`;
}

function summary({ rawStatus, assurance, amr, sessionBinding }: IdvNodeResult): string {
  const levels = Object.entries(assurance).map(([scale, level]) => `${scale} ${level}`);
  return [
    `status ${printable(rawStatus)}`,
    ...levels,
    ...(amr.length > 0 ? [`amr ${amr.join(" ")}`] : []),
    `session ${sessionBinding === "bound" ? "bound" : "not bound"}`,
  ].join(" · ");
}

/** An attribute that is an object has a section of its own. */
function attributeSections(attributes: IdvNodeResult["attributes"], paint: Paint): string[] {
  const groups = Object.entries(attributes).filter(([, value]) => isGroup(value));
  const single = Object.fromEntries(Object.entries(attributes).filter(([, value]) => !isGroup(value)));
  return [
    ...section("attributes", fieldsOf(single), paint),
    ...groups.flatMap(([name, value]) => section(`attributes, ${printable(name)}`, fieldsOf(value), paint)),
  ];
}

function isGroup(value: JsonValue): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function warningField({ code, path }: { code: string; path: string }): Field {
  return { label: printable(code), text: printable(path) };
}

function section(title: string, fields: readonly Field[], paint: Paint): string[] {
  if (fields.length === 0) return [];
  const width = Math.min(labelWidth, Math.max(...fields.map(({ label }) => label.length)));
  return [`  ${paint.strong(title)}`, ...fields.flatMap((field) => fieldLines(field, width, paint))];
}

function fieldLines({ label, text, mark, detail }: Field, width: number, paint: Paint): string[] {
  const sign = mark === undefined ? "" : `${signs[mark]} `;
  const column = indent.length + width + 2;
  const gap = " ".repeat(column);
  const room = lineWidth - column - sign.length;
  const [first = "", ...others] = wrap(text, room);
  const head =
    label.length > width ? [`${indent}${paint.quiet(label)}`, gap] : [`${indent}${paint.quiet(label.padEnd(width))}  `];
  const shown = mark === undefined ? first : `${paint[mark](sign)}${first}`;
  const below = detail === undefined ? [] : wrap(detail, room).map((line) => paint.quiet(line));
  const last = `${head.pop()}${shown}`;
  return [...head, last, ...[...others, ...below].map((line) => `${gap}${" ".repeat(sign.length)}${line}`)];
}
