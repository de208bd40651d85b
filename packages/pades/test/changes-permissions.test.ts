import { describe, expect, it } from "vitest";
import { combinePermissions, lockTest, permissionsInForce, readPermissions } from "../src/changes/permissions.ts";
import type { PdfDictionary } from "../src/reader/object.ts";
import { readPdf } from "../src/reader/read-document.ts";
import { createPdf, type PdfSource } from "./pdf-maker/index.ts";

const limits = {
  maxBytes: 1e6,
  maxObjects: 1e4,
  maxRevisions: 10,
  maxDepth: 64,
  maxStreamBytes: 1e6,
  maxDecodedBytes: 1e7,
};

function read(objects: Readonly<Record<number, PdfSource>>, signature = 20, field?: number) {
  const view = readPdf(createPdf({ objects }).bytes, limits).last;
  const dictionary = (number: number): PdfDictionary => {
    const object = view.get(number);
    if (object.kind !== "dictionary") throw new Error("no dictionary");
    return object;
  };
  return readPermissions(view, dictionary(signature), field === undefined ? undefined : dictionary(field));
}

describe("permissions that a signature states", () => {
  it("are none where it states none", () => {
    expect(read({ 20: { Type: "/Sig" } })).toEqual({ locks: [] });
  });

  it.each([
    ["<< /P 1 >>", 1],
    ["<< /P 2 >>", 2],
    ["<< /P 3 >>", 3],
    ["<< >>", 2],
    ["<< /P 7 >>", 2],
  ])("DocMDP with %s is level %i", (parameters, docMdp) => {
    const reference = `<< /TransformMethod /DocMDP /TransformParams ${parameters} >>`;
    expect(read({ 20: { Type: "/Sig", Reference: `[${reference}]` } })).toEqual({ docMdp, locks: [] });
  });

  it("are found behind references, wherever the standard lets one stand", () => {
    const objects = {
      20: { Type: "/Sig", Reference: "21 0 R" },
      21: "[22 0 R]",
      22: { TransformMethod: "23 0 R", TransformParams: "24 0 R" },
      23: "/DocMDP",
      24: { P: "25 0 R" },
      25: "1",
    };
    expect(read(objects)).toEqual({ docMdp: 1, locks: [] });
  });

  it("come from FieldMDP and from the lock of the field together, the stricter level first", () => {
    const objects = {
      20: {
        Type: "/Sig",
        Reference:
          "[<< /TransformMethod /DocMDP /TransformParams << /P 3 >> >> << /TransformMethod /FieldMDP /TransformParams << /Action /Include /Fields [(a) (b.c)] >> >>]",
      },
      21: { FT: "/Sig", T: "(Seller)", V: "20 0 R", Lock: "22 0 R" },
      22: { Type: "/SigFieldLock", Action: "/All", P: "1" },
    };
    expect(read(objects, 20, 21)).toEqual({
      docMdp: 1,
      locks: [
        { action: "Include", fields: ["a", "b.c"] },
        { action: "All", fields: [] },
      ],
    });
  });

  it("lock everything for an action that the standard does not know", () => {
    expect(
      read({ 20: { Reference: "[<< /TransformMethod /FieldMDP /TransformParams << /Action /Some >> >>]" } }),
    ).toEqual({
      locks: [{ action: "All", fields: [] }],
    });
  });

  it("in force are those of every signature of the document", () => {
    const bytes = createPdf({
      signatureFields: [{ name: "a" }, { name: "b" }],
      objects: {
        10: { FT: "/Sig", T: "(a)", V: "20 0 R" },
        11: { FT: "/Sig", T: "(b)", V: "21 0 R", Lock: "<< /Action /Exclude /Fields [<FEFF00FC>] >>" },
        20: { Reference: "[<< /TransformMethod /DocMDP /TransformParams << /P 2 >> >>]" },
        21: { Type: "/Sig" },
      },
    }).bytes;
    expect(permissionsInForce(readPdf(bytes, limits).last)).toEqual({
      docMdp: 2,
      locks: [{ action: "Exclude", fields: ["ü"] }],
    });
  });
});

describe("permissions together", () => {
  it("are the lowest level and every lock", () => {
    const lock = { action: "All", fields: [] } as const;
    expect(combinePermissions([{ docMdp: 3, locks: [lock] }, { locks: [] }, { docMdp: 2, locks: [lock] }])).toEqual({
      docMdp: 2,
      locks: [lock, lock],
    });
  });

  it.each([
    ["Include", "city", true],
    ["Include", "city.part", true],
    ["Include", "city.part.of", true],
    ["Include", "cityhall", false],
    ["Include", "cit", false],
    ["Exclude", "city.part", false],
    ["Exclude", "cityhall", true],
    ["All", "anything", true],
  ] as const)("%s of [city] and the field %s: locked %s", (action, name, isLocked) => {
    expect(lockTest([{ action, fields: action === "All" ? [] : ["city"] }])(name)).toBe(isLocked);
  });
});
