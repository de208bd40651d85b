import { inspect } from "node:util";
import type { SubmitValue } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { toDataUrl } from "../src/assure/data-url.ts";
import { checkImages, type ImageNeed, imageForm, imagesNeeded, maxImageBytes } from "../src/images.ts";
import { specimenImages } from "../src/testing/specimen-images.ts";

const png = { content: specimenImages.png, mediaType: "image/png" };
const jpeg = { content: specimenImages.jpeg, mediaType: "image/jpeg", fileName: "me.jpg" };
const both: ImageNeed = { front: true, back: "required", selfie: true };
const frontOnly: ImageNeed = { front: true, back: "none", selfie: false };

function refusal(input: Record<string, SubmitValue>, need: ImageNeed): string {
  const result = checkImages(input, need);
  if (result.ok) throw new Error("was accepted");
  expect(result.error).toMatchObject({ code: "invalid_input", provider: "onfido" });
  return result.error.message;
}

describe("which images a document needs", () => {
  it.each([
    ["passport", "none"],
    ["visa", "none"],
    ["driversLicense", "required"],
    ["driving_licence", "required"],
    ["nationalIdentityCard", "required"],
    ["residencePermit", "required"],
    ["fishingLicense", "optional"],
    [undefined, "optional"],
  ] as const)("%s: the back is %s", (documentType, back) => {
    expect(imagesNeeded("document", documentType)).toEqual({ front: true, back, selfie: false });
  });

  it("a selfie for the process types that take a face", () => {
    expect(imagesNeeded("documentSelfie", "passport").selfie).toBe(true);
    expect(imagesNeeded("document", "passport").selfie).toBe(false);
  });
});

describe("the form", () => {
  it("has one file field for each wanted side, with its limits", () => {
    expect(imageForm({ front: true, back: "optional", selfie: true })).toEqual({
      fields: [
        {
          type: "FILE",
          id: "front",
          label: "Front of the document",
          required: true,
          mediaTypes: ["image/jpeg", "image/png"],
          maxBytes: 4_000_000,
          side: "front",
        },
        expect.objectContaining({ id: "back", side: "back", required: false }),
        expect.objectContaining({ id: "selfie", side: "selfie", required: true }),
      ],
      submitLabel: "Send",
    });
  });

  it("asks for nothing else than the front of a passport without a face", () => {
    expect(imageForm(frontOnly).fields.map(({ id }) => id)).toEqual(["front"]);
    expect(imageForm(both).fields.map(({ required }) => required)).toEqual([true, true, true]);
  });
});

describe("submitted images", () => {
  it("are passed on when every needed side is there", () => {
    expect(checkImages({ front: png, back: png, selfie: jpeg }, both)).toEqual({
      ok: true,
      value: {
        front: { content: specimenImages.png, mediaType: "image/png" },
        back: { content: specimenImages.png, mediaType: "image/png" },
        selfie: { content: specimenImages.jpeg, mediaType: "image/jpeg" },
      },
    });
  });

  it("may lack an optional back", () => {
    const need: ImageNeed = { ...both, back: "optional" };
    expect(checkImages({ front: png, selfie: jpeg }, need)).toMatchObject({ ok: true });
    expect(checkImages({ front: png, back: png, selfie: jpeg }, need)).toMatchObject({ ok: true });
  });

  it("may be exactly as large as the limit and no larger", () => {
    const content = new Uint8Array(maxImageBytes + 1);
    content.set(specimenImages.png);
    const atLimit = { content: content.subarray(0, maxImageBytes), mediaType: "image/png" };
    expect(checkImages({ front: atLimit }, frontOnly).ok).toBe(true);
    expect(refusal({ front: { content, mediaType: "image/png" } }, frontOnly)).toBe(
      "input.front: larger than 4000000 bytes",
    );
  });

  it.each<[string, Record<string, SubmitValue>, ImageNeed, string]>([
    ["a missing side", { front: png, selfie: jpeg }, both, "input.back: missing"],
    ["a side that nobody wants", { front: png, back: png }, frontOnly, "input.back: not wanted"],
    ["a text for a file", { front: "data:image/png;base64,AAAA" }, frontOnly, "input.front: expected a file"],
    ["a box for a file", { front: true }, frontOnly, "input.front: expected a file"],
    [
      "a PDF",
      { front: { ...png, mediaType: "application/pdf" } },
      frontOnly,
      "input.front: expected image/jpeg or image/png",
    ],
    [
      "a type in capitals",
      { front: { ...png, mediaType: "IMAGE/PNG" } },
      frontOnly,
      "input.front: expected image/jpeg or image/png",
    ],
    ["an empty file", { front: { ...png, content: new Uint8Array() } }, frontOnly, "input.front: empty"],
    [
      "a JPEG that says PNG",
      { front: { ...jpeg, mediaType: "image/png" } },
      frontOnly,
      "input.front: content does not agree with the media type",
    ],
    [
      "a cut signature",
      { front: { ...png, content: specimenImages.png.subarray(0, 7) } },
      frontOnly,
      "input.front: content does not agree with the media type",
    ],
    ["nothing", {}, both, "input.front: missing; input.back: missing; input.selfie: missing"],
    ["an inherited member", Object.create({ front: png }), frontOnly, "input.front: missing"],
    ["an unknown field", { front: png, portrait: png }, frontOnly, "input: unknown field"],
  ])("are refused: %s", (_, input, need, message) => {
    expect(refusal(input, need)).toBe(message);
  });

  it("leave no trace in an error but the names of the form's own fields", () => {
    const name = "WILLEKE LISELOTTE";
    const result = checkImages(
      { [name]: name, front: { content: Buffer.from(name), mediaType: name, fileName: name } },
      both,
    );
    expect(inspect(result, { showHidden: true, depth: null })).not.toContain(name);
  });
});

describe("a data URL", () => {
  it("holds the image in base64, also when it is a part of a larger buffer", () => {
    const content = Buffer.from("..hello..").subarray(2, 7);
    expect(toDataUrl({ content, mediaType: "image/png" })).toBe("data:image/png;base64,aGVsbG8=");
  });
});
