export { addDss } from "./add-dss.ts";
export { appendUpdate, type UpdateSettings } from "./append-update.ts";
export { type CreatePdfSettings, createPdf, pageContent, widget } from "./create-pdf.ts";
export { addDocumentTimestamp, type DocumentTimestampSettings } from "./document-timestamp.ts";
export { dictionaryOf, fieldNumberOf, type MadePdf, objectNumbers } from "./made-pdf.ts";
export { appendBytes, patchPdf } from "./patch-pdf.ts";
export {
  bytesOf,
  type DictionarySource,
  joinBytes,
  type PdfSource,
  reference,
  streamSource,
  textString,
} from "./pdf-source.ts";
export { type SignPdfSettings, signPdf } from "./sign-pdf.ts";
export { appearanceStream } from "./signature-update.ts";
export { appendSignedDictionary } from "./signed-dictionary.ts";
export { addUsageRights } from "./usage-rights.ts";
