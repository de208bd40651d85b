import { bytesOf, hexString, joinBytes } from "./pdf-source.ts";

/** /ByteRange and /Contents as they stand before the signature is made; both keep their size. */
export function placeholders(contentsSize: number): { ByteRange: string; Contents: string } {
  return { ByteRange: `[${"0".repeat(rangeWidth)}]`, Contents: `<${"00".repeat(contentsSize)}>` };
}

const rangeWidth = 50;

export interface Gap {
  /** Offset of `<`. */
  start: number;
  /** Behind `>`. */
  end: number;
}

/** Where the placeholder of /Contents is, in what begins at an offset. */
export function findGap(bytes: Uint8Array, from: number): Gap {
  const marker = "/Contents <0";
  const at = Buffer.from(bytes).indexOf(marker, from, "latin1");
  if (at === -1) throw new Error("no placeholder");
  const start = at + marker.length - 2;
  return { start, end: bytes.indexOf(0x3e, start) + 1 };
}

/** The range that leaves out the gap and nothing else. */
export function byteRangeAround({ start, end }: Gap, length: number): [number, number, number, number] {
  return [0, start, end, length - end];
}

/** The parts of the file that a range names. */
export function rangeParts(bytes: Uint8Array, range: readonly [number, number, number, number]): Uint8Array[] {
  const [first, firstLength, second, secondLength] = range;
  return [bytes.subarray(first, first + firstLength), bytes.subarray(second, second + secondLength)];
}

/** Writes the range in place of its placeholder. */
export function fillByteRange(bytes: Uint8Array, from: number, range: readonly number[]): Uint8Array {
  const marker = `/ByteRange [${"0".repeat(rangeWidth)}`;
  const at = Buffer.from(bytes).indexOf(marker, from, "latin1");
  if (at === -1) throw new Error("no placeholder");
  const filled = `/ByteRange [${range.join(" ").padEnd(rangeWidth)}`;
  return joinBytes([bytes.subarray(0, at), bytesOf(filled), bytes.subarray(at + marker.length)]);
}

/** Writes the message into the gap, zeros after it. */
export function fillContents(bytes: Uint8Array, gap: Gap, contents: Uint8Array): Uint8Array {
  const room = (gap.end - gap.start - 2) / 2;
  if (contents.length > room) throw new Error(`contentsSize ${room} is too small for ${contents.length} bytes`);
  const padded = new Uint8Array(room);
  padded.set(contents);
  return joinBytes([bytes.subarray(0, gap.start), bytesOf(hexString(padded)), bytes.subarray(gap.end)]);
}
