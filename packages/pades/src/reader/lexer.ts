import { hexadecimalValue, isDigit, isRegular, isWhiteSpace } from "./characters.ts";
import { readLiteralString } from "./literal-string.ts";
import type { PdfName, PdfNumber, PdfString } from "./object.ts";
import { PdfError } from "./pdf-error.ts";

const solidus = 0x2f;
const percent = 0x25;
const numberSign = 0x23;
const greaterThan = 0x3e;
const maximumKeywordLength = 16;
const maximumNumberLength = 64;
const numberParts: ReadonlySet<number> = new Set([0x2b, 0x2d, 0x2e]);
/** Of `#INF`, `inf` and `nan`. */
const notNumberStarts: ReadonlySet<number> = new Set([0x23, 0x49, 0x69, 0x4e, 0x6e]);

/** Reads tokens (ISO 32000-2, section 7.2) from a position on. Errors are {@link PdfError}s of the code `unreadable`. */
export class Lexer {
  readonly bytes: Buffer;
  position: number;

  constructor(bytes: Buffer, position: number) {
    this.bytes = bytes;
    this.position = position;
  }

  get next(): number | undefined {
    return this.bytes[this.position];
  }

  /** Skips white space and comments. */
  skipBlank(): void {
    for (;;) {
      while (isWhiteSpace(this.bytes[this.position])) this.position += 1;
      if (this.bytes[this.position] !== percent) return;
      this.skipComment();
    }
  }

  /** Goes to the end of the line, not behind it. */
  skipComment(): void {
    while (this.position < this.bytes.length) {
      const byte = this.bytes[this.position];
      if (byte === 0x0a || byte === 0x0d) return;
      this.position += 1;
    }
  }

  /** Whether this keyword stands here and ends here. Goes behind it when it does. */
  takeKeyword(keyword: string): boolean {
    const end = this.position + keyword.length;
    for (let index = 0; index < keyword.length; index++) {
      if (this.bytes[this.position + index] !== keyword.charCodeAt(index)) return false;
    }
    if (isRegular(this.bytes[end])) return false;
    this.position = end;
    return true;
  }

  /** Reads the keyword that stands here; an empty text where there is none. */
  readKeyword(): string {
    const start = this.position;
    while (this.position - start < maximumKeywordLength && isRegular(this.bytes[this.position])) this.position += 1;
    return this.bytes.toString("latin1", start, this.position);
  }

  /** An integer without sign, or undefined; the position stays then. */
  takeDigits(): number | undefined {
    const start = this.position;
    let value = 0;
    let at = start;
    while (isDigit(this.bytes[at])) {
      value = value * 10 + (this.bytes[at] ?? 0) - 0x30;
      at += 1;
    }
    if (at === start || at - start > 15) return undefined;
    this.position = at;
    return value;
  }

  /** Reads a number. What looks like a number and is none (`1-2`, `1.#INF`) counts as 0, as the usual readers have it. */
  readNumber(): PdfNumber {
    const start = this.position;
    const digits = this.takeDigits();
    if (digits !== undefined && !numberParts.has(this.next ?? 0)) {
      return { kind: "number", value: digits, isInteger: true, start, end: this.position };
    }
    while (isDigit(this.next) || numberParts.has(this.next ?? 0)) this.position += 1;
    const written = this.bytes.toString("latin1", start, Math.min(this.position, start + maximumNumberLength));
    const value = this.#skipNotNumber() ? Number.NaN : Number(written);
    const isInteger = Number.isFinite(value) && !written.includes(".");
    return { kind: "number", value: Number.isFinite(value) ? value : 0, isInteger, start, end: this.position };
  }

  /** What the C library writes for infinity and the like: some writers let it into their files. */
  #skipNotNumber(): boolean {
    if (!notNumberStarts.has(this.next ?? 0)) return false;
    const ahead = this.bytes.toString("latin1", this.position, this.position + maximumKeywordLength);
    const found = /^(?:#[A-Z]{3,4}|inf|nan)/i.exec(ahead);
    this.position += found?.[0].length ?? 0;
    return found !== null;
  }

  /** Reads a name. Its bytes become characters one to one, so that two names are equal only when their bytes are. */
  readName(): PdfName {
    const start = this.position;
    if (this.next !== solidus) throw new PdfError("unreadable", "expected a name");
    this.position += 1;
    let isEscaped = false;
    while (isRegular(this.bytes[this.position])) {
      if (this.bytes[this.position] === numberSign) isEscaped = true;
      this.position += 1;
    }
    const written = this.bytes.toString("latin1", start + 1, this.position);
    return { kind: "name", name: isEscaped ? unescapeName(written) : written, start, end: this.position };
  }

  /** Reads `<...>`. */
  readHexadecimalString(): PdfString {
    const start = this.position;
    const close = this.bytes.indexOf(greaterThan, start + 1);
    if (close < 0) return this.#endless();
    this.position = close + 1;
    const written = this.bytes.toString("latin1", start + 1, close);
    const bytes = Buffer.from(written, "hex");
    if (bytes.length * 2 === written.length) {
      return { kind: "string", bytes, form: "hexadecimal", start, end: this.position };
    }
    const tolerant = decodeTolerantly(this.bytes.subarray(start + 1, close));
    return { kind: "string", bytes: tolerant, form: "hexadecimalOdd", start, end: this.position };
  }

  /** Reads `(...)`. */
  readLiteralString(): PdfString {
    const start = this.position;
    const found = readLiteralString(this.bytes, start);
    if (found === undefined) return this.#endless();
    this.position = found.end;
    return { kind: "string", form: "literal", start, ...found };
  }

  /** The position says how far was looked: that is what the work is counted by. */
  #endless(): never {
    this.position = this.bytes.length;
    throw new PdfError("unreadable", "a string without an end");
  }
}

function unescapeName(written: string): string {
  return written.replaceAll(/#([0-9A-Fa-f]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

/** Whatever is no digit is skipped; a missing last digit counts as 0 (section 7.3.4.3). */
function decodeTolerantly(written: Uint8Array): Uint8Array {
  const bytes = new Uint8Array((written.length + 1) >> 1);
  let digits = 0;
  for (const byte of written) {
    const value = hexadecimalValue(byte);
    if (value < 0) continue;
    const at = digits >> 1;
    bytes[at] = digits % 2 === 0 ? value * 16 : (bytes[at] ?? 0) + value;
    digits += 1;
  }
  return bytes.subarray(0, (digits + 1) >> 1);
}
