/** Bytes that are no PDF, cannot be read, or pass a limit. Thrown inside this package; callers get a result. */
export class PdfError extends Error {
  override readonly name = "PdfError";
  readonly code: "not_pdf" | "unreadable" | "limit";

  constructor(code: "not_pdf" | "unreadable" | "limit", message: string) {
    super(message);
    this.code = code;
  }
}
