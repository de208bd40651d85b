import { failure, IdvError, type IdvResult, success } from "@idvkit/core";

/** A signed file, cut where the signing began. Both are views on the bytes that were given. */
export interface SplitPdf {
  original: Uint8Array;
  appendix: Uint8Array;
}

/**
 * Cuts a signed PDF into the document that was to be signed and what signing appended to it: signed = original followed by
 * appendix, byte for byte. The original is given as bytes, which are compared, or as its length in bytes.
 *
 * Fails with `invalid_input`: the signed file does not begin with the original (`original_differs`), nothing was appended
 * (`appendix_empty`), or the original does not end like a PDF (`original_incomplete`): an appendix is one only behind a
 * whole document.
 */
export function splitAppendix(signed: Uint8Array, unsigned: number | Uint8Array): IdvResult<SplitPdf> {
  const length = typeof unsigned === "number" ? unsigned : unsigned.length;
  if (!Number.isSafeInteger(length) || length <= 0 || length > signed.length) {
    return refused("original_differs", "unsigned: longer than the signed file, or no length");
  }
  if (length === signed.length) return refused("appendix_empty", "signed: nothing was appended");
  const original = signed.subarray(0, length);
  if (typeof unsigned !== "number" && Buffer.compare(original, unsigned) !== 0) {
    return refused("original_differs", "signed: does not begin with the original");
  }
  if (!endsWithMarker(original)) return refused("original_incomplete", "unsigned: does not end with a revision");
  return success({ original, appendix: signed.subarray(length) });
}

/** `%%EOF` with at most an end of line behind it. */
function endsWithMarker(bytes: Uint8Array): boolean {
  return /%%EOF(?:\r\n|\r|\n)?$/.test(Buffer.from(bytes.subarray(-16)).toString("latin1"));
}

function refused(reason: string, message: string): IdvResult<never> {
  return failure(new IdvError({ code: "invalid_input", message, reason }));
}
