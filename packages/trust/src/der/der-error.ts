/** Bytes that are no DER, or not what was expected there. Thrown inside this package and `@idvkit/pades`; callers get a result. */
export class DerError extends Error {
  override readonly name = "DerError";
}
