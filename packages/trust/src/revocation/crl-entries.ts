import { DerError } from "../der/der-error.ts";
import { readDer } from "../der/element.ts";
import { readTime } from "../der/time.ts";
import { hexOf, sequenceOf, smallIntegerOf } from "../der/values.ts";
import { ByteCursor } from "./byte-cursor.ts";
import { revocationReasonName } from "./revocation-reasons.ts";
import { serialNumberOctets } from "./serial-number.ts";
import { readUniqueExtensions } from "./unique-extensions.ts";

/** One row of a CRL. */
export interface CrlEntry {
  revokedAt: Date;
  /** Name of the CRLReason (RFC 5280, section 5.3.1), such as `keyCompromise`. */
  reason?: string;
  /** From when on the certificate counts as invalid, where the issuer says so. */
  invalidityDate?: Date;
}

/** What one pass over the rows finds. */
export interface CrlLookup {
  entries: readonly CrlEntry[];
  /** A row, of any certificate, has a critical extension that is not understood: the whole CRL must not be used (RFC 5280, section 5.3). */
  hasUnknownCritical: boolean;
}

/** Identifier octets. */
const octets = { boolean: 0x01, integer: 0x02, oid: 0x06, sequence: 0x30 } as const;
const reasonCode = "2.5.29.21";
const invalidityDate = "2.5.29.24";
/** Critical extensions of a row that may be there. certificateIssuer is not one of them: it belongs to indirect CRLs. */
const understood: ReadonlySet<string> = new Set(["551d15", "551d17", "551d18"]);

/**
 * The rows of a certificate, by its serial number (hexadecimal, without leading zeros). Reads all rows as bytes, so a row that is broken
 * anywhere is a {@link DerError}; only the rows that match become objects.
 */
export function lookUpEntry(rows: Uint8Array, serialNumber: string): CrlLookup {
  const wanted = serialNumberOctets(serialNumber);
  const reader = new RowReader(rows);
  const entries: CrlEntry[] = [];
  let hasUnknownCritical = false;
  while (reader.next()) {
    if (reader.hasSerialNumber(wanted)) entries.push(readEntry(reader.row));
    if (reader.hasUnknownCritical()) hasUnknownCritical = true;
  }
  return { entries, hasUnknownCritical };
}

/** How many rows there are. */
export function countEntries(rows: Uint8Array): number {
  const row = new ByteCursor(rows);
  let count = 0;
  while (row.next()) count += 1;
  return count;
}

/** Goes over the rows with the same four cursors: new ones for each row would cost more than the reading. */
class RowReader {
  readonly #bytes: Uint8Array;
  readonly #row: ByteCursor;
  readonly #cell: ByteCursor;
  readonly #extension: ByteCursor;
  readonly #part: ByteCursor;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#row = new ByteCursor(bytes);
    this.#cell = new ByteCursor(bytes);
    this.#extension = new ByteCursor(bytes);
    this.#part = new ByteCursor(bytes);
  }

  /** Goes to the serial number of the next row. */
  next(): boolean {
    if (!this.#row.next()) return false;
    if (this.#row.tag !== octets.sequence) throw new DerError("expected a row of a CRL");
    this.#cell.enter(this.#row.start, this.#row.end);
    this.#cell.expect(octets.integer);
    return true;
  }

  get row(): Uint8Array {
    return this.#bytes.subarray(this.#row.from, this.#row.end);
  }

  /** Zero bytes that DER forbids at the beginning do not make it another number. */
  hasSerialNumber(wanted: Uint8Array): boolean {
    const bytes = this.#bytes;
    let { start } = this.#cell;
    const { end } = this.#cell;
    while (end - start > wanted.length && bytes[start] === 0 && (bytes[start + 1] ?? 0) < 0x80) start += 1;
    if (end - start !== wanted.length) return false;
    for (let at = 0; at < wanted.length; at++) if (bytes[start + at] !== wanted[at]) return false;
    return true;
  }

  /** Goes over the rest of the row. */
  hasUnknownCritical(): boolean {
    if (!this.#cell.next()) throw new DerError("a row without a date");
    if (!this.#cell.next()) return false;
    if (this.#cell.tag !== octets.sequence || this.#cell.end !== this.#row.end) {
      throw new DerError("expected extensions of a row");
    }
    this.#extension.enter(this.#cell.start, this.#cell.end);
    let found = false;
    while (this.#extension.next()) if (this.#isUnknownCritical()) found = true;
    return found;
  }

  #isUnknownCritical(): boolean {
    if (this.#extension.tag !== octets.sequence) throw new DerError("expected an extension");
    this.#part.enter(this.#extension.start, this.#extension.end);
    this.#part.expect(octets.oid);
    const { start, end } = this.#part;
    if (!this.#part.next()) throw new DerError("an extension without a value");
    if (this.#part.tag !== octets.boolean) return false;
    if (this.#part.end - this.#part.start !== 1) throw new DerError("a boolean of another size");
    return this.#bytes[this.#part.start] !== 0 && !understood.has(hexOf(this.#bytes.subarray(start, end)));
  }
}

function readEntry(row: Uint8Array): CrlEntry {
  const [, date, extensionList] = sequenceOf(readDer(row));
  const extensions = readUniqueExtensions(extensionList);
  const reason = extensions.get(reasonCode);
  const invalidity = extensions.get(invalidityDate);
  return {
    revokedAt: readTime(date),
    ...(reason !== undefined && { reason: revocationReasonName(smallIntegerOf(readDer(reason.value))) }),
    ...(invalidity !== undefined && { invalidityDate: readTime(readDer(invalidity.value)) }),
  };
}
