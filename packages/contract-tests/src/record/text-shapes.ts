import { isIP } from "node:net";

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
const email = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u;
const ipAddress = /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![\w:]|\.\d)/;

/** Shapes that show what they are in the middle of a text. */
export const shapesInText = {
  uuid: new RegExp(`(?<![0-9a-f-])${uuid.source}(?![0-9a-f-])`, "giu"),
  email: new RegExp(email.source, "gu"),
  ip: new RegExp(ipAddress.source, "giu"),
  url: /https?:\/\/[^\s"<>\\]*[^\s"<>\\'.,;:!)\]]/giu,
  mrz: /(?<![A-Z0-9<])[A-Z0-9<]{30,90}(?:\s+[A-Z0-9<]{30,44}(?![A-Z0-9<]))*/gu,
} as const;

const wholeUuid = new RegExp(`^${uuid.source}$`, "i");
const wholeEmail = new RegExp(`^${email.source}$`, "u");
const mrzLengths = [30, 36, 44, 72, 88, 90];

export function isIpAddress(text: string): boolean {
  // `::` is an address too, and a pair of colons in a text.
  return isIP(text) !== 0 && /[0-9a-f]/i.test(text);
}

export function isWebUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** Whether a text has the size and alphabet of one or more whole lines of a machine-readable zone (ICAO 9303). */
export function isMrz(text: string): boolean {
  const compact = text.replace(/\s+/g, "");
  return compact.includes("<") && /^[A-Z0-9<]+$/.test(compact) && mrzLengths.includes(compact.length);
}

/** The kind that a whole value shows by its form. */
export function shapeOf(text: string): "uuid" | "email" | "ip" | "mrz" | "url" | undefined {
  if (wholeUuid.test(text)) return "uuid";
  if (wholeEmail.test(text)) return "email";
  if (isIpAddress(text)) return "ip";
  if (isMrz(text)) return "mrz";
  return isWebUrl(text) ? "url" : undefined;
}
