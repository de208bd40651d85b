import { crc32, deflateSync } from "node:zlib";

/** Two tiny synthetic images, made here byte by byte: 8 by 8 pixels, one colour. They show nobody. */
export interface SpecimenImages {
  readonly png: Uint8Array<ArrayBuffer>;
  readonly jpeg: Uint8Array<ArrayBuffer>;
}

const side = 8;

export const specimenImages: SpecimenImages = { png: makePng([0x2b, 0x6c, 0xb0]), jpeg: makeJpeg() };

/** PNG (W3C Recommendation, third edition): signature, then IHDR, IDAT and IEND. */
function makePng(rgb: readonly [number, number, number]): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // Eight bits per channel, true colour.
  header.set([8, 2], 8);
  const row = [0, ...Array.from({ length: side }, () => rgb).flat()];
  const pixels = Buffer.from(Array.from({ length: side }, () => row).flat());
  return join(
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(pixels)),
    pngChunk("IEND", Buffer.alloc(0)),
  );
}

function pngChunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.byteLength, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** JPEG (ITU-T T.81, baseline): one grey block, whose only coefficient is zero, with tables of one code each. */
function makeJpeg(): Uint8Array<ArrayBuffer> {
  const oneCode = [1, ...Array.from({ length: 15 }, () => 0), 0];
  return join(
    Buffer.from([0xff, 0xd8]),
    jpegSegment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)]),
    jpegSegment(0xc0, [8, 0, side, 0, side, 1, 1, 0x11, 0]),
    jpegSegment(0xc4, [0x00, ...oneCode]),
    jpegSegment(0xc4, [0x10, ...oneCode]),
    jpegSegment(0xda, [1, 1, 0x00, 0, 63, 0]),
    // Two codes "0" (no difference, end of block), then ones to the end of the byte.
    Buffer.from([0x3f, 0xff, 0xd9]),
  );
}

function jpegSegment(marker: number, data: readonly number[]): Buffer {
  const length = data.length + 2;
  return Buffer.from([0xff, marker, length >> 8, length & 0xff, ...data]);
}

function join(...parts: Buffer[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}
