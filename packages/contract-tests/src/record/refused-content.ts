/** Why something cannot be cleaned. The names are stable and stand in error messages. */
export type RefusalKind =
  | "image"
  | "pdf"
  | "archive"
  | "video"
  | "multipart"
  | "compressed"
  | "unknown_content_type"
  | "unreadable"
  | "data_url"
  | "jwt"
  | "base64"
  | "websocket"
  | "signed_callback"
  | "credentials_in_url"
  | "unclean"
  | "survivor";

const longBase64 = /[A-Za-z0-9+/_-]{256,}={0,2}/;

/** A data URL, a JWT or long base64 in a text: what it hides cannot be read, so it cannot be cleaned. */
export function refusedText(text: string): RefusalKind | undefined {
  if (/data:[\w.+-]+\/[\w.+-]+[;,]/i.test(text)) return "data_url";
  if (holdsJwt(text)) return "jwt";
  // Base64 may be broken into lines (RFC 2045).
  return longBase64.test(text.replace(/[\r\n]+/g, "")) ? "base64" : undefined;
}

/** Whether a text holds three base64url segments whose first is a JOSE header (RFC 7519, section 3). */
export function holdsJwt(text: string): boolean {
  const runs = text.split(/[^A-Za-z0-9_.-]+/).map((run) => run.split("."));
  return runs.some((segments) => segments.slice(0, -2).some(isJoseHeader));
}

function isJoseHeader(segment: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(segment, "base64url").toString());
    return typeof header === "object" && header !== null && "alg" in header;
  } catch {
    return false;
  }
}

const refusedTypes: readonly { pattern: RegExp; kind: RefusalKind }[] = [
  { pattern: /^image\//, kind: "image" },
  { pattern: /^(?:video|audio)\//, kind: "video" },
  { pattern: /^application\/pdf$/, kind: "pdf" },
  { pattern: /^application\/(?:zip|gzip|x-gzip|x-tar|x-zip-compressed|x-7z-compressed)$/, kind: "archive" },
  { pattern: /^multipart\//, kind: "multipart" },
  { pattern: /^application\/(?:jwt|jose|.+\+jwt)$/, kind: "jwt" },
];
const signatures: readonly { start: string; kind: RefusalKind }[] = [
  { start: "1f8b", kind: "compressed" },
  { start: "25504446", kind: "pdf" },
  { start: "504b0304", kind: "archive" },
  { start: "89504e47", kind: "image" },
  { start: "ffd8ff", kind: "image" },
];

export type ReadableType = "json" | "form" | "text";

/** How a body of this media type is read, or why it is not. */
export function readableType(mediaType: string): { readAs: ReadableType } | { refused: RefusalKind } {
  const type = (mediaType.split(";", 1)[0] ?? "").trim().toLowerCase();
  if (/^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(type)) return { readAs: "json" };
  if (type === "application/x-www-form-urlencoded") return { readAs: "form" };
  if (type === "text/plain") return { readAs: "text" };
  return { refused: refusedTypes.find(({ pattern }) => pattern.test(type))?.kind ?? "unknown_content_type" };
}

/** What a body is by its first bytes, whatever its header says. */
export function refusedBytes(bytes: Uint8Array): RefusalKind | undefined {
  const start = Buffer.from(bytes.subarray(0, 8)).toString("hex");
  return signatures.find((signature) => start.startsWith(signature.start))?.kind;
}
