import { inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type DataBlockContents, type DataBlockType, dataBlockTypes } from "../src/blocks/content-schemas.ts";
import { createDataBlock, type DataBlock, type DataBlockInput, parseDataBlock } from "../src/data-block.ts";
import { IdvError } from "../src/error.ts";
import type { IdvResult } from "../src/result.ts";
import { uuidVersion5In } from "../src/uuid.ts";
import { blockSamples, sampleName, sampleOf } from "./block-samples.ts";

const origin = {
  executionId: "execution-1",
  nodeId: "DOC_ID",
  attempt: 1,
  index: 0,
  createdAt: "2026-02-10T14:00:01.899Z",
};

function inputOf(type: DataBlockType, content: unknown, change: object = {}): DataBlockInput {
  return { ...origin, type, content: content as DataBlockContents[DataBlockType], ...change };
}

function succeed<T>(result: IdvResult<T>): T {
  if (!result.ok) throw result.error;
  return result.value;
}

function fail(result: IdvResult<unknown>): IdvError {
  if (result.ok) throw new Error("expected a failure");
  return result.error;
}

const storedUserReference = succeed(createDataBlock(inputOf("userReference", { subjectId: "subject-1" })));

describe("createDataBlock", () => {
  it("puts the content into an envelope that says where it comes from", () => {
    expect(storedUserReference).toEqual({
      datablockId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      type: "userReference",
      createdBy: { stepId: "DOC_ID", clock: 1 },
      createdAt: "2026-02-10T14:00:01.899Z",
      status: "STORED",
      content: { subjectId: "subject-1" },
    });
  });

  it("keeps the ids that earlier versions gave", () => {
    expect(storedUserReference.datablockId).toBe("5f3c2f3a-881e-55e5-a755-25b7613733cd");
  });

  it.each(blockSamples.map((sample) => ({ name: sampleName(sample), sample })))(
    "makes a block of $name that parses again, also after JSON",
    ({ sample }) => {
      const block = succeed(createDataBlock(inputOf(sample.type, sample.full)));
      expect(block.content).toEqual(sample.full);
      expect(parseDataBlock(block)).toEqual({ ok: true, value: block });
      expect(parseDataBlock(JSON.parse(JSON.stringify(block)))).toEqual({ ok: true, value: block });
    },
  );

  it("refuses a content that breaks its schema, and says where", () => {
    const error = fail(
      createDataBlock(
        inputOf("documentVerification", {
          verdict: { status: "SECRET-STATUS" },
          issues: [{ code: 7, severity: "error" }],
          "SECRET-KEY": "SECRET-VALUE",
        }),
      ),
    );
    expect(error.code).toBe("invalid_response");
    expect(error.retryable).toBe(false);
    expect(error.message).toBe(
      "documentVerification does not fit its schema: " +
        "content.verdict.status: invalid_value; content.issues[0].code: invalid_type; content: unrecognized_keys",
    );
  });

  it.each([
    [{ executionId: undefined }, "executionId: invalid_type"],
    [{ nodeId: 7 }, "nodeId: invalid_type"],
    [{ attempt: -1 }, "attempt: invalid_value"],
    [{ attempt: 1.5 }, "attempt: invalid_value"],
    [{ attempt: "1" }, "attempt: invalid_value"],
    [{ index: Number.NaN }, "index: invalid_value"],
    [{ index: -1 }, "index: invalid_value"],
    [{ createdAt: "yesterday" }, "createdAt: invalid_format"],
    [{ createdAt: "2026-02-10T14:00:01" }, "createdAt: invalid_format"],
    [{ attempt: 0.1, index: 0.1 }, "attempt: invalid_value; index: invalid_value"],
  ])("refuses the origin %j as invalid input", (change, problems) => {
    const error = fail(createDataBlock(inputOf("userReference", { subjectId: "subject-1" }, change)));
    expect(error).toMatchObject({
      code: "invalid_input",
      message: `userReference does not fit its schema: ${problems}`,
    });
  });

  it.each(["constructor", "__proto__", "toString", "UserReference", "", 7, null, undefined])(
    "refuses the type %j, which is none, as invalid input",
    (type) => {
      const error = fail(createDataBlock(inputOf(type as DataBlockType, { subjectId: "subject-1" })));
      expect(error).toMatchObject({
        code: "invalid_input",
        message: "data block does not fit its schema: type: invalid_value",
      });
    },
  );
});

describe("the id of a data block", () => {
  const inputs = fc.record({
    executionId: fc.string({ unit: "binary", maxLength: 60 }),
    nodeId: fc.string({ unit: "binary", maxLength: 20 }),
    attempt: fc.nat(20),
    index: fc.nat(20),
    type: fc.constantFrom(...dataBlockTypes),
  });
  const idOf = ({ type, ...change }: { type: DataBlockType }) =>
    succeed(createDataBlock(inputOf(type, sampleOf(type).full, change))).datablockId;

  it("is the same for the same origin, whatever the content and the time", () => {
    fc.assert(fc.property(inputs, (input) => idOf(input) === idOf({ ...input })));
    const later = { content: { subjectId: "subject-2" }, createdAt: "2027-01-01T00:00:00Z" };
    const repeated = succeed(createDataBlock(inputOf("userReference", {}, later)));
    expect(repeated.datablockId).toBe(storedUserReference.datablockId);
  });

  it("is another for another origin", () => {
    fc.assert(
      fc.property(inputs, inputs, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        return (idOf(one) === idOf(other)) === same;
      }),
    );
    fc.assert(
      fc.property(inputs, (input) => {
        const type = input.type === "verification" ? "userReference" : "verification";
        const ids = [
          input,
          { ...input, type },
          { ...input, index: input.index + 1 },
          { ...input, attempt: input.attempt + 1 },
          { ...input, nodeId: `${input.nodeId}x` },
          { ...input, executionId: `${input.executionId}x` },
        ].map((changed) => idOf({ ...changed, type: changed.type as DataBlockType }));
        return new Set(ids).size === ids.length;
      }),
    );
  });

  it.each([
    [
      { executionId: "a", nodeId: "b" },
      { executionId: "ab", nodeId: "" },
    ],
    [
      { executionId: 'a","b', nodeId: "c" },
      { executionId: "a", nodeId: 'b","c' },
    ],
    [
      { nodeId: "n,1", attempt: 1 },
      { nodeId: "n", attempt: 11 },
    ],
    [{ nodeId: "\ud800" }, { nodeId: "\ud801" }],
    [{ nodeId: "\ud800" }, { nodeId: "\ufffd" }],
  ])("does not run %j and %j together", (one, other) => {
    expect(idOf({ type: "userReference", ...one })).not.toBe(idOf({ type: "userReference", ...other }));
  });
});

describe("uuidVersion5In", () => {
  const dnsNamespace = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

  it("gives the example of RFC 9562, appendix A.4", () => {
    expect(uuidVersion5In(dnsNamespace)("www.example.com")).toBe("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  });

  it("gives a short name the same UUID after a long one", () => {
    const uuid = uuidVersion5In(dnsNamespace);
    const before = [uuid("www.example.com"), uuid("é".repeat(3000)), uuid("")];
    expect([uuid("www.example.com"), uuid("é".repeat(3000)), uuid("")]).toEqual(before);
    expect(new Set(before).size).toBe(3);
  });
});

describe("parseDataBlock", () => {
  it("takes a deleted block, whose content is null", () => {
    const deleted = { ...storedUserReference, status: "DELETED", content: null };
    expect(parseDataBlock(deleted)).toEqual({ ok: true, value: deleted });
  });

  it.each([
    [{ ...storedUserReference, status: "DELETED" }, "userReference does not fit its schema: content: invalid_type"],
    [{ ...storedUserReference, content: null }, "userReference does not fit its schema: content: invalid_type"],
    [{ ...storedUserReference, content: {} }, "userReference does not fit its schema: content.subjectId: invalid_type"],
    [
      { ...storedUserReference, content: { subjectId: "s", extra: 1 } },
      "userReference does not fit its schema: content: unrecognized_keys",
    ],
    [{ ...storedUserReference, extra: 1 }, "data block does not fit its schema: $: unrecognized_keys"],
    [{ ...storedUserReference, datablockId: "1" }, "data block does not fit its schema: datablockId: invalid_format"],
    [{ ...storedUserReference, type: "constructor" }, "data block does not fit its schema: type: invalid_value"],
    [{ ...storedUserReference, createdAt: "now" }, "data block does not fit its schema: createdAt: invalid_format"],
    [{ ...storedUserReference, status: "LOST" }, "data block does not fit its schema: status: invalid_value"],
    [
      { ...storedUserReference, createdBy: { stepId: "A", clock: -1 } },
      "data block does not fit its schema: createdBy.clock: too_small",
    ],
    [
      { ...storedUserReference, createdBy: { stepId: "A", clock: 1, by: "x" } },
      "data block does not fit its schema: createdBy: unrecognized_keys",
    ],
    [[], "data block does not fit its schema: $: invalid_type"],
    [null, "data block does not fit its schema: $: invalid_type"],
  ])("refuses block %# and says where", (value, message) => {
    const error = fail(parseDataBlock(value));
    expect(error.code).toBe("invalid_input");
    expect(error.message).toBe(message);
  });

  it.each(Object.keys(storedUserReference))("refuses a block without %s", (key) => {
    const { [key as keyof DataBlock]: _, ...rest } = storedUserReference;
    expect(parseDataBlock(rest).ok).toBe(false);
  });

  it("refuses nesting that would overflow the stack, without overflowing it", () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`);
    const error = fail(parseDataBlock({ ...storedUserReference, type: "pepAndSanctionsResults", content: deep }));
    expect(error.message).toBe("pepAndSanctionsResults does not fit its schema: content: custom");
  });

  it("never throws, and takes nothing that it would not take again", () => {
    const anyEnvelope = fc.record(
      {
        datablockId: fc.oneof(fc.uuid(), fc.jsonValue()),
        type: fc.oneof(fc.constantFrom(...dataBlockTypes), fc.jsonValue()),
        createdBy: fc.oneof(fc.record({ stepId: fc.string(), clock: fc.nat() }), fc.jsonValue()),
        createdAt: fc.oneof(fc.constant(origin.createdAt), fc.jsonValue()),
        status: fc.oneof(fc.constantFrom("STORED", "DELETED"), fc.jsonValue()),
        content: fc.oneof(fc.constant(null), fc.constantFrom(...blockSamples.map(({ full }) => full)), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.anything(), anyEnvelope), (value) => {
        const result = parseDataBlock(value);
        if (!result.ok) return result.error instanceof IdvError && result.error.code === "invalid_input";
        expect(parseDataBlock(JSON.parse(JSON.stringify(result.value))).ok).toBe(true);
        return true;
      }),
      { numRuns: 2000 },
    );
  });

  it("gives an open content back as JSON would", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (content) => {
        const block = succeed(createDataBlock(inputOf("pepAndSanctionsResults", content)));
        const wire = JSON.stringify(block);
        expect(JSON.stringify(succeed(parseDataBlock(JSON.parse(wire))))).toBe(wire);
      }),
    );
  });
});

describe("errors about data blocks", () => {
  it("hold no value and no unknown key, inspected to any depth", () => {
    const canary = fc.stringMatching(/^canary-[a-z0-9]{12}$/);
    fc.assert(
      fc.property(fc.constantFrom(...blockSamples), canary, fc.nat(), ({ type, full }, secret, seed) => {
        const keys = Object.keys(full);
        const key = keys[seed % keys.length] ?? "";
        const broken = [
          { ...full, [key]: { [secret]: secret } },
          { ...full, [key]: [[secret]] },
          { ...full, [secret]: secret },
          secret,
          [secret],
        ];
        for (const content of broken) {
          const results = [
            createDataBlock(inputOf(type, content)),
            parseDataBlock({ ...storedUserReference, type, content }),
            parseDataBlock({ ...storedUserReference, [key]: content, [secret]: secret, type: secret }),
          ];
          for (const result of results) {
            if (result.ok) continue;
            expect(inspect(result.error, { showHidden: true, depth: null })).not.toContain(secret);
            expect(JSON.stringify(result.error)).not.toContain(secret);
          }
        }
      }),
    );
  });
});

describe("the types", () => {
  it("narrow on type and on status", () => {
    const read = (block: DataBlock): string | null => {
      if (block.status === "DELETED") {
        expectTypeOf(block.content).toEqualTypeOf<null>();
        return null;
      }
      if (block.type !== "userReference") return block.type;
      expectTypeOf(block.content).toEqualTypeOf<{ subjectId: string }>();
      return block.content.subjectId;
    };
    expect(read(storedUserReference)).toBe("subject-1");
  });
});
