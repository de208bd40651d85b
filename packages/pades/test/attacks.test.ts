import { describe, expect, it } from "vitest";
import {
  appearanceStream,
  appendUpdate,
  createPdf,
  type MadePdf,
  objectNumbers,
  type PdfSource,
  pageContent,
  type UpdateSettings,
  widget,
} from "./pdf-maker/index.ts";
import { allCodes, contract, type Expected, edited, secondSigner, sign, signed, verify } from "./verify-pdf-setup.ts";

const { catalog, pages, font, form, page, content, secondPage, firstField } = objectNumbers;
/** Numbers in `signed`: the fields of the contract, the signature and its field. */
const [city, remark, seller, signature, signatureField] = [firstField, 11, 12, 13, 14];
const fresh = 40;

const otherText = { [content]: pageContent("Agreement over ten times as much") };

/** What the verification of a file says of the signature Signature1, with the codes that are asked for. */
async function outcome(pdf: MadePdf, { codes }: Expected) {
  const result = await verify(pdf);
  const first = result.signatures.find(({ fieldName }) => fieldName === "Signature1");
  const found = allCodes(result);
  return {
    documentIntact: result.documentIntact,
    intact: first?.intact,
    modifications: first?.modifications,
    codes: codes.filter((code) => found.includes(code)),
  };
}

type Row = readonly [name: string, pdf: MadePdf, expected: Expected];

function holds(rows: readonly Row[]): void {
  it.each(rows)("%s", async (_, pdf, expected) => {
    const { intact, ...rest } = expected;
    expect(await outcome(pdf, expected)).toEqual({ documentIntact: intact, intact, ...rest });
  });
}

const forbidden = (...codes: Expected["codes"]): Expected => ({ intact: false, modifications: "forbidden", codes });
const allowed = (modifications: Expected["modifications"], ...codes: Expected["codes"]): Expected => ({
  intact: true,
  modifications,
  codes,
});
const update = (objects: Readonly<Record<number, PdfSource>>, settings: UpdateSettings = {}, pdf = signed): MadePdf =>
  appendUpdate(pdf, { ...settings, objects });

describe("incremental saving attack: another text behind the signed revision", () => {
  holds([
    ["with a valid cross-reference", update(otherText), forbidden("page_content_changed")],
    ["with a cross-reference stream", update(otherText, { xref: "stream" }), forbidden("page_content_changed")],
    [
      "in an object stream",
      update({ [page]: edited(signed, page, { Contents: "8 0 R" }) }, { xref: "stream", objectStream: true }),
      forbidden("page_content_changed"),
    ],
    ["with an empty cross-reference", update(otherText, { xref: "empty" }), forbidden("xref_unreadable")],
    [
      "with an empty cross-reference and without an end marker",
      update(otherText, { xref: "empty", endMarker: false }),
      forbidden("end_marker_missing"),
    ],
    ["without a cross-reference", update(otherText, { xref: "none" }), forbidden("unaccounted_bytes")],
    [
      "without a cross-reference and without an end marker",
      update(otherText, { xref: "none", endMarker: false }),
      forbidden("bytes_after_end"),
    ],
    ["without an end marker", update(otherText, { endMarker: false }), forbidden("end_marker_missing")],
    [
      "with a startxref that leads to the signed revision",
      update(otherText, { startxref: signed.xrefOffset }),
      forbidden("unaccounted_bytes"),
    ],
    ["with a startxref that leads nowhere", update(otherText, { startxref: 7 }), forbidden("startxref_wrong")],
    ["that deletes the text", update({}, { free: [content] }), forbidden("page_content_changed")],
    ["nothing but an empty cross-reference", update({}), forbidden("xref_unreadable")],
  ]);

  it("with a /Prev that leaves out the signed revision: its bytes are unaccounted for", async () => {
    const result = await verify(update(otherText, { previous: contract.xrefOffset }));
    expect(result.documentIntact).toBe(false);
    expect(allCodes(result)).toContain("unaccounted_bytes");
  });

  it("with a cross-reference that stands alone: there is no signature left to be intact", async () => {
    expect(await verify(update(otherText, { previous: 0 }))).toMatchObject({ signatures: [], documentIntact: false });
  });
});

describe("the signature itself", () => {
  const dictionary = edited(signed, signature, {});
  it.each<[string, MadePdf, string]>([
    [
      "its dictionary replaced by one with another reason",
      update({ [signature]: { ...dictionary, Reason: "(because)" } }),
      "signature_replaced",
    ],
    ["its dictionary deleted", update({}, { free: [signature] }), "signature_removed"],
    [
      "its field without a value",
      update({ [signatureField]: edited(signed, signatureField, { V: undefined }) }),
      "signature_unreferenced",
    ],
    ["its field deleted", update({}, { free: [signatureField] }), "signature_unreferenced"],
    [
      "its field not in the form",
      update({ [form]: edited(signed, form, { Fields: "[10 0 R 11 0 R 12 0 R]" }) }),
      "signature_unreferenced",
    ],
    ["no form", update({ [catalog]: edited(signed, catalog, { AcroForm: undefined }) }), "signature_unreferenced"],
    [
      "its field made a text",
      update({ [signatureField]: edited(signed, signatureField, { FT: "/Tx" }) }),
      "signature_unreferenced",
    ],
  ])("%s: it is listed, and not intact", async (_, pdf, code) => {
    const result = await verify(pdf);
    expect(result.documentIntact).toBe(false);
    expect(result.signatures.length).toBeGreaterThan(0);
    expect(result.signatures.every(({ intact }) => !intact)).toBe(true);
    expect(allCodes(result)).toContain(code);
  });
});

describe("pages", () => {
  const newPage = {
    Type: "/Page",
    Parent: `${pages} 0 R`,
    MediaBox: "[0 0 595 842]",
    Contents: `${content} 0 R`,
    Resources: "<< >>",
  };
  holds([
    [
      "one added",
      update({ [fresh]: newPage, [pages]: edited(signed, pages, { Kids: `[5 0 R 7 0 R ${fresh} 0 R]`, Count: "3" }) }),
      forbidden("page_added"),
    ],
    [
      "one removed",
      update({ [pages]: edited(signed, pages, { Kids: "[5 0 R]", Count: "1" }) }),
      forbidden("page_removed"),
    ],
    ["in another order", update({ [pages]: edited(signed, pages, { Kids: "[7 0 R 5 0 R]" }) }), forbidden()],
    [
      "cut to a part",
      update({ [page]: edited(signed, page, { CropBox: "[0 0 100 100]" }) }),
      forbidden("page_changed"),
    ],
    ["turned", update({ [secondPage]: edited(signed, secondPage, { Rotate: "180" }) }), forbidden("page_changed")],
    [
      "another tree",
      update({
        [catalog]: edited(signed, catalog, { Pages: `${fresh} 0 R` }),
        [fresh]: { Type: "/Pages", Kids: "[7 0 R]", Count: "1" },
      }),
      forbidden(),
    ],
    [
      "with another font",
      update({ [font]: { Type: "/Font", Subtype: "/Type1", BaseFont: "/Symbol" } }),
      forbidden("page_resources_changed"),
    ],
  ]);
});

describe("shadow attacks: what is signed was prepared for what comes later", () => {
  /** A page with an image over its text, and a text of another contract that nothing shows. */
  const prepared = createPdf({
    textFields: [{ name: "amount", value: "100" }],
    objects: {
      [page]: {
        Type: "/Page",
        Parent: `${pages} 0 R`,
        MediaBox: "[0 0 595 842]",
        Resources: "<< /Font << /F1 3 0 R >> /XObject << /Cover 20 0 R >> >>",
        Contents: "[6 0 R 21 0 R]",
        Annots: `[${firstField} 0 R]`,
      },
      20: appearanceStream("covers the text"),
      21: pageContent("/Cover Do"),
      22: pageContent("another contract"),
      23: appearanceStream("1000000"),
    },
  });
  const shadowed = sign(prepared);
  const after = (objects: Readonly<Record<number, PdfSource>>, settings: UpdateSettings = {}) =>
    update(objects, settings, shadowed);
  holds([
    ["hide: the cover is deleted", after({}, { free: [20] }), forbidden("page_resources_changed")],
    ["hide: the cover is emptied", after({ 20: appearanceStream("") }), forbidden("page_resources_changed")],
    [
      "hide: the page does not name the cover any more",
      after({ [page]: edited(shadowed, page, { Contents: "[6 0 R]" }) }),
      forbidden("page_content_changed"),
    ],
    [
      "replace: the font is another one",
      after({ [font]: edited(shadowed, font, { BaseFont: "/Courier" }) }),
      forbidden(),
    ],
    [
      "replace: the appearance of a field changes, its value does not",
      after({ [firstField]: edited(shadowed, firstField, { AP: "<< /N 23 0 R >>" }) }),
      forbidden("appearance_without_value"),
    ],
    [
      "hide and replace: the page shows the other text",
      after({ [page]: edited(shadowed, page, { Contents: "[22 0 R]" }) }),
      forbidden("page_content_changed"),
    ],
    [
      "hide and replace: a field's appearance is a form that the page shows",
      after({
        [firstField]: edited(shadowed, firstField, { V: "(1000000)", AP: "<< /N 20 0 R >>" }),
        20: appearanceStream("1000000"),
      }),
      forbidden("page_resources_changed"),
    ],
    [
      "hide and replace: the catalogue leads to another tree of pages",
      after({
        [catalog]: edited(shadowed, catalog, { Pages: "41 0 R" }),
        41: { Type: "/Pages", Kids: "[]", Count: "0" },
      }),
      forbidden("page_removed"),
    ],
  ]);
});

describe("certification attacks", () => {
  const certified = (docMdp: 1 | 2 | 3): MadePdf => sign(contract, { docMdp });
  const annotation = (subtype: string) => ({
    Type: "/Annot",
    Subtype: `/${subtype}`,
    Rect: "[60 700 400 760]",
    P: `${page} 0 R`,
    AP: `<< /N ${fresh + 1} 0 R >>`,
    Contents: "(over the text)",
  });
  const annotated = (pdf: MadePdf, subtype: string) =>
    update(
      {
        [fresh]: annotation(subtype),
        [fresh + 1]: appearanceStream("Another sum"),
        [page]: edited(pdf, page, { Annots: `[10 0 R 11 0 R 12 0 R 14 0 R ${fresh} 0 R]` }),
      },
      {},
      pdf,
    );
  const filled = (pdf: MadePdf) => update({ [city]: edited(pdf, city, { V: "(Berlin)" }) }, {}, pdf);

  describe("evil annotation: one that covers the text of a document certified with P=3", () => {
    holds([
      ["FreeText", annotated(certified(3), "FreeText"), forbidden("annotation_overlay")],
      ["Stamp", annotated(certified(3), "Stamp"), forbidden("annotation_overlay")],
      ["Redact", annotated(certified(3), "Redact"), forbidden("annotation_overlay")],
      ["Text, a note: allowed by P=3", annotated(certified(3), "Text"), allowed("annotations", "annotation_added")],
      ["Text: not by P=2", annotated(certified(2), "Text"), forbidden("certification_violated")],
      ["Text: not by P=1", annotated(certified(1), "Text"), forbidden("certification_violated")],
      ["Text: after a signature that is no certification", annotated(signed, "Text"), allowed("annotations")],
    ]);
  });

  describe("sneaky signature: a second signature in a certified document", () => {
    const again = (pdf: MadePdf, visibleText?: string) =>
      sign(pdf, {
        signer: secondSigner,
        fieldName: "Signature2",
        ...(visibleText !== undefined && { visibleText }),
      });
    holds([
      [
        "that shows a text in a new field",
        again(certified(2), "Paid"),
        forbidden("visible_signature_after_certification"),
      ],
      ["that shows nothing: allowed by P=2", again(certified(2)), allowed("formFilling", "signature_added")],
      [
        "in a field that was there: allowed by P=2",
        sign(certified(2), { signer: secondSigner, fieldName: "Seller", existingField: true, visibleText: "Signed" }),
        allowed("formFilling", "signature_added"),
      ],
      ["after P=1", again(certified(1)), forbidden("certification_violated")],
      [
        "that is a second certification",
        sign(signed, { fieldName: "Signature2", docMdp: 1 }),
        forbidden("certification_after_signature"),
      ],
    ]);
  });

  describe("DocMDP", () => {
    holds([
      ["P=1 and a field filled in", filled(certified(1)), forbidden("certification_violated")],
      ["P=2 and a field filled in", filled(certified(2)), allowed("formFilling", "field_filled")],
      ["P=3 and a field filled in", filled(certified(3)), allowed("formFilling", "field_filled")],
      ["no certification and a field filled in", filled(signed), allowed("formFilling", "field_filled")],
      [
        "the permission removed from the catalogue",
        update({ [catalog]: edited(certified(1), catalog, { Perms: undefined }) }, {}, certified(1)),
        forbidden("permissions_changed"),
      ],
    ]);

    it.each([1, 2, 3] as const)("P=%i is reported", async (docMdp) => {
      const { signatures, documentIntact } = await verify(certified(docMdp));
      expect(documentIntact).toBe(true);
      expect(signatures.map((one) => one.docMdp)).toEqual([docMdp]);
    });
  });

  describe("FieldMDP and locks", () => {
    const locking = (settings: Parameters<typeof sign>[1]) => sign(contract, settings);
    const remarked = (pdf: MadePdf) => update({ [remark]: edited(pdf, remark, { V: "(as is)" }) }, {}, pdf);
    const cityLocked = locking({ fieldLock: { action: "Include", fields: ["city"] } });
    const allButRemark = locking({ fieldLock: { action: "Exclude", fields: ["remark"] } });
    const all = locking({ fieldLock: { action: "All" } });
    const closed = locking({ fieldLock: { action: "Include", fields: ["city"], permissions: 1 } });
    holds([
      ["Include: the locked field", filled(cityLocked), forbidden("locked_field_changed")],
      ["Include: another field", remarked(cityLocked), allowed("formFilling", "field_filled")],
      ["Exclude: the locked field", filled(allButRemark), forbidden("locked_field_changed")],
      ["Exclude: another field", remarked(allButRemark), allowed("formFilling", "field_filled")],
      ["All", remarked(all), forbidden("locked_field_changed")],
      ["a lock with P=1: any field", remarked(closed), forbidden()],
      [
        "the lock taken away",
        update({ [signatureField]: edited(cityLocked, signatureField, { Lock: undefined }) }, {}, cityLocked),
        forbidden("signature_field_changed"),
      ],
      [
        "a kid added to the locked field",
        update(
          {
            [city]: edited(cityLocked, city, { Kids: `[${fresh} 0 R]` }),
            [fresh]: { ...widget("[0 0 90 90]"), Parent: `${city} 0 R` },
          },
          {},
          cityLocked,
        ),
        forbidden(),
      ],
      [
        "a widget that belongs to no field",
        update({
          [fresh]: widget("[0 0 90 90]"),
          [page]: edited(signed, page, { Annots: `[10 0 R 11 0 R 12 0 R 14 0 R ${fresh} 0 R]` }),
        }),
        forbidden("widget_added"),
      ],
    ]);
  });

  it("an appearance of a waiting field that changes with no signature in it", async () => {
    const pdf = update({
      [seller]: edited(signed, seller, { AP: `<< /N ${fresh} 0 R >>` }),
      [fresh]: appearanceStream("Signed by the seller"),
    });
    expect((await verify(pdf)).documentIntact).toBe(false);
  });
});
