import { type MadePdf, objectNumbers } from "./made-pdf.ts";
import {
  array,
  bytesOf,
  type DictionarySource,
  joinBytes,
  type PdfSource,
  reference,
  streamSource,
  textString,
} from "./pdf-source.ts";
import { writeSection } from "./write-section.ts";

export interface CreatePdfSettings {
  /** One page for each text, one or two. Default one page with "Agreement". */
  texts?: readonly [string] | readonly [string, string];
  textFields?: readonly { name: string; value?: string; flags?: number }[];
  /** Names of fields that wait for a signature; `lock` is the source of a /Lock dictionary. */
  signatureFields?: readonly { name: string; lock?: string }[];
  /** Default `table`. */
  xref?: "table" | "stream" | "hybrid";
  /** Objects in an object stream; takes a cross-reference stream. */
  objectStreams?: boolean;
  /** Default 1.7. */
  version?: string;
  /** More or other entries of the catalogue. */
  catalog?: DictionarySource;
  /** More or other objects. */
  objects?: Readonly<Record<number, PdfSource>>;
  /** More or other entries of the trailer. */
  trailer?: DictionarySource;
}

const documentId = "<00112233445566778899aabbccddeeff>";

/** A small PDF. The same settings give the same bytes. */
export function createPdf(settings: CreatePdfSettings = {}): MadePdf {
  const { xref = settings.objectStreams === true ? "stream" : "table", version = "1.7" } = settings;
  const trailer = {
    Root: reference(objectNumbers.catalog),
    Info: reference(objectNumbers.info),
    ID: array([documentId, documentId]),
    ...settings.trailer,
  };
  const objects: Record<number, PdfSource> = {
    ...pageObjects(settings),
    ...formObjects(settings),
    ...settings.objects,
  };
  const header = joinBytes([bytesOf(`%PDF-${version}\n%`), Uint8Array.of(0xe2, 0xe3, 0xcf, 0xd3, 0x0a)]);
  const section = writeSection({
    start: header.length,
    objects,
    free: new Map([[0, 65_535]]),
    size: objectNumbers.firstField,
    trailer,
    xref,
    objectStream: settings.objectStreams ?? false,
    plain:
      xref === "hybrid"
        ? [objectNumbers.catalog, objectNumbers.pages, objectNumbers.page, objectNumbers.secondPage]
        : [],
    endMarker: true,
  });
  return {
    bytes: joinBytes([header, section.bytes]),
    objects: new Map(Object.entries(objects).map(([number, source]) => [Number(number), source])),
    xrefOffset: section.xrefOffset ?? 0,
    size: section.size,
    trailer,
    xref: xref === "stream" ? "stream" : "table",
    signatures: [],
  };
}

function pageObjects(settings: CreatePdfSettings): Record<number, PdfSource> {
  const { texts = ["Agreement"], catalog = {} } = settings;
  const pageNumbers = [objectNumbers.page, objectNumbers.secondPage].slice(0, texts.length);
  const objects: Record<number, PdfSource> = {
    [objectNumbers.catalog]: {
      Type: "/Catalog",
      Pages: reference(objectNumbers.pages),
      ...(hasForm(settings) && { AcroForm: reference(objectNumbers.form) }),
      ...catalog,
    },
    [objectNumbers.pages]: {
      Type: "/Pages",
      Kids: array(pageNumbers.map(reference)),
      Count: String(texts.length),
    },
    [objectNumbers.font]: { Type: "/Font", Subtype: "/Type1", BaseFont: "/Helvetica" },
    [objectNumbers.info]: { Producer: textString("pdf-maker of the tests") },
  };
  for (const [index, pageNumber] of pageNumbers.entries()) {
    objects[pageNumber] = {
      Type: "/Page",
      Parent: reference(objectNumbers.pages),
      MediaBox: "[0 0 595 842]",
      Resources: `<< /Font << /F1 ${reference(objectNumbers.font)} >> >>`,
      Contents: reference(pageNumber + 1),
      ...(index === 0 && hasForm(settings) && { Annots: array(fieldNumbers(settings).map(reference)) }),
    };
    objects[pageNumber + 1] = pageContent(texts[index] ?? "");
  }
  return objects;
}

/** The content stream of a page that shows one line of text. */
export function pageContent(text: string): Uint8Array {
  return streamSource({}, `BT /F1 12 Tf 72 720 Td ${textString(text)} Tj ET\n`);
}

function hasForm({ textFields = [], signatureFields = [] }: CreatePdfSettings): boolean {
  return textFields.length + signatureFields.length > 0;
}

function fieldNumbers({ textFields = [], signatureFields = [] }: CreatePdfSettings): number[] {
  return [...textFields, ...signatureFields].map((_, index) => objectNumbers.firstField + index);
}

function formObjects(settings: CreatePdfSettings): Record<number, PdfSource> {
  const { textFields = [], signatureFields = [] } = settings;
  if (!hasForm(settings)) return {};
  const fields = [
    ...textFields.map(({ name, value, flags }, index) => ({
      FT: "/Tx",
      T: textString(name),
      ...(flags !== undefined && { Ff: String(flags) }),
      ...(value !== undefined && { V: textString(value) }),
      DA: "(/F1 12 Tf 0 g)",
      ...widget(`[72 ${600 - index * 40} 300 ${624 - index * 40}]`),
    })),
    ...signatureFields.map(({ name, lock }) => ({
      FT: "/Sig",
      T: textString(name),
      ...(lock !== undefined && { Lock: lock }),
      ...widget("[72 100 300 160]"),
    })),
  ];
  const numbers = fieldNumbers(settings);
  const form = {
    Fields: array(numbers.map(reference)),
    DR: `<< /Font << /F1 ${reference(objectNumbers.font)} >> >>`,
  };
  return {
    [objectNumbers.form]: form,
    ...Object.fromEntries(fields.map((field, index) => [objectNumbers.firstField + index, field])),
  };
}

/** The annotation part of a field with one widget. */
export function widget(rectangle: string, page: number = objectNumbers.page): DictionarySource {
  return { Type: "/Annot", Subtype: "/Widget", Rect: rectangle, F: "4", P: reference(page) };
}
