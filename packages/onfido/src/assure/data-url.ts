import type { CapturedImage } from "../images.ts";

/** The form in which Assure takes images: a base64 data URL (RFC 2397). */
export function toDataUrl(image: CapturedImage): string {
  const { buffer, byteOffset, byteLength } = image.content;
  return `data:${image.mediaType};base64,${Buffer.from(buffer, byteOffset, byteLength).toString("base64")}`;
}
