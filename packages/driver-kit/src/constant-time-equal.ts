import { hash, timingSafeEqual } from "node:crypto";

/**
 * Compares two texts in a time that depends on neither's content. Texts of different lengths are simply unequal.
 */
export function constantTimeEqual(a: string, b: string): boolean {
  return timingSafeEqual(digestOf(a), digestOf(b));
}

function digestOf(text: string): Buffer {
  // UTF-8 would make all lone surrogates equal; UTF-16 keeps every text apart.
  return hash("sha256", Buffer.from(text, "utf16le"), "buffer");
}
