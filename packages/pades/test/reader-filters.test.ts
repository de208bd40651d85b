import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAscii85, decodeAsciiHex } from "../src/reader/filters/ascii.ts";
import { inflate } from "../src/reader/filters/inflate.ts";
import { decodeLzw } from "../src/reader/filters/lzw.ts";
import { undoPredictor } from "../src/reader/filters/predictor.ts";
import { decodeRunLength } from "../src/reader/filters/run-length.ts";
import { RawPdf, read } from "./raw-pdf.ts";

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const limitError = expect.objectContaining({ name: "PdfError", code: "limit" });
const unreadable = expect.objectContaining({ name: "PdfError", code: "unreadable" });

describe("FlateDecode", () => {
  const data = deflateSync(Buffer.from("some text, some text, some text"));

  it.each([
    ["as it should be", data],
    ["with bytes behind it", Buffer.concat([data, Buffer.from("\r\n\0")])],
    ["without its checksum", data.subarray(0, -4)],
    ["with a wrong checksum", Buffer.concat([data.subarray(0, -4), Buffer.alloc(4, 7)])],
  ])("reads data %s", (_, bytes) => {
    expect(textOf(inflate(bytes, 1000))).toBe("some text, some text, some text");
  });

  it("gives what there is of data that is cut off", () => {
    expect(textOf(inflate(deflateSync(Buffer.from("abc".repeat(99)), { level: 0 }).subarray(0, 50), 1000))).toMatch(
      /^abcabc/,
    );
  });

  it("stops a bomb and refuses what is no such data", () => {
    expect(() => inflate(deflateSync(Buffer.alloc(1e6)), 1e5)).toThrow(limitError);
    expect(() => inflate(bytesOf("no such data"), 1000)).toThrow(unreadable);
  });
});

describe("predictors", () => {
  const png = { predictor: 12, colors: 1, bitsPerComponent: 8, columns: 3 };

  it.each([
    ["none", [0, 1, 2, 3, 0, 4, 5, 6], [1, 2, 3, 4, 5, 6]],
    ["left", [1, 1, 1, 1, 1, 250, 10, 0], [1, 2, 3, 250, 4, 4]],
    ["above", [2, 1, 2, 3, 2, 1, 1, 1], [1, 2, 3, 2, 3, 4]],
    ["average", [0, 10, 20, 30, 3, 1, 1, 1], [10, 20, 30, 6, 14, 23]],
    ["Paeth", [0, 10, 20, 30, 4, 1, 1, 1], [10, 20, 30, 11, 21, 31]],
    ["a last row that is cut off", [2, 1, 2, 3, 2, 1], [1, 2, 3, 2]],
  ])("undoes PNG rows: %s", (_, encoded, expected) => {
    expect([...undoPredictor(Uint8Array.from(encoded), png)]).toEqual(expected);
  });

  it("undoes TIFF rows of 8 and 16 bits", () => {
    const tiff = { predictor: 2, colors: 2, bitsPerComponent: 8, columns: 2 };
    expect([...undoPredictor(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), tiff)]).toEqual([1, 2, 4, 6, 5, 6, 12, 14]);
    const wide = { predictor: 2, colors: 1, bitsPerComponent: 16, columns: 2 };
    expect([...undoPredictor(Uint8Array.of(0, 255, 0, 1), wide)]).toEqual([0, 255, 1, 0]);
  });

  it("refuses parameters without sense", () => {
    const data = Uint8Array.of(1, 2, 3);
    for (const wrong of [{ columns: 0 }, { columns: 2 ** 40 }, { predictor: 3 }, { predictor: 99 }]) {
      expect(() => undoPredictor(data, { ...png, ...wrong })).toThrow(unreadable);
    }
    expect(() => undoPredictor(Uint8Array.of(9, 1, 1, 1), png)).toThrow(unreadable);
    expect(() => undoPredictor(data, { ...png, predictor: 2, bitsPerComponent: 4 })).toThrow(unreadable);
  });
});

describe("the small filters", () => {
  it("reads ASCIIHex", () => {
    expect(textOf(decodeAsciiHex(bytesOf("48 65\n6c6C6f>ignored")))).toBe("Hello");
    expect([...decodeAsciiHex(bytesOf("7>"))]).toEqual([0x70]);
    expect(() => decodeAsciiHex(bytesOf("4x>"))).toThrow(unreadable);
  });

  it("reads ASCII85", () => {
    expect(textOf(decodeAscii85(bytesOf('87cURD]i,"Ebo80~>'), 100))).toBe("Hello World!");
    expect([...decodeAscii85(bytesOf("z5u~>"), 100)]).toEqual([0, 0, 0, 0, 0x41]);
    expect(() => decodeAscii85(bytesOf('s8W-"~>'), 100)).toThrow(unreadable);
    expect(() => decodeAscii85(bytesOf("v~>"), 100)).toThrow(unreadable);
    expect(() => decodeAscii85(bytesOf("5~>"), 100)).toThrow(unreadable);
    expect(() => decodeAscii85(bytesOf("z".repeat(100)), 100)).toThrow(limitError);
  });

  it("reads RunLength", () => {
    expect(textOf(decodeRunLength(Uint8Array.of(2, 97, 98, 99, 254, 100, 128, 1), 100))).toBe("abcddd");
    expect(() => decodeRunLength(new Uint8Array(100).fill(129), 100)).toThrow(limitError);
  });

  it("reads LZW: the example of the standard", () => {
    const encoded = Uint8Array.of(0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01);
    expect([...decodeLzw(encoded, 1, 100)]).toEqual([45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    expect(() => decodeLzw(encoded, 1, 5)).toThrow(limitError);
    expect(() => decodeLzw(Uint8Array.of(0xff, 0xff), 1, 100)).toThrow(unreadable);
  });

  it("reads what an encoder of LZW writes, however wide the codes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.constantFrom(0, 1), (data, earlyChange) => {
        expect([...decodeLzw(encodeLzw(data, earlyChange), earlyChange, 1e5)]).toEqual([...data]);
      }),
      { numRuns: 20 },
    );
  });
});

describe("streams", () => {
  const decode = (dictionary: string, data: string) => {
    const pdf = new RawPdf().catalogue();
    pdf.object(3, `<< ${dictionary} /Length ${data.length} >>\nstream\n${data}\nendstream`);
    pdf.object(4, "[/AHx /A85]").object(5, "<< /Predictor 12 /Columns 6 0 R >>").object(6, "2");
    const { last } = read(pdf.table([1, 2, 3, 4, 5, 6]).end().bytes);
    return textOf(last.decode(last.get(3)));
  };

  it("undo several filters, in order, given directly or by reference", () => {
    expect(decode("", "plain")).toBe("plain");
    expect(decode("/Filter /ASCIIHexDecode", "6162>")).toBe("ab");
    expect(decode("/Filter 4 0 R", "35757E3E>")).toBe("A");
    const packed = textOf(deflateSync(Uint8Array.of(0, 97, 98, 2, 1, 1)));
    expect(decode("/Filter [/FlateDecode] /DecodeParms [5 0 R]", packed)).toBe("abbc");
  });

  it("refuse filters that are not known, and too many", () => {
    expect(() => decode("/Filter /DCTDecode", "x")).toThrow(unreadable);
    expect(() => decode(`/Filter [${"/AHx ".repeat(9)}]`, "x")).toThrow(limitError);
  });

  it("count together against the limit", () => {
    const pdf = new RawPdf().catalogue();
    const data = "x".repeat(600);
    pdf.object(3, `<< /Filter /RL /Length 4 >>\nstream\n\x81a\x81a\nendstream`);
    pdf.object(4, `<< /Filter /AHx /Length ${data.length} >>\nstream\n${"61".repeat(300)}\nendstream`);
    const { last } = read(pdf.table([1, 2, 3, 4]).end().bytes, { maxDecodedBytes: 400 });
    expect(last.decode(last.get(3))).toHaveLength(256);
    expect(last.decode(last.get(3))).toHaveLength(256);
    expect(() => last.decode(last.get(4))).toThrow(limitError);
  });
});

/** A plain encoder, which never clears its table before that is full. */
function encodeLzw(data: Uint8Array, earlyChange: number): Uint8Array {
  let bits = "";
  let width = 9;
  let table = new Map<string, number>();
  let next = 258;
  const write = (code: number) => {
    bits += code.toString(2).padStart(width, "0");
  };
  const clear = () => {
    write(256);
    table = new Map(Array.from({ length: 256 }, (_, byte) => [String.fromCharCode(byte), byte]));
    next = 258;
    width = 9;
  };
  clear();
  let prefix = "";
  for (const byte of data) {
    const longer = prefix + String.fromCharCode(byte);
    if (table.has(longer)) {
      prefix = longer;
      continue;
    }
    write(table.get(prefix) ?? 0);
    table.set(longer, next++);
    prefix = String.fromCharCode(byte);
    if (next + earlyChange > 2 ** width && width < 12) width += 1;
    if (next === 4095) clear();
  }
  if (prefix !== "") write(table.get(prefix) ?? 0);
  next += 1;
  if (next + earlyChange > 2 ** width && width < 12) width += 1;
  write(257);
  const groups = bits.match(/.{1,8}/g) ?? [];
  return Uint8Array.from(groups.map((group) => Number.parseInt(group.padEnd(8, "0"), 2)));
}
