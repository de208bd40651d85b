import type { UpdateSettings } from "./append-update.ts";
import { widget } from "./create-pdf.ts";
import { dictionaryOf, fieldNumberOf, type MadePdf, objectNumbers } from "./made-pdf.ts";
import {
  type DictionarySource,
  dictionaryText,
  type PdfSource,
  reference,
  streamSource,
  textString,
  withItem,
} from "./pdf-source.ts";
import { appendSignedDictionary, type ByteRange } from "./signed-dictionary.ts";

export interface SignatureUpdate {
  fieldName: string;
  /** Whether the field is there already and waits. */
  isExisting: boolean;
  /** Shows a line of text on the first page. */
  visibleText?: string;
  /** The signature dictionary without /ByteRange and /Contents. */
  dictionary: DictionarySource;
  /** More entries of the field. */
  field: DictionarySource;
  /** The catalogue has to name the signature as the certification. */
  isCertification: boolean;
  contentsSize: number;
  /** The message over these parts of the file. */
  sign: (parts: readonly Uint8Array[]) => Uint8Array;
  /** What is written as /ByteRange, given the right one; the message is made over the right one. */
  writtenByteRange?: (right: ByteRange) => readonly number[];
  update: UpdateSettings;
}

/** Appends a signature dictionary with its field, fills in range and message. */
export function appendSignature(pdf: MadePdf, settings: SignatureUpdate): MadePdf {
  const { fieldName, isExisting, dictionary, contentsSize, sign, writtenByteRange, update } = settings;
  const objectNumber = pdf.size;
  const fieldNumber = isExisting ? fieldNumberOf(pdf, fieldName) : objectNumber + 1;
  const signed = appendSignedDictionary(pdf, {
    objectNumber,
    dictionary,
    objects: fieldObjects(pdf, settings, objectNumber, fieldNumber),
    contentsSize,
    sign,
    ...(writtenByteRange !== undefined && { writtenByteRange }),
    update,
  });
  const { byteRange, contents } = signed;
  const made = { fieldName, objectNumber, fieldNumber, byteRange, contents };
  return { ...signed.pdf, signatures: [...pdf.signatures, made] };
}

function fieldObjects(
  pdf: MadePdf,
  { fieldName, isExisting, visibleText, field, isCertification }: SignatureUpdate,
  objectNumber: number,
  fieldNumber: number,
): Record<number, PdfSource> {
  const appearance = objectNumber + 2;
  const rest = {
    V: reference(objectNumber),
    ...(visibleText !== undefined && { Rect: "[72 100 300 160]", AP: `<< /N ${reference(appearance)} >>` }),
    ...field,
  };
  const fresh = { FT: "/Sig", T: textString(fieldName), ...widget("[0 0 0 0]"), F: "132" };
  return {
    [fieldNumber]: { ...(isExisting ? dictionaryOf(pdf, fieldNumber) : fresh), ...rest },
    ...(visibleText !== undefined && { [appearance]: appearanceStream(visibleText) }),
    ...formObjects(pdf, isExisting ? undefined : fieldNumber, isCertification ? objectNumber : undefined),
    ...(isExisting ? {} : { [objectNumbers.page]: pageWithAnnotation(pdf, fieldNumber) }),
  };
}

function pageWithAnnotation(pdf: MadePdf, annotation: number): PdfSource {
  const page = dictionaryOf(pdf, objectNumbers.page);
  return { ...page, Annots: withItem(page.Annots, reference(annotation)) };
}

/** The form with /SigFlags 3 and a new field; the catalogue where it has to name something new. */
function formObjects(pdf: MadePdf, newField: number | undefined, certification: number | undefined) {
  const catalog = dictionaryOf(pdf, objectNumbers.catalog);
  const hasForm = catalog.AcroForm !== undefined;
  const form: DictionarySource = hasForm ? dictionaryOf(pdf, objectNumbers.form) : {};
  const fields = newField === undefined ? form.Fields : withItem(form.Fields, reference(newField));
  const needsCatalog = !hasForm || certification !== undefined;
  return {
    [objectNumbers.form]: { ...form, ...(fields !== undefined && { Fields: fields }), SigFlags: "3" },
    ...(needsCatalog && {
      [objectNumbers.catalog]: {
        ...catalog,
        AcroForm: reference(objectNumbers.form),
        ...(certification !== undefined && { Perms: dictionaryText({ DocMDP: reference(certification) }) }),
      },
    }),
  };
}

/** A form XObject that shows one line of text. */
export function appearanceStream(text: string): Uint8Array {
  return streamSource(
    {
      Type: "/XObject",
      Subtype: "/Form",
      BBox: "[0 0 228 60]",
      Resources: `<< /Font << /F1 ${reference(objectNumbers.font)} >> >>`,
    },
    `BT /F1 10 Tf 4 24 Td ${textString(text)} Tj ET\n`,
  );
}
