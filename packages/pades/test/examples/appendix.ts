import { splitAppendix } from "@idvkit/pades";

/** What was to be signed, out of what came back. */
export function originalOf(signed: Uint8Array, sent: Uint8Array): Uint8Array | undefined {
  const split = splitAppendix(signed, sent);
  return split.ok ? split.value.original : undefined; // not what was sent: split.error.reason says why
}
