import { describe, expect, it } from "vitest";
import { z } from "zod";
import { jsonSchemas } from "../scripts/json-schemas.ts";
import { contentSchemas, type DataBlockType, dataBlockTypes } from "../src/blocks/content-schemas.ts";
import { createDataBlock } from "../src/data-block.ts";
import { blockSamples, sampleName, sampleOf } from "./block-samples.ts";
import { keyPaths, objectPaths, without, withValue } from "./json-paths.ts";

const schemas = jsonSchemas();

/** Reads a published schema back, so that it can judge contents by itself. */
function readBack(name: string): z.ZodType {
  const local = JSON.stringify(schemas[name]).replaceAll('"$ref":"urn:idvkit:schema:', '"$ref":"#/$defs/');
  return z.fromJSONSchema(JSON.parse(local));
}

describe("the published JSON Schemas", () => {
  it("are one per content and one for the whole block, each with a URN", () => {
    expect(Object.keys(schemas).sort()).toEqual([...dataBlockTypes, "data-block"].sort());
    for (const [name, schema] of Object.entries(schemas)) {
      expect(schema).toMatchObject({
        $schema: "https://json-schema.org/draft/2020-12/schema",
        $id: `urn:idvkit:schema:${name}`,
      });
    }
  });

  it("are the same at every build", () => {
    expect(JSON.stringify(jsonSchemas())).toBe(JSON.stringify(schemas));
  });

  it("close every object that is not open by its document", () => {
    const openObjects: string[] = [];
    visit(schemas, "", (node, path) => {
      if (node.type === "object" && node.additionalProperties !== false) openObjects.push(path);
    });
    const ofContents = openObjects.filter((path) => !path.startsWith(".data-block"));
    expect(ofContents).toEqual([
      ".deviceSignals.properties.signals",
      ".digitalSignals.properties.signals",
      ".pepAndSanctionsResults",
    ]);
  });

  it("require what the samples' documents require", () => {
    expect(schemas.documentData).toMatchObject({ required: ["documentType"] });
    expect(schemas.extendedIdentity).not.toHaveProperty("required");
    expect(schemas["data-block"]).toMatchObject({
      oneOf: Array.from({ length: 20 }, () => ({
        required: ["datablockId", "type", "createdBy", "createdAt", "status", "content"],
        additionalProperties: false,
      })),
    });
  });
});

describe.each(blockSamples.map((sample) => ({ name: sampleName(sample), sample })))("$name", ({ sample }) => {
  const { type, full } = sample;
  const published = readBack(type);

  it("judges a content as the zod schema does: whole, without each key, with an unknown key, with a wrong type", () => {
    const contents = [
      full,
      ...keyPaths(full).map((path) => without(full, path)),
      ...objectPaths(full).map((path) => withValue(full, path === "" ? "unknownKey" : `${path}.unknownKey`, 1)),
      ...keyPaths(full).map((path) => withValue(full, path, { wrong: "type" })),
    ];
    for (const content of contents) {
      expect(published.safeParse(content).success).toBe(contentSchemas[type].safeParse(content).success);
    }
  });

  it("names exactly the attributes of the sample, which has them all", () => {
    const ofForms = blockSamples.filter((other) => other.type === type).flatMap(({ full }) => Object.keys(full));
    const named = type === "pepAndSanctionsResults" ? ofForms : attributesOf(type);
    expect([...named].sort()).toEqual([...new Set(ofForms)].sort());
  });
});

describe("the published schema of the whole block", () => {
  const published = readBack("data-block");
  const { full } = sampleOf("userReference");
  const result = createDataBlock({
    type: "userReference",
    content: full as { subjectId: string },
    executionId: "execution-1",
    nodeId: "NODE",
    attempt: 0,
    index: 0,
    createdAt: "2026-02-10T14:00:01.899Z",
  });
  const block = result.ok ? result.value : null;

  it("takes stored and deleted blocks", () => {
    expect(published.safeParse(block).success).toBe(true);
    expect(published.safeParse({ ...block, status: "DELETED", content: null }).success).toBe(true);
  });

  it("refuses a deleted block with content, a stored one without, a content of another type, an unknown key", () => {
    for (const wrong of [
      { ...block, status: "DELETED" },
      { ...block, content: null },
      { ...block, type: "outcomeStatus" },
      { ...block, extra: 1 },
    ]) {
      expect(published.safeParse(wrong).success).toBe(false);
    }
  });
});

type Node = Record<string, unknown>;

function visit(value: unknown, path: string, look: (node: Node, path: string) => void): void {
  if (typeof value !== "object" || value === null) return;
  const node = value as Node;
  look(node, path);
  for (const [key, child] of Object.entries(node)) visit(child, `${path}.${key}`, look);
}

function attributesOf(type: DataBlockType): string[] {
  const { oneOf, properties } = schemas[type] as { oneOf?: { properties: Node }[]; properties?: Node };
  return [
    ...new Set([...(oneOf ?? []).flatMap((form) => Object.keys(form.properties)), ...Object.keys(properties ?? {})]),
  ];
}
