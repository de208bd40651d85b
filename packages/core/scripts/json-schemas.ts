import { z } from "zod";
import { contentSchemas, dataBlockTypes } from "../src/blocks/content-schemas.ts";
import { envelopeSchema } from "../src/data-block.ts";

type JsonSchema = Record<string, unknown>;

const dialect = "https://json-schema.org/draft/2020-12/schema";

/**
 * The JSON Schema of every block content and of the whole data block, by file name without its ending.
 * `data-block` carries the content schemas under `$defs`, each with its own `$id`, so that it stands alone.
 */
export function jsonSchemas(): Record<string, JsonSchema> {
  const contents = Object.fromEntries(dataBlockTypes.map((type) => [type, contentJsonSchema(type)]));
  return { ...contents, "data-block": dataBlockJsonSchema(contents) };
}

function contentJsonSchema(type: keyof typeof contentSchemas): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(contentSchemas[type]);
  return { $schema: dialect, $id: schemaId(type), title: type, ...schema };
}

function dataBlockJsonSchema(contents: Record<string, JsonSchema>): JsonSchema {
  const stored = dataBlockTypes.map((type) =>
    envelopeJsonSchema({ type: { const: type }, status: { const: "STORED" }, content: { $ref: schemaId(type) } }),
  );
  const deleted = envelopeJsonSchema({ status: { const: "DELETED" }, content: { type: "null" } });
  return {
    $schema: dialect,
    $id: schemaId("data-block"),
    title: "dataBlock",
    oneOf: [...stored, deleted],
    $defs: contents,
  };
}

function envelopeJsonSchema(narrowed: JsonSchema): JsonSchema {
  const { $schema: _, properties, ...schema } = z.toJSONSchema(envelopeSchema);
  return { ...schema, properties: { ...properties, ...narrowed } };
}

function schemaId(name: string): string {
  return `urn:idvkit:schema:${name}`;
}
