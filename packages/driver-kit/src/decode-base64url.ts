/** The bytes of a base64url text (RFC 7515, section 2). Undefined for any other text: Node would skip what is foreign. */
export function decodeBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : undefined;
}
