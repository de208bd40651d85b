import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DerError } from "../src/der/der-error.ts";
import { readDer } from "../src/der/element.ts";
import {
  bitsOf,
  booleanOf,
  hexOf,
  integerOf,
  namedBitsOf,
  octetStringOf,
  oidOf,
  sequenceOf,
} from "../src/der/values.ts";
import * as der from "../src/testing/der-writer.ts";

describe("the DER writer", () => {
  it("writes integers that the strict reader reads back", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }), (value) => {
        expect(integerOf(readDer(der.integer(value)))).toBe(value);
      }),
    );
  });

  it.each([
    [0, "020100"],
    [127, "02017f"],
    [128, "02020080"],
    [255, "020200ff"],
    [256, "02020100"],
    [-1, "0201ff"],
    [-128, "020180"],
    [-129, "0202ff7f"],
  ])("writes the integer %i in as few bytes as possible", (value, hex) => {
    expect(hexOf(der.integer(value))).toBe(hex);
  });

  it("writes object identifiers that the reader reads back", () => {
    const arcs = fc.tuple(
      fc.oneof(
        fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 39 })),
        fc.tuple(fc.constant(2), fc.nat()),
      ),
      fc.array(fc.nat()),
    );
    fc.assert(
      fc.property(arcs, ([first, rest]) => {
        const dotted = [...first, ...rest].join(".");
        expect(oidOf(readDer(der.oid(dotted)))).toBe(dotted);
      }),
    );
  });

  it.each(["", "1", "3.1", "1.40", "1.2.x", "1..2"])("refuses %j as an object identifier", (text) => {
    expect(() => der.oid(text)).toThrow(DerError);
  });

  it("writes lengths of one byte and of more", () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
      const bytes = new Uint8Array(length).fill(7);
      expect(octetStringOf(readDer(der.octetString(bytes)))).toEqual(bytes);
    }
  });

  it("puts the members of a set in the order of their bytes", () => {
    expect(hexOf(der.set(der.integer(3), der.boolean(true), der.integer(1)))).toBe("31090101ff020101020103");
  });

  it("leaves zero bits out at the end of a named bit list", () => {
    expect(hexOf(der.namedBits([0]))).toBe("03020780");
    expect(hexOf(der.namedBits([]))).toBe("030100");
    expect(namedBitsOf(readDer(der.namedBits([1, 8])))).toEqual(new Set([1, 8]));
    expect(bitsOf(readDer(der.bitString(Uint8Array.of(0xf0), 4)))).toEqual({
      bytes: Uint8Array.of(0xf0),
      unusedBits: 4,
    });
  });

  it("writes times to the second, from 2050 on with four digits of the year", () => {
    const text = (bytes: Uint8Array) => Buffer.from(bytes.subarray(2)).toString("latin1");
    expect(text(der.time(new Date("2026-05-06T07:08:09.999Z")))).toBe("260506070809Z");
    expect(text(der.time(new Date("2050-01-01T00:00:00Z")))).toBe("20500101000000Z");
  });

  it("writes tags of the context class, constructed and primitive", () => {
    expect(hexOf(der.context(0, der.nullValue()))).toBe("a0020500");
    expect(hexOf(der.contextPrimitive(6, Uint8Array.of(0x61)))).toBe("860161");
  });

  it("writes strings and sequences", () => {
    const [name, isCa] = sequenceOf(readDer(der.sequence(der.utf8String("Müller"), der.boolean(false))));
    expect(Buffer.from(name?.content ?? []).toString("utf8")).toBe("Müller");
    expect(booleanOf(isCa)).toBe(false);
    expect(hexOf(der.printableString("DE"))).toBe("13024445");
    expect(hexOf(der.ia5String("a"))).toBe("160161");
    expect(hexOf(der.enumerated(2))).toBe("0a0102");
  });
});
