import { type DocumentType, type FileField, type Form, type IdvResult, type SubmitValue, success } from "@idvkit/core";
import { foldDocumentType } from "./mapping/document-type.ts";
import { refuse } from "./refusal.ts";

/** The images of one verification, by what they show. */
export const imageSides = ["front", "back", "selfie"] as const;
export type ImageSide = (typeof imageSides)[number];

const imageMediaTypes = ["image/jpeg", "image/png"] as const;
export type ImageMediaType = (typeof imageMediaTypes)[number];

/** Assure says 4 MB for one image; the smaller of the two readings (decimal, binary) holds under both. Onfido takes 10. */
export const maxImageBytes = 4_000_000;

export interface CapturedImage {
  content: Uint8Array;
  mediaType: ImageMediaType;
}

export type CapturedImages = { front: CapturedImage } & { [side in Exclude<ImageSide, "front">]?: CapturedImage };

export type BackSide = "required" | "optional" | "none";

/** Which images a verification wants. The front is always needed. */
export interface ImageNeed {
  front: true;
  back: BackSide;
  selfie: boolean;
}

/** Whether a document has a second side to show. A health card has one in some countries only. */
const backSides: Readonly<Record<DocumentType, BackSide>> = {
  PASSPORT: "none",
  VISA: "none",
  ID: "required",
  RESIDENT_PERMIT: "required",
  DRIVING_LICENSE: "required",
  HEALTH_CARD: "optional",
};

const labels: Readonly<Record<ImageSide, string>> = {
  front: "Front of the document",
  back: "Back of the document",
  selfie: "Photo of your face",
};

const signatures: Readonly<Record<ImageMediaType, readonly number[]>> = {
  "image/jpeg": [0xff, 0xd8, 0xff],
  "image/png": [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
};

/** Says which images an upload needs. For a document type that is unset or unknown the back is optional. */
export function imagesNeeded(processType: string, documentType?: string): ImageNeed {
  const type = documentType === undefined ? undefined : foldDocumentType(documentType);
  return {
    front: true,
    back: type === undefined ? "optional" : backSides[type],
    selfie: processType !== "document",
  };
}

/** The form that collects the images of an upload: one FILE field for each side that is wanted. */
export function imageForm(need: ImageNeed): Form {
  const fields = imageSides
    .map((side) => ({ side, presence: presenceOf(need, side) }))
    .filter(({ presence }) => presence !== "none")
    .map(({ side, presence }): FileField & { id: string; label: string; required: boolean } => ({
      type: "FILE",
      id: side,
      label: labels[side],
      required: presence === "required",
      mediaTypes: [...imageMediaTypes],
      maxBytes: maxImageBytes,
      side,
    }));
  return { fields, submitLabel: "Send" };
}

/**
 * Checks what the person submitted: every needed side is there and nothing else, each a JPEG or PNG of at most
 * {@link maxImageBytes} bytes whose first bytes agree with its media type. Fails with `invalid_input`; the message
 * names the fields of the form and no others.
 */
export function checkImages(input: Record<string, SubmitValue>, need: ImageNeed): IdvResult<CapturedImages> {
  const problems: string[] = [];
  const images: Partial<Record<ImageSide, CapturedImage>> = {};
  for (const side of imageSides) {
    const problem = checkSide(input, side, presenceOf(need, side));
    if (typeof problem === "string") problems.push(`input.${side}: ${problem}`);
    else if (problem !== undefined) images[side] = problem;
  }
  // The name of a field that nobody asked for is the sender's text: it is not repeated.
  if (Object.keys(input).some((key) => !(imageSides as readonly string[]).includes(key))) {
    problems.push("input: unknown field");
  }
  const { front, ...others } = images;
  if (problems.length === 0 && front !== undefined) return success({ front, ...others });
  return refuse("invalid_input", problems.join("; "));
}

/** The media type that the first bytes of a file show; `undefined` for anything but JPEG and PNG. */
export function imageMediaType(content: Uint8Array): ImageMediaType | undefined {
  return imageMediaTypes.find((mediaType) => signatures[mediaType].every((byte, index) => content[index] === byte));
}

function presenceOf(need: ImageNeed, side: ImageSide): BackSide {
  if (side === "back") return need.back;
  return need[side] ? "required" : "none";
}

/** The image, what is wrong with it, or nothing for an optional one that was left out. */
function checkSide(
  input: Record<string, SubmitValue>,
  side: ImageSide,
  presence: BackSide,
): CapturedImage | string | undefined {
  const value = Object.hasOwn(input, side) ? input[side] : undefined;
  if (value === undefined) return presence === "required" ? "missing" : undefined;
  if (presence === "none") return "not wanted";
  if (typeof value !== "object") return "expected a file";
  const mediaType = imageMediaTypes.find((known) => known === value.mediaType);
  if (mediaType === undefined) return "expected image/jpeg or image/png";
  if (value.content.byteLength === 0) return "empty";
  if (value.content.byteLength > maxImageBytes) return `larger than ${maxImageBytes} bytes`;
  if (imageMediaType(value.content) !== mediaType) return "content does not agree with the media type";
  return { content: value.content, mediaType };
}
