import { describe, expect, it } from "vitest";
import { type ChangeReport, classifyChanges } from "../src/changes/classify-changes.ts";
import type { ChangePermissions } from "../src/changes/permissions.ts";
import { readPdf } from "../src/reader/read-document.ts";
import {
  appearanceStream,
  appendUpdate,
  createPdf,
  type DictionarySource,
  dictionaryOf,
  type MadePdf,
  type PdfSource,
  pageContent,
  streamSource,
  type UpdateSettings,
  widget,
} from "./pdf-maker/index.ts";

const limits = {
  maxBytes: 1e8,
  maxObjects: 1e6,
  maxRevisions: 100,
  maxDepth: 64,
  maxStreamBytes: 1e7,
  maxDecodedBytes: 1e8,
};

/** Numbers of what `signed` adds to the objects of `createPdf`. */
const [catalogue, pages, font, form, page, content, info] = [1, 2, 3, 4, 5, 6, 9];
const [city, remark, seller, buyer] = [10, 11, 12, 13];
const [link, signature, buyerShows, cityShows, store, certificate] = [20, 21, 22, 23, 24, 25];
const [structure, contract, paragraph] = [26, 27, 28];
const fresh = 40;

const signatureDictionary = {
  Type: "/Sig",
  Filter: "/Adobe.PPKLite",
  SubFilter: "/ETSI.CAdES.detached",
  Contents: "<00>",
  ByteRange: "[0 1 2 3]",
};
const shows = (text: string): Uint8Array =>
  streamSource({ Type: "/XObject", Subtype: "/Form", BBox: "[0 0 9 9]" }, text);

/** A tagged document with a filled in and an empty text field, an empty signature field, a signature, a link and a DSS. */
const signed: MadePdf = createPdf({
  textFields: [{ name: "city", value: "Bonn" }, { name: "remark" }],
  signatureFields: [{ name: "Seller" }, { name: "Buyer" }],
  catalog: {
    DSS: "24 0 R",
    StructTreeRoot: "26 0 R",
    Version: "/1.7",
    Extensions: "<< /ADBE << /BaseVersion /1.7 /ExtensionLevel 3 >> >>",
  },
  objects: {
    [page]: {
      Type: "/Page",
      Parent: "2 0 R",
      MediaBox: "[0 0 595 842]",
      Resources: "<< /Font << /F1 3 0 R >> >>",
      Contents: "6 0 R",
      Annots: "[10 0 R 11 0 R 12 0 R 13 0 R 20 0 R]",
    },
    [city]: { FT: "/Tx", T: "(city)", V: "(Bonn)", AP: "<< /N 23 0 R >>", ...widget("[72 600 300 624]") },
    [buyer]: { FT: "/Sig", T: "(Buyer)", V: "21 0 R", AP: "<< /N 22 0 R >>", ...widget("[72 10 300 60]") },
    [link]: {
      Type: "/Annot",
      Subtype: "/Link",
      Rect: "[9 9 20 20]",
      Border: "[0 0 1]",
      P: "5 0 R",
      Dest: "[5 0 R /Fit]",
    },
    [signature]: signatureDictionary,
    [buyerShows]: shows("(Buyer) Tj"),
    [cityShows]: shows("(Bonn) Tj"),
    [store]: { Certs: "[25 0 R]" },
    [certificate]: streamSource({}, "certificate"),
    [structure]: { Type: "/StructTreeRoot", K: "27 0 R", ParentTree: "<< /Nums [] >>" },
    [contract]: { Type: "/StructElem", S: "/Document", P: "26 0 R", K: "[28 0 R]" },
    [paragraph]: { Type: "/StructElem", S: "/P", P: "27 0 R", Pg: "5 0 R", K: "0" },
  },
});

const nothingGranted: ChangePermissions = { locks: [] };

function classify(pdf: MadePdf, permissions: ChangePermissions = nothingGranted): ChangeReport {
  const document = readPdf(pdf.bytes, limits);
  return classifyChanges(document, { from: 0, to: document.revisions.length - 1, permissions });
}

/** What the classification says about one update of `signed`. */
function after(
  objects: Readonly<Record<number, PdfSource>>,
  settings: UpdateSettings = {},
  permissions = nothingGranted,
) {
  const { level, findings } = classify(appendUpdate(signed, { ...settings, objects }), permissions);
  return { level, codes: [...new Set(findings.map(({ code }) => code))].sort() };
}

/** An object of `signed` with other entries. An entry that is undefined goes. */
function edited(number: number, entries: Readonly<Record<string, string | undefined>>): DictionarySource {
  const all = Object.entries({ ...dictionaryOf(signed, number), ...entries });
  return Object.fromEntries(all.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

const withAnnotation = (number: number) =>
  edited(page, { Annots: `[10 0 R 11 0 R 12 0 R 13 0 R 20 0 R ${number} 0 R]` });
const withField = (number: number) => edited(form, { Fields: `[10 0 R 11 0 R 12 0 R 13 0 R ${number} 0 R]` });
const timestamp = { ...signatureDictionary, Type: "/DocTimeStamp", SubFilter: "/ETSI.RFC3161" };

describe("changes after a signature: what is no change", () => {
  it("is none when nothing came after the signed revision", () => {
    expect(classify(signed)).toEqual({ level: "none", findings: [] });
  });

  it.each<[string, Readonly<Record<number, PdfSource>>]>([
    [
      "every dictionary saved again",
      { [page]: edited(page, {}), [city]: edited(city, {}), [catalogue]: edited(catalogue, {}) },
    ],
    ["numbers written as reals", { [page]: edited(page, { MediaBox: "[0.0 0 595.00 842.]" }) }],
    ["an annotation whose border is written in another way", { [link]: edited(link, { Border: "[0.0 0.0 1.0]" }) }],
    ["a page content that is compressed now", { [content]: streamSource({}, contentText(), true) }],
    ["an object that nothing uses", { [fresh]: { Type: "/Font" } }],
    ["an entry that is null", { [catalogue]: edited(catalogue, { OpenAction: "null" }) }],
  ])("%s", (_, objects) => {
    expect(after(objects)).toEqual({ level: "none", codes: [] });
  });
});

describe("changes after a signature: what keeps it verifiable", () => {
  it.each<[string, string[], Readonly<Record<number, PdfSource>>]>([
    [
      "a certificate in the DSS",
      ["dss_changed"],
      { [store]: { Certs: "[25 0 R 40 0 R]" }, [fresh]: streamSource({}, "other") },
    ],
    ["document information", ["metadata_changed"], { [info]: { ModDate: "(D:20260101)" } }],
    [
      "XMP metadata",
      ["metadata_changed"],
      { [catalogue]: edited(catalogue, { Metadata: "40 0 R" }), [fresh]: streamSource({ Type: "/Metadata" }, "xmp") },
    ],
    ["a newer version", ["version_raised"], { [catalogue]: edited(catalogue, { Version: "/2.0" }) }],
    [
      "a raised extension and a new one",
      ["extensions_added"],
      {
        [catalogue]: edited(catalogue, {
          Extensions:
            "<< /ADBE << /BaseVersion /1.7 /ExtensionLevel 8 >> /ESIC << /BaseVersion /1.7 /ExtensionLevel 1 >> >>",
        }),
      },
    ],
    [
      "a document timestamp",
      ["timestamp_added"],
      {
        [fresh]: { FT: "/Sig", T: "(Time)", V: "41 0 R", ...widget("[0 0 0 0]") },
        41: timestamp,
        [form]: withField(fresh),
        [page]: withAnnotation(fresh),
      },
    ],
    ["another tab order", ["tab_order_changed"], { [page]: edited(page, { Tabs: "/S" }) }],
    [
      "the form as an object of its own, with another default",
      ["form_resources_added"],
      {
        [catalogue]: edited(catalogue, { AcroForm: "40 0 R" }),
        [fresh]: edited(form, { Q: "1" }),
      },
    ],
    [
      "defaults that the form lacked",
      ["form_resources_added"],
      {
        [form]: edited(form, { DA: "(/F1 0 Tf)", DR: "<< /Font << /F1 3 0 R /ZaDb 40 0 R >> >>" }),
        [fresh]: { Type: "/Font" },
      },
    ],
    ["a mark of software in the page tree", ["metadata_changed"], { [pages]: edited(pages, { ITXT: "(5.0.0)" }) }],
  ])("%s", (_, codes, objects) => {
    expect(after(objects)).toEqual({ level: "ltaUpdates", codes });
    expect(after(objects, {}, { docMdp: 1, locks: [] }).level).toBe("ltaUpdates");
  });
});

describe("changes after a signature: filling in and signing", () => {
  const signing = {
    [seller]: edited(seller, { V: "40 0 R", AP: "<< /N 41 0 R >>", F: "132" }),
    [fresh]: signatureDictionary,
    41: appearanceStream("Seller"),
  };
  const newField = {
    [fresh]: { FT: "/Sig", T: "(Witness)", V: "41 0 R", AP: "<< /N 42 0 R >>", ...widget("[1 1 90 90]") },
    41: signatureDictionary,
    42: shows("Witness"),
    [form]: withField(fresh),
    [page]: withAnnotation(fresh),
  };
  const filling = { [city]: edited(city, { V: "(Köln)", AP: "<< /N 40 0 R >>" }), [fresh]: shows("(Köln) Tj") };
  it.each<[string, string[], Readonly<Record<number, PdfSource>>]>([
    ["a value with its appearance", ["field_filled"], filling],
    [
      "a value whose appearance is overwritten in place",
      ["field_filled"],
      { [city]: edited(city, { V: "(Köln)" }), [cityShows]: shows("(Köln) Tj") },
    ],
    [
      "the first value of an empty field",
      ["field_filled"],
      { [remark]: edited(remark, { V: "(yes)", AP: "<< /N 40 0 R >>" }), [fresh]: shows("yes") },
    ],
    ["a signature in an empty field", ["signature_added"], signing],
    ["a signature in a new field", ["signature_added", "visible_signature_field_added"], newField],
    ["a field that is read-only now", ["field_made_read_only"], { [city]: edited(city, { Ff: "1" }) }],
    [
      "a signature in a new field with a widget below it",
      ["signature_added"],
      {
        [fresh]: { FT: "/Sig", T: "(Witness)", V: "41 0 R", Kids: "[42 0 R]" },
        41: signatureDictionary,
        42: { Parent: "40 0 R", ...widget("[0 0 0 0]") },
        [form]: withField(fresh),
        [page]: withAnnotation(42),
      },
    ],
  ])("%s", (_, codes, objects) => {
    expect(after(objects)).toEqual({ level: "formFilling", codes });
    expect(after(objects, {}, { docMdp: 1, locks: [] })).toMatchObject({ level: "forbidden" });
  });

  it("lets a tagged document describe a new widget, and nothing else", () => {
    const element = { Type: "/StructElem", S: "/Form", P: "27 0 R", K: "<< /Type /OBJR /Obj 40 0 R >>" };
    const described = { ...newField, [contract]: edited(contract, { K: "[28 0 R 43 0 R]" }), 43: element };
    expect(after(described)).toMatchObject({ level: "formFilling" });
    expect(after(described).codes).toContain("structure_extended");
    expect(after({ ...described, 43: { ...element, K: "7" } }).codes).toContain("structure_changed");
  });

  it("allows to sign under DocMDP 2, but no new field that shows something", () => {
    const certified: ChangePermissions = { docMdp: 2, locks: [] };
    expect(after(signing, {}, certified).level).toBe("formFilling");
    expect(after(filling, {}, certified).level).toBe("formFilling");
    expect(after(newField, {}, certified).codes).toContain("visible_signature_after_certification");
  });

  it("makes every change of a locked field a violation, whatever the signature allows otherwise", () => {
    const locks = [{ action: "Include", fields: ["city"] }] as const;
    expect(after(filling, {}, { locks }).codes).toContain("locked_field_changed");
    expect(after(signing, {}, { locks }).level).toBe("formFilling");
    expect(after(signing, {}, { locks: [{ action: "Exclude", fields: ["city"] }] }).level).toBe("forbidden");
    expect(after(newField, {}, { locks: [{ action: "All", fields: [] }] }).level).toBe("formFilling");
  });
});

describe("changes after a signature: annotations", () => {
  const note = { Type: "/Annot", Subtype: "/Text", Rect: "[1 1 9 9]", Contents: "(hm)", P: "5 0 R" };
  it.each<[string, string, Readonly<Record<number, PdfSource>>]>([
    ["a comment", "annotation_added", { [fresh]: note, [page]: withAnnotation(fresh) }],
    ["another target of a link", "annotation_changed", { [link]: edited(link, { Dest: "[5 0 R /FitH 1]" }) }],
    [
      "a link that is gone",
      "annotation_removed",
      { [page]: edited(page, { Annots: "[10 0 R 11 0 R 12 0 R 13 0 R]" }) },
    ],
  ])("%s", (_, code, objects) => {
    expect(after(objects)).toEqual({ level: "annotations", codes: [code] });
    expect(after(objects, {}, { docMdp: 3, locks: [] }).level).toBe("annotations");
    expect(after(objects, {}, { docMdp: 2, locks: [] }).codes).toContain("certification_violated");
  });

  it.each(["FreeText", "Stamp", "Redact", "Watermark", "NobodyKnows"])("a new %s can pass for content", (kind) => {
    const objects = { [fresh]: { ...note, Subtype: `/${kind}` }, [page]: withAnnotation(fresh) };
    expect(after(objects, {}, { docMdp: 3, locks: [] })).toMatchObject({
      codes: ["annotation_overlay", "certification_violated"],
    });
  });
});

describe("changes after a signature: what is forbidden", () => {
  it.each<[string, string, Readonly<Record<number, PdfSource>>]>([
    ["page content, overwritten", "page_content_changed", { [content]: pageContent("Another agreement") }],
    [
      "page content, another object",
      "page_content_changed",
      { [page]: edited(page, { Contents: "40 0 R" }), [fresh]: pageContent("Another") },
    ],
    ["a font that the page uses", "page_resources_changed", { [font]: edited(font, { BaseFont: "/Symbol" }) }],
    ["the size of a page", "page_changed", { [page]: edited(page, { MediaBox: "[0 0 595 421]" }) }],
    [
      "a page more",
      "page_added",
      {
        [pages]: edited(pages, { Kids: "[5 0 R 40 0 R]", Count: "2" }),
        [fresh]: { Type: "/Page", Parent: "2 0 R", MediaBox: "[0 0 9 9]" },
      },
    ],
    [
      "page resources that became an object of their own",
      "page_resources_changed",
      { [page]: edited(page, { Resources: "40 0 R" }), [fresh]: "<< /Font << /F1 3 0 R >> >>" },
    ],
    [
      "a signature field that nobody signed",
      "signature_field_added",
      { [fresh]: { FT: "/Sig", T: "(Witness)", ...widget("[0 0 0 0]") }, [form]: withField(fresh) },
    ],
    [
      "a new group of fields with a text field in it",
      "field_added",
      {
        [fresh]: { T: "(group)", Kids: "[41 0 R]" },
        41: { FT: "/Tx", T: "(a)", Parent: "40 0 R" },
        [form]: withField(fresh),
      },
    ],
    [
      "annotations in another order",
      "annotation_order_changed",
      { [page]: edited(page, { Annots: "[11 0 R 10 0 R 12 0 R 13 0 R 20 0 R]" }) },
    ],
    [
      "a link that runs something",
      "action_added",
      { [link]: edited(link, { Dest: undefined, A: "<< /S /JavaScript /JS (x) >>" }) },
    ],
    ["a value that is no signature", "signature_incomplete", { [seller]: edited(seller, { V: "<< /Type /Sig >>" }) }],
    [
      "appearances that readers make anew",
      "appearance_without_value",
      { [form]: edited(form, { NeedAppearances: "true" }) },
    ],
    [
      "another style and appearance of the same value",
      "appearance_without_value",
      { [city]: edited(city, { RV: "(<b>Rom</b>)", AP: "<< /N 40 0 R >>" }), [fresh]: shows("(Rom) Tj") },
    ],
    ["usage rights", "permissions_changed", { [catalogue]: edited(catalogue, { Perms: "<< /UR3 21 0 R >>" }) }],
    ["a tagged paragraph that is gone", "structure_changed", { [contract]: edited(contract, { K: "[]" }) }],
    ["a page less", "page_removed", { [pages]: edited(pages, { Kids: "[]", Count: "0" }) }],
    [
      "an action on opening",
      "catalogue_changed",
      { [catalogue]: edited(catalogue, { OpenAction: "<< /S /JavaScript /JS (x) >>" }) },
    ],
    [
      "a script by name",
      "catalogue_changed",
      { [catalogue]: edited(catalogue, { Names: "<< /JavaScript << /Names [(a) 40 0 R] >> >>" }) },
    ],
    ["optional content", "catalogue_changed", { [catalogue]: edited(catalogue, { OCProperties: "<< /D << >> >>" }) }],
    ["an older version", "version_lowered", { [catalogue]: edited(catalogue, { Version: "/1.2" }) }],
    ["a removed extension", "extensions_changed", { [catalogue]: edited(catalogue, { Extensions: undefined }) }],
    ["a removed DSS", "dss_removed", { [catalogue]: edited(catalogue, { DSS: undefined }) }],
    ["a removed form", "form_removed", { [catalogue]: edited(catalogue, { AcroForm: undefined }) }],
    [
      "a removed structure tree",
      "structure_changed",
      { [catalogue]: edited(catalogue, { StructTreeRoot: undefined }) },
    ],
    [
      "another text for a tagged paragraph",
      "structure_changed",
      { [paragraph]: edited(paragraph, { ActualText: "(no)" }) },
    ],
    [
      "a certification",
      "certification_after_signature",
      { [catalogue]: edited(catalogue, { Perms: "<< /DocMDP 21 0 R >>" }) },
    ],
    [
      "a new text field",
      "field_added",
      { [fresh]: { FT: "/Tx", T: "(price)", ...widget("[1 1 2 2]") }, [form]: withField(fresh) },
    ],
    ["a removed field", "field_removed", { [form]: edited(form, { Fields: "[11 0 R 12 0 R 13 0 R]" }) }],
    ["another field name", "field_changed", { [city]: edited(city, { T: "(town)" }) }],
    ["another field type", "field_changed", { [city]: edited(city, { FT: "/Ch" }) }],
    ["other field flags", "field_changed", { [city]: edited(city, { Ff: "4096" }) }],
    ["a moved field", "field_changed", { [city]: edited(city, { Rect: "[1 1 2 2]" }) }],
    ["a hidden field", "field_visibility_changed", { [city]: edited(city, { F: "6" }) }],
    ["a widget of no field", "widget_added", { [fresh]: widget("[1 1 9 9]"), [page]: withAnnotation(fresh) }],
    [
      "a widget that is gone from its page",
      "widget_removed",
      { [page]: edited(page, { Annots: "[11 0 R 12 0 R 13 0 R 20 0 R]" }) },
    ],
    [
      "an appearance without a value",
      "appearance_without_value",
      { [city]: edited(city, { AP: "<< /N 40 0 R >>" }), [fresh]: shows("(Rom) Tj") },
    ],
    ["an appearance that is overwritten", "appearance_without_value", { [cityShows]: shows("(Rom) Tj") }],
    ["a font of the form", "form_resources_changed", { [font]: edited(font, { BaseFont: "/Symbol" }) }],
    ["the reason of a signature", "signature_changed", { [signature]: { ...signatureDictionary, Reason: "(none)" } }],
    ["a signature taken out of its field", "signature_changed", { [buyer]: edited(buyer, { V: undefined }) }],
    ["the appearance of a signature", "signature_appearance_changed", { [buyerShows]: shows("(Seller) Tj") }],
    ["the place of a signature", "signature_field_changed", { [buyer]: edited(buyer, { Rect: "[1 1 2 2]" }) }],
    ["a signature used twice", "signature_reused", { [seller]: edited(seller, { V: "21 0 R" }) }],
    [
      "a certification in a later signature",
      "certification_after_signature",
      {
        [seller]: edited(seller, { V: "40 0 R" }),
        [fresh]: { ...signatureDictionary, Reference: "[<< /TransformMethod /DocMDP >>]" },
      },
    ],
    [
      "actions with a new signature field",
      "action_added",
      {
        [fresh]: { FT: "/Sig", T: "(x)", AA: "<< /E << /S /Named >> >>", ...widget("[0 0 0 0]") },
        [form]: withField(fresh),
      },
    ],
  ])("%s", (_, code, objects) => {
    const report = after(objects);
    expect(report.level).toBe("forbidden");
    expect(report.codes).toContain(code);
  });

  it("does not let another catalogue in", () => {
    const other = { ...edited(catalogue, {}), Pages: "41 0 R" };
    const objects = {
      [fresh]: other,
      41: edited(pages, { Kids: "[42 0 R]" }),
      42: edited(page, { Contents: "43 0 R" }),
      43: pageContent("Other"),
    };
    expect(after(objects, { trailer: { Root: "40 0 R" } }).codes).toContain("page_content_changed");
    expect(after({ [fresh]: edited(catalogue, {}) }, { trailer: { Root: "40 0 R" } }).level).toBe("none");
  });

  it("does not let encryption or unknown trailer entries in", () => {
    expect(after({}, { trailer: { FooBar: "(x)" } }).codes).toEqual(["trailer_changed"]);
    expect(after({ [fresh]: { Filter: "/Standard" } }, { trailer: { Encrypt: "40 0 R" } }).codes).toContain(
      "encryption_changed",
    );
  });

  it("does not let an object go that was content", () => {
    expect(after({}, { free: [content] }).codes).toContain("page_content_changed");
    expect(after({}, { free: [city] }).codes).toContain("field_removed");
  });
});

describe("an object that serves two purposes is judged for both", () => {
  const filled = { [city]: edited(city, { V: "(Köln)" }), [cityShows]: shows("(Köln) Tj") };

  function sharing(entries: DictionarySource, trailer: DictionarySource = {}): MadePdf {
    const objects = Object.fromEntries([...signed.objects].filter(([number]) => number !== catalogue));
    return createPdf({
      catalog: { ...dictionaryOf(signed, catalogue), ...entries },
      objects: { ...objects, 30: { N: "23 0 R" } },
      trailer,
    });
  }

  it("an appearance that the catalogue uses too cannot be overwritten", () => {
    expect(classify(appendUpdate(sharing({}), { objects: filled })).level).toBe("formFilling");
    expect(classify(appendUpdate(sharing({ Other: "23 0 R" }), { objects: filled })).level).toBe("forbidden");
    expect(classify(appendUpdate(sharing({}, { Other: "30 0 R" }), { objects: filled })).level).toBe("forbidden");
  });

  it("nor replaced by another, for then the two uses part", () => {
    const objects = { [city]: edited(city, { V: "(Köln)", AP: "<< /N 40 0 R >>" }), [fresh]: shows("(Köln) Tj") };
    const report = classify(appendUpdate(sharing({ Other: "30 0 R" }), { objects }));
    expect(report.findings).toContainEqual({ code: "appearance_shared", objectNumber: cityShows });
    expect(classify(appendUpdate(sharing({}), { objects })).level).toBe("formFilling");
  });

  it("a field that is used as something else cannot change", () => {
    expect(classify(appendUpdate(sharing({ Other: "10 0 R" }), { objects: filled })).level).toBe("forbidden");
  });

  it("a DSS that pages use is content", () => {
    const objects = { [certificate]: streamSource({}, "other") };
    expect(classify(appendUpdate(sharing({}), { objects })).level).toBe("ltaUpdates");
    expect(classify(appendUpdate(sharing({ Threads: "[25 0 R]" }), { objects })).level).toBe("forbidden");
  });
});

describe("forms that leave appearances or data to the reader", () => {
  const packets = (data: string): Readonly<Record<number, PdfSource>> => ({
    30: streamSource({}, "template"),
    31: streamSource({}, data),
  });
  const xfa = createPdf({
    catalog: { AcroForm: "<< /Fields [] /XFA [(template) 30 0 R (datasets) 31 0 R] >>" },
    objects: packets("old"),
  });
  const asking = createPdf({
    catalog: { AcroForm: "<< /NeedAppearances true /DA (/F1 9 Tf) /Fields [10 0 R] >>" },
    objects: { [city]: { FT: "/Tx", T: "(city)", V: "(Bonn)", ...widget("[1 1 9 9]") } },
  });

  it("let a reader store the appearance that the form asked for", () => {
    const shown = { FT: "/Tx", T: "(city)", V: "(Bonn)", AP: "<< /N 40 0 R >>", ...widget("[1 1 9 9]") };
    const report = classify(appendUpdate(asking, { objects: { [city]: shown, [fresh]: shows("(Bonn) Tj") } }));
    expect(report).toEqual({ level: "formFilling", findings: [{ code: "field_filled", objectNumber: city }] });
  });

  it("but not change what all values are set in", () => {
    const white = "<< /NeedAppearances true /DA (/F1 9 Tf 1 g) /Fields [10 0 R] >>";
    const objects = { [catalogue]: { ...dictionaryOf(asking, catalogue), AcroForm: white } };
    expect(classify(appendUpdate(asking, { objects })).findings).toEqual([
      { code: "form_changed", objectNumber: catalogue },
    ]);
  });

  it("let the data of an XFA form change, as long as no field is locked, and not its template", () => {
    const data = appendUpdate(xfa, { objects: packets("new") });
    expect(classify(data)).toMatchObject({ level: "formFilling" });
    expect(classify(data, { locks: [{ action: "Include", fields: ["a"] }] })).toMatchObject({ level: "forbidden" });
    expect(classify(appendUpdate(xfa, { objects: { 30: streamSource({}, "other") } }))).toMatchObject({
      level: "forbidden",
    });
  });
});

describe("annotations that were there", () => {
  it.each([
    ["Stamp", "forbidden"],
    ["Highlight", "annotations"],
  ])("a %s that goes is %s", (kind, level) => {
    const pdf = createPdf({
      objects: { ...pageWith("[40 0 R]"), [fresh]: { Type: "/Annot", Subtype: `/${kind}`, Rect: "[1 1 9 9]" } },
    });
    expect(classify(appendUpdate(pdf, { objects: pageWith("[]") })).level).toBe(level);
  });

  it("may stand in their page, and are matched by what they are", () => {
    const note = (text: string) => `<< /Type /Annot /Subtype /Text /Rect [1 1 9 9] /Contents (${text}) >>`;
    const pdf = createPdf({ objects: pageWith(`[${note("a")} ${note("b")}]`) });
    const levelOf = (annotations: string) => classify(appendUpdate(pdf, { objects: pageWith(annotations) })).level;
    expect(levelOf(`[${note("a")} ${note("b")}]`)).toBe("none");
    expect(levelOf(`[${note("a")}]`)).toBe("annotations");
    expect(levelOf(`[${note("a")} ${note("b")} ${note("c")}]`)).toBe("annotations");
  });

  function pageWith(annotations: string): Readonly<Record<number, PdfSource>> {
    return {
      [page]: { Type: "/Page", Parent: "2 0 R", MediaBox: "[0 0 9 9]", Contents: "6 0 R", Annots: annotations },
    };
  }
});

function contentText(): string {
  return Buffer.from(pageContent("Agreement"))
    .toString("latin1")
    .replace(/^.*stream\n(.*)\nendstream$/s, "$1");
}
