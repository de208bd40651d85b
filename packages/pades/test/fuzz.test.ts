import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verifyPdf } from "../src/index.ts";
import { addDocumentTimestamp, addDss, createPdf, joinBytes, type MadePdf } from "./pdf-maker/index.ts";
import { authority, contract, secondSigner, sign, signed, stampedAt, unit, verify } from "./verify-pdf-setup.ts";

const stamped = (pdf: MadePdf) => addDocumentTimestamp(pdf, { unit, time: stampedAt, contentsSize: 2048 });
/** In each the last signature covers the file to its last byte, so that all bytes but those of its gap are signed. */
const files: [string, MadePdf][] = [
  ["one signature", sign(contract, { contentsSize: 2048 })],
  [
    "two signatures, DSS and a document timestamp",
    stamped(
      addDss(sign(signed, { signer: secondSigner, fieldName: "Signature2" }), {
        certificates: [authority.certificate],
      }),
    ),
  ],
  [
    "object streams and a certification",
    stamped(
      sign(createPdf({ objectStreams: true, textFields: [{ name: "city" }] }), { docMdp: 1, contentsSize: 2048 }),
    ),
  ],
];

interface Mutation {
  kind: "flip" | "cut" | "insert" | "duplicate";
  bytes: Uint8Array;
  /** Of the first byte that is another one. */
  at: number;
}

/** Where objects are, for copies of them. */
function objectsOf(bytes: Uint8Array): Uint8Array[] {
  const text = Buffer.from(bytes).toString("latin1");
  return [...text.matchAll(/\d+ 0 obj[\s\S]*?endobj\n?/g)].map((match) =>
    bytes.subarray(match.index, match.index + match[0].length),
  );
}

/** Words that mean something to a reader of PDF, and any bytes. */
const inserted = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 40 }),
  fc
    .constantFrom(
      "%",
      " ",
      "\n",
      "<<",
      ">>",
      "endobj",
      "6 0 obj <<>> endobj",
      "/Contents <00>",
      "/ByteRange [0 1 2 3]",
      "%%EOF\n",
      "startxref\n0\n%%EOF\n",
      "/V null",
      "]",
      "0",
    )
    .map((text) => new Uint8Array(Buffer.from(text, "latin1"))),
);

function mutationsOf({ bytes }: MadePdf): fc.Arbitrary<Mutation> {
  const objects = objectsOf(bytes);
  const offset = fc.nat({ max: bytes.length - 1 });
  const replaced = (at: number, until: number, by: Uint8Array) =>
    joinBytes([bytes.subarray(0, at), by, bytes.subarray(until)]);
  return fc.oneof(
    fc.record({ at: offset, bits: fc.integer({ min: 1, max: 255 }) }).map(({ at, bits }): Mutation => {
      return { kind: "flip", at, bytes: replaced(at, at + 1, Uint8Array.of((bytes[at] ?? 0) ^ bits)) };
    }),
    fc
      .record({
        at: offset,
        length: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: bytes.length })),
      })
      .map(({ at, length }): Mutation => {
        return { kind: "cut", at, bytes: replaced(at, Math.min(at + length, bytes.length), new Uint8Array()) };
      }),
    fc.record({ at: offset, what: inserted }).map(({ at, what }): Mutation => {
      return { kind: "insert", at, bytes: replaced(at, at, what) };
    }),
    fc
      .record({ at: offset, index: fc.nat({ max: objects.length - 1 }), isAtEnd: fc.boolean() })
      .map(({ at, index, isAtEnd }): Mutation => {
        const place = isAtEnd ? bytes.length : at;
        return { kind: "duplicate", at: place, bytes: replaced(place, place, objects[index] ?? bytes) };
      }),
  );
}

/** The end of an earlier state of the file, give or take the end of line behind its marker: cutting there takes something back. */
function isEarlierState({ bytes }: Mutation, original: MadePdf, ends: readonly number[]): boolean {
  const isPrefix = Buffer.compare(bytes, original.bytes.subarray(0, bytes.length)) === 0;
  return isPrefix && ends.some((end) => bytes.length <= end && bytes.length >= end - 1);
}

const slowestMs = 3_000;

describe.each(files)("a file with %s", (_, pdf) => {
  const [, gapStart, gapEnd] = pdf.signatures.at(-1)?.byteRange ?? [0, 0, 0, 0];

  it("is intact as it is, to its last byte", async () => {
    const { documentIntact, signatures } = await verify(pdf);
    expect(documentIntact).toBe(true);
    expect(signatures.some(({ coversWholeDocument }) => coversWholeDocument)).toBe(true);
  });

  it("mutated: nothing is thrown, it ends soon, and what is signed does not stay intact", async () => {
    const { revisions } = await verify(pdf);
    const ends = revisions.slice(0, -1).map(({ end }) => end);
    await fc.assert(
      fc.asyncProperty(mutationsOf(pdf), async (mutation) => {
        const start = performance.now();
        const result = await verifyPdf(mutation.bytes);
        expect(performance.now() - start).toBeLessThan(slowestMs);
        if (!result.ok) {
          expect(result.error.code).toBe("invalid_input");
          return;
        }
        // The message in the gap has parts that nobody signs, and its digits may be written in capitals.
        const isInGap = mutation.kind === "flip" && mutation.at > gapStart && mutation.at < gapEnd - 1;
        if (!isInGap && !isEarlierState(mutation, pdf, ends)) expect(result.value.documentIntact).toBe(false);
      }),
      { numRuns: 250 },
    );
  });

  it("mutated in several places: nothing is thrown, and it ends soon", async () => {
    const places = fc.array(fc.tuple(fc.nat({ max: pdf.bytes.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 2,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(places, async (changes) => {
        const bytes = Uint8Array.from(pdf.bytes);
        for (const [at, value] of changes) bytes[at] = value;
        const start = performance.now();
        await verifyPdf(bytes);
        expect(performance.now() - start).toBeLessThan(slowestMs);
      }),
      { numRuns: 100 },
    );
  });

  it("with bytes behind it: white space is nothing, all else is a change", async () => {
    const whiteSpace = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
    const tail = fc.oneof(
      inserted,
      fc.uint8Array({ max: 6 }),
      fc.array(fc.constantFrom(...whiteSpace), { maxLength: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(tail, async (bytes) => {
        const { documentIntact } = await verify(joinBytes([pdf.bytes, Uint8Array.from(bytes)]));
        expect(documentIntact).toBe([...bytes].every((byte) => whiteSpace.has(byte)));
      }),
      { numRuns: 100 },
    );
  });
});

describe("any bytes", () => {
  it("are a result or an error, never a throw", async () => {
    const header = fc.constantFrom("", "%PDF-1.7\n", "%PDF-2.0\n1 0 obj\n<< /Type /Catalog >>\nendobj\n");
    const end = fc.constantFrom("", "startxref\n9\n%%EOF\n", "trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF");
    await fc.assert(
      fc.asyncProperty(header, fc.uint8Array({ maxLength: 300 }), end, async (first, middle, last) => {
        const result = await verifyPdf(Buffer.concat([Buffer.from(first), middle, Buffer.from(last)]));
        expect(result.ok ? result.value.documentIntact : result.error.code).toBe(result.ok ? false : "invalid_input");
      }),
      { numRuns: 300 },
    );
  });
});
