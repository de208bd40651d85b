import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FullResult, fullResultLimits, readFullResult } from "../src/assure/full-result.ts";
import { specimenImages } from "../src/testing/specimen-images.ts";
import { writeZip, type ZipPart } from "./zip-writer.ts";

const documentReport = JSON.stringify({ name: "document", result: "clear", breakdown: { police_record: {} } });
const facialReport = JSON.stringify({ name: "facial_similarity_photo", breakdown: { face_comparison: {} } });
const limits = { zipBytes: 1_000_000, entries: 10, entryBytes: 2_000, totalBytes: 3_000 };

const textOf = (content: Uint8Array | undefined) => new TextDecoder().decode(content);

async function reports(...parts: ZipPart[]): Promise<{ document: string; facial: string }> {
  const result = await readFullResult(writeZip(parts));
  if (!result.ok) throw result.error;
  return { document: textOf(result.value.documentReport), facial: textOf(result.value.facialReport) };
}

async function refusal(zip: Uint8Array, within = limits): Promise<string> {
  const result = await readFullResult(zip, within);
  if (result.ok) throw new Error("was read");
  expect(result.error).toMatchObject({ code: "invalid_response", provider: "onfido", retryable: false });
  return result.error.message;
}

describe("the full result of a process", () => {
  it("gives the two reports byte for byte, and the images with their media types", async () => {
    const zip = writeZip([
      { name: "document_verification.json", content: documentReport },
      { name: "facial_similarity.json", content: facialReport },
      { name: "images/front.png", content: specimenImages.png },
      { name: "images/deep/down/Selfie.JPEG", content: specimenImages.jpeg },
      { name: "back.jpg", content: specimenImages.jpeg },
    ]);
    const result = await readFullResult(zip);
    expect(result).toEqual({
      ok: true,
      value: {
        documentReport: new TextEncoder().encode(documentReport),
        facialReport: new TextEncoder().encode(facialReport),
        images: {
          front: { content: specimenImages.png, mediaType: "image/png" },
          selfie: { content: specimenImages.jpeg, mediaType: "image/jpeg" },
          back: { content: specimenImages.jpeg, mediaType: "image/jpeg" },
        },
      } satisfies FullResult,
    });
  });

  it("is read from stored members as well as deflated ones", async () => {
    const content = Buffer.from(documentReport);
    expect(await reports({ name: "document_verification.json", content, stored: content, method: 0 })).toEqual({
      document: documentReport,
      facial: "",
    });
  });

  it("leaves out what it does not know, also names of the language", async () => {
    const zip = writeZip([
      { name: "folder/", content: "" },
      { name: "readme.txt", content: "hello" },
      { name: "constructor", content: "{}" },
      { name: "video.mp4", content: "moving" },
      { name: "front.png.exe", content: "no" },
    ]);
    expect(await readFullResult(zip)).toEqual({ ok: true, value: { images: {} } });
  });

  it("believes an image's first bytes, not its name", async () => {
    const result = await readFullResult(writeZip([{ name: "front.jpg", content: specimenImages.png }]));
    expect(result.ok && result.value.images.front?.mediaType).toBe("image/png");
    expect(await refusal(writeZip([{ name: "front.jpg", content: "<svg/>" }]))).toBe(
      "fullResult: images.front: not a JPEG or PNG image",
    );
  });
});

describe("which report is which", () => {
  it("is told by the report's own name when the file names are swapped", async () => {
    expect(
      await reports(
        { name: "document_verification.json", content: facialReport },
        { name: "facial_similarity.json", content: documentReport },
      ),
    ).toEqual({ document: documentReport, facial: facialReport });
  });

  it.each([
    ["snake case", { breakdown: { image_integrity: {}, face_comparison: {} } }, "facial"],
    ["camel case", { breakdowns: { imageIntegrity: {}, faceComparison: {} } }, "facial"],
    ["a document group", { breakdown: { visual_authenticity: {}, data_consistency: {} } }, "document"],
  ] as const)("is told by the breakdowns that only one of them has: %s", async (_, report, kind) => {
    const content = JSON.stringify(report);
    const otherName = kind === "facial" ? "document_verification.json" : "facial_similarity.json";
    expect((await reports({ name: otherName, content }))[kind]).toBe(content);
  });

  it.each([
    ["nothing telling", JSON.stringify({ name: "known_faces", breakdown: { image_integrity: {} } })],
    ["breakdowns of both", JSON.stringify({ breakdown: { police_record: {}, face_comparison: {} } })],
    ["no breakdown", "{}"],
    ["no object", "[1"],
    ["a bare value", "null"],
  ])("is told by the file name for a report with %s", async (_, content) => {
    expect(await reports({ name: "raw/FACIAL_SIMILARITY.json", content })).toEqual({ document: "", facial: content });
    expect((await reports({ name: "document_verification.json", content })).document).toBe(content);
  });

  it("stays open, so that the zip is refused, when two reports are of one kind", async () => {
    const zip = writeZip([
      { name: "document_verification.json", content: documentReport },
      { name: "facial_similarity.json", content: documentReport },
    ]);
    expect(await refusal(zip)).toBe("fullResult: two reports of one kind");
  });
});

describe("a hostile zip", () => {
  const name = "front.png";
  const bomb = Buffer.alloc(1_000_000);

  it.each<[string, Uint8Array, string]>([
    ["a bomb", writeZip([{ name, content: bomb }]), "zip: unpacks to too much"],
    [
      "many small bombs",
      writeZip([
        { name: "front.png", content: bomb.subarray(0, 1_900) },
        { name: "back.png", content: bomb.subarray(0, 1_900) },
      ]),
      "zip: unpacks to too much",
    ],
    [
      "a bomb that claims to be small",
      writeZip([{ name, content: bomb, uncompressedSize: 10 }]),
      "zip: cannot be read",
    ],
    ["a size that is too great", writeZip([{ name, content: "x", uncompressedSize: 500 }]), "zip: cannot be read"],
    [
      "a stored size that lies",
      writeZip([{ name, content: "x", stored: Buffer.from("xy"), method: 0 }]),
      "zip: cannot be read",
    ],
    ["a wrong checksum", writeZip([{ name, content: "x", crc: 1 }]), "zip: checksum does not agree"],
    [
      "data that is not deflated",
      writeZip([{ name, content: "xyz", stored: Buffer.from([7, 7, 7]) }]),
      "zip: cannot be read",
    ],
    ["an unknown compression", writeZip([{ name, content: "x", method: 12 }]), "zip: cannot be read"],
    ["a path that climbs", writeZip([{ name: "a/../../front.png", content: "x" }]), "zip: cannot be read"],
    ["an absolute path", writeZip([{ name: "/etc/front.png", content: "x" }]), "zip: cannot be read"],
    ["a drive letter", writeZip([{ name: "C:/front.png", content: "x" }]), "zip: cannot be read"],
    ["a backslash", writeZip([{ name: "a\\front.png", content: "x" }]), "zip: cannot be read"],
    ["a NUL in a name", writeZip([{ name: "front.png\0.txt", content: "x" }]), "zip: bad name"],
    ["an empty name", writeZip([{ name: "", content: "x" }]), "zip: bad name"],
    [
      "a symbolic link",
      writeZip([{ name: "other.txt", content: "/etc/passwd", mode: 0o120777 }]),
      "zip: link or device",
    ],
    ["a device", writeZip([{ name, content: "", mode: 0o060666 }]), "zip: link or device"],
    ["an encrypted member", writeZip([{ name, content: "x", flags: 1 }]), "zip: encrypted"],
    [
      "two members of one name",
      writeZip([
        { name: "a", content: "x" },
        { name: "a", content: "y" },
      ]),
      "zip: two entries of one name",
    ],
    [
      "names that differ in case",
      writeZip([
        { name: "a.txt", content: "x" },
        { name: "A.TXT", content: "y" },
      ]),
      "zip: two entries of one name",
    ],
    [
      "one image in two folders",
      writeZip([
        { name: "a/front.png", content: specimenImages.png },
        { name: "b/front.jpg", content: specimenImages.jpeg },
      ]),
      "fullResult: images.front: there are two",
    ],
    [
      "too many entries",
      writeZip(Array.from({ length: 11 }, (_, at) => ({ name: `${at}`, content: "" }))),
      "zip: too many entries",
    ],
    ["more bytes than it may have", new Uint8Array(1_000_001), "zip: too large"],
    [
      "fewer entries than it claims",
      writeZip([{ name: "a.txt", content: "x" }], { entryCount: 5 }),
      "zip: cannot be read",
    ],
    ["a cut end", writeZip([{ name, content: specimenImages.png }]).subarray(0, -7), "zip: cannot be read"],
    ["nothing at all", new Uint8Array(), "zip: cannot be read"],
    ["a web page", Buffer.from("<!doctype html><title>Error</title>"), "zip: cannot be read"],
  ])("is refused: %s", async (_, zip, message) => {
    expect(await refusal(zip)).toBe(message);
  });

  it("of a hundred thousand entries is refused, also when it is small enough", async () => {
    const parts = Array.from({ length: 100_000 }, (_, at) => ({
      name: `${at}`,
      content: "",
      stored: new Uint8Array(),
      method: 0,
    }));
    const zip = writeZip(parts);
    expect(await refusal(zip, fullResultLimits)).toBe("zip: too many entries");
  });

  it("does not bring down the process with a late error of a stream", async () => {
    const broken = writeZip([{ name, content: Buffer.alloc(600_000, "ab"), stored: Buffer.alloc(200_000, 0xee) }]);
    await expect(refusal(broken)).resolves.toBe("zip: cannot be read");
    await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it("shows nothing of its names and contents in the error", async () => {
    const secret = "WILLEKE";
    const zip = writeZip([
      { name: `../${secret}.png`, content: secret },
      { name: secret, content: secret, flags: 1 },
    ]);
    const result = await readFullResult(zip);
    expect(inspect(result, { showHidden: true, depth: null })).not.toContain(secret);
  });
});

describe("any bytes", () => {
  const good = writeZip([
    { name: "document_verification.json", content: documentReport },
    { name: "images/front.png", content: specimenImages.png },
  ]);

  it("random ones are refused and never throw", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        expect((await readFullResult(bytes)).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it("a good zip with some bytes changed is read or refused and never throws", async () => {
    const change = fc.record({ at: fc.nat(good.byteLength - 1), to: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const changed = Uint8Array.from(good);
        for (const { at, to } of changes) changed[at] = to;
        const result = await readFullResult(changed, limits);
        if (!result.ok) expect(result.error.code).toBe("invalid_response");
      }),
      { numRuns: 1_500 },
    );
  });
});
