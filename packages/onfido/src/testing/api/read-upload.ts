import { imageMediaType } from "../../images.ts";
import type { Reading } from "./read-request.ts";
import type { SimulatedMedia } from "./records.ts";

/** Types of documents that the simulator takes; Onfido's list is longer. */
const documentTypes = new Set([
  "passport",
  "passport_card",
  "driving_licence",
  "national_identity_card",
  "residence_permit",
  "visa",
  "work_permit",
  "voter_id",
  "tax_id",
  "unknown",
]);

const maxFileBytes = 10 * 1024 * 1024;
const pdfStart = "%PDF-";

/** What the file of an upload is, without who it belongs to. */
export type UploadedFile = Pick<SimulatedMedia, "fileName" | "mediaType" | "content">;
export type UploadedDocument = UploadedFile & Pick<SimulatedMedia, "type" | "side" | "issuingCountry">;

/** Reads the form of a document: its type, its side, and a JPEG, PNG or PDF of at most 10 MB, told by its first bytes. */
export async function readDocumentUpload(form: FormData | undefined): Promise<Reading<UploadedDocument>> {
  const file = await readFile(form, ["image/png", "image/jpeg", "application/pdf"]);
  const type = textField(form, "type");
  const side = textField(form, "side");
  const issuingCountry = textField(form, "issuing_country");
  const wrong: Record<string, unknown> = "wrong" in file ? { ...file.wrong } : {};
  if (type === undefined) wrong.type = ["can't be blank"];
  else if (!documentTypes.has(type)) wrong.type = ["is not included in the list"];
  if (side !== undefined && side !== "front" && side !== "back") wrong.side = ["is not included in the list"];
  if (issuingCountry !== undefined && !/^[A-Z]{3}$/.test(issuingCountry)) wrong.issuing_country = ["is invalid"];
  if ("wrong" in file || Object.keys(wrong).length > 0) return { wrong };
  return {
    value: {
      ...file.value,
      ...(type !== undefined && { type }),
      side: side === "back" ? "back" : "front",
      ...(issuingCountry !== undefined && { issuingCountry }),
    },
  };
}

/** Reads the form of a live photo: a JPEG or PNG of at most 10 MB. */
export async function readLivePhotoUpload(form: FormData | undefined): Promise<Reading<UploadedFile>> {
  return readFile(form, ["image/png", "image/jpeg"]);
}

/** A text field; `undefined` when it is not there or empty. */
export function textField(form: FormData | undefined, name: string): string | undefined {
  const value = form?.get(name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

async function readFile(form: FormData | undefined, allowed: readonly string[]): Promise<Reading<UploadedFile>> {
  const file = form?.get("file");
  if (typeof file !== "object" || file === null) return { wrong: { file: ["can't be blank"] } };
  if (file.size > maxFileBytes) return { wrong: { file: ["size must be at most 10 MB"] } };
  const content = new Uint8Array(await file.arrayBuffer());
  const mediaType = mediaTypeOf(content);
  if (mediaType === undefined || !allowed.includes(mediaType)) return { wrong: { file: ["is of a type not allowed"] } };
  return { value: { fileName: file.name, mediaType, content } };
}

function mediaTypeOf(content: Uint8Array): string | undefined {
  const start = Buffer.from(content.subarray(0, pdfStart.length)).toString("latin1");
  return start === pdfStart ? "application/pdf" : imageMediaType(content);
}
