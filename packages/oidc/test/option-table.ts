import { z } from "zod";
import { code, table } from "../../../scripts/readme/markdown-table.ts";
import { commonSettings } from "../src/setting-schemas.ts";
import type { OptionRow } from "./option-meanings.ts";

/** What is used of a JSON Schema. */
interface Shape {
  type?: string;
  format?: string;
  enum?: readonly unknown[];
  const?: unknown;
  default?: unknown;
  items?: Shape;
  properties?: Readonly<Record<string, Shape>>;
  oneOf?: readonly Shape[];
}

/** Every option that definitions have too, by its path, as the schema has it. `preset` is described by its own schema. */
export const schemaOptions: ReadonlyMap<string, Shape> = new Map(
  Object.entries(commonSettings).flatMap(([name, schema]) => {
    const shape: Shape = z.toJSONSchema(schema, { io: "input" }) as Shape;
    return name === "preset" ? [[name, shape] as const] : [...paths(name, shape)];
  }),
);

/** One table of options: type and default as the schema says, else as the row says. */
export function optionTable(rows: Readonly<Record<string, OptionRow>>): string {
  return table(
    ["Option", "Type", "Default", "Meaning"],
    Object.entries(rows).map(([path, row]) => {
      const shape = schemaOptions.get(path) ?? {};
      return [code(path), row.type ?? typeOf(path, shape), defaultOf(shape, row), row.meaning];
    }),
  );
}

function* paths(path: string, shape: Shape): Generator<readonly [string, Shape]> {
  yield [path, shape];
  for (const [name, member] of Object.entries(membersOf(shape))) yield* paths(`${path}.${name}`, member);
  for (const [name, member] of Object.entries(shape.items?.properties ?? {})) yield* paths(`${path}[].${name}`, member);
}

/** The members of all variants; the constant that tells them apart becomes a choice. */
function membersOf({ properties, oneOf = [] }: Shape): Readonly<Record<string, Shape>> {
  if (properties !== undefined) return properties;
  const variants = oneOf.map((variant) => variant.properties ?? {});
  const constants = variants.flatMap(({ kind }) => (kind?.const === undefined ? [] : [kind.const]));
  return { ...Object.assign({}, ...variants), ...(constants.length > 0 && { kind: { enum: constants } }) };
}

function typeOf(path: string, shape: Shape): string {
  const { type, format, items } = shape;
  const words = shape.enum ?? items?.enum;
  if (words !== undefined) return words.map((word) => code(JSON.stringify(word))).join(", ");
  if (type === "array" && items?.type === "string") return "texts";
  if (type === "string") return format === "uri" ? "URL" : "text";
  if (type === "integer") return unitOf(path);
  if (type === "boolean") return "boolean";
  throw new Error(`${path}: its row has to say the type`);
}

function unitOf(path: string): string {
  if (path.endsWith("Ms")) return "milliseconds";
  return path.endsWith("Seconds") ? "seconds" : "number";
}

function defaultOf(shape: Shape, { fallback }: OptionRow): string {
  if (shape.default === undefined) return fallback ?? "none";
  if (fallback !== undefined) throw new Error("the schema says the default");
  return code(JSON.stringify(shape.default));
}
