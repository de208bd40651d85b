import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DerError } from "../src/der/der-error.ts";
import { type DerElement, type ReadOptions, readDer } from "../src/der/element.ts";
import { readCertificateTime, readTime } from "../src/der/time.ts";
import * as values from "../src/der/values.ts";
import { der } from "../src/testing/index.ts";

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
const read = (hex: string, options?: ReadOptions) => readDer(bytesOf(hex), options);

describe("readDer", () => {
  it("reads a sequence and its members", () => {
    const sequence = read("30 06 02 01 05 04 01 ff");
    expect(sequence.isUniversal(16)).toBe(true);
    expect(sequence.children.map(({ tagNumber }) => tagNumber)).toEqual([2, 4]);
    expect(values.hexOf(sequence.children[1]?.raw ?? new Uint8Array())).toBe("0401ff");
  });

  it("reads tags above 30 and the classes of tags", () => {
    expect(read("bf 81 01 00")).toMatchObject({ tagClass: "context", tagNumber: 129, constructed: true });
    expect(read("5f 1f 00")).toMatchObject({ tagClass: "application", tagNumber: 31 });
    expect(read("c1 00")).toMatchObject({ tagClass: "private", tagNumber: 1 });
  });

  const refused: readonly (readonly [what: string, hex: string])[] = [
    ["nothing", ""],
    ["a tag without a length", "30"],
    ["content that is cut off", "04 05 00"],
    ["a length that is cut off", "04 82 01"],
    ["a length of more than four bytes", "04 85 00 00 00 00 01 00"],
    ["a length that is longer than needed", "04 81 01 00"],
    ["an indefinite length", "30 80 00 00"],
    ["bytes after the element", "05 00 00"],
    ["a long tag that begins with zero", "1f 80 01 00"],
    ["a long tag without an end", "1f ff ff"],
    ["a tag number that is too large", "1f ff ff ff ff 01 00"],
  ];
  it.each(refused)("refuses %s", (_what, hex) => {
    expect(() => read(hex)).toThrow(DerError);
  });

  it("refuses a member that reaches beyond its sequence, and content that reaches beyond the bytes", () => {
    const sequences = der.sequence(der.encode(0x30, Uint8Array.of(4, 2, 0)), der.octetString(Uint8Array.of(1, 2)));
    expect(() => visit(readDer(sequences))).toThrow("cut off");
    expect(() => read("04 05 00", { trailing: "ignore" })).toThrow("cut off");
    expect(() => read("30 80 04 05 00", { allowBer: true, trailing: "ignore" })).toThrow("cut off");
    expect(() => visit(read("30 04 30 80 05 00 00 00", { allowBer: true, trailing: "ignore" }))).toThrow("cut off");
  });

  it("reads indefinite and long lengths when BER is allowed, also inside each other", () => {
    const element = read("30 80 30 80 02 01 05 00 00 04 81 01 07 00 00", { allowBer: true });
    expect(element.children.map(({ tagNumber }) => tagNumber)).toEqual([16, 4]);
    expect(values.integerOf(element.children[0]?.children[0])).toBe(5n);
    expect(() => read("04 80 00 00", { allowBer: true })).toThrow(DerError);
    expect(() => read("30 80 02 01 05", { allowBer: true })).toThrow(DerError);
  });

  it("lets zeros or anything follow when it is told so", () => {
    expect(read("05 00 00 00", { trailing: "zeros" }).tagNumber).toBe(5);
    expect(() => read("05 00 00 01", { trailing: "zeros" })).toThrow(DerError);
    expect(read("05 00 01", { trailing: "ignore" }).tagNumber).toBe(5);
  });

  it("stops at its limits of depth and number", () => {
    const nested = Array.from({ length: 70 }).reduce<Uint8Array>((inner) => der.sequence(inner), new Uint8Array());
    expect(() => visit(readDer(nested))).toThrow("nested too deeply");
    expect(() => visit(readDer(nested, { maxDepth: 80 }))).not.toThrow();
    const many = der.sequence(...Array.from({ length: 50 }, () => der.nullValue()));
    expect(() => visit(readDer(many, { maxElements: 50 }))).toThrow("too many elements");
    expect(() => visit(readDer(many, { maxElements: 51 }))).not.toThrow();
  });
});

describe("values", () => {
  it("reads integers of any size and sign", () => {
    expect(values.integerOf(read("02 01 80"))).toBe(-128n);
    expect(values.integerOf(read("02 09 00 ff ff ff ff ff ff ff ff"))).toBe(18446744073709551615n);
    expect(values.integerOf(read("0a 01 03"))).toBe(3n);
    expect(values.integerHexOf(read("02 02 00 9f"))).toBe("9f");
    expect(values.integerHexOf(read("02 01 f0"))).toBe("-10");
    expect(() => values.integerOf(read("02 00"))).toThrow(DerError);
    expect(() => values.smallIntegerOf(read("02 08 7f ff ff ff ff ff ff ff"))).toThrow(DerError);
  });

  it("reads object identifiers", () => {
    expect(values.oidOf(read("06 09 2a 86 48 86 f7 0d 01 01 0b"))).toBe("1.2.840.113549.1.1.11");
    expect(values.oidOf(read("06 03 88 37 03"))).toBe("2.999.3");
    expect(values.oidOf(read("06 0a 69 83 e8 d4 a5 90 ff ff ff 7f"))).toMatch(/^2\.25\.\d{17,}$/);
    for (const hex of ["06 00", "06 01 86", "06 02 80 01", `06 82 01 01 ${"01".repeat(257)}`, "05 00"]) {
      expect(() => values.oidOf(read(hex)), hex).toThrow(DerError);
    }
  });

  it("reads strings of bits and bytes", () => {
    expect(values.bitStringOf(read("03 02 00 a5"))).toEqual(Uint8Array.of(0xa5));
    expect(values.bitsOf(read("03 02 04 f0"))).toEqual({ bytes: Uint8Array.of(0xf0), unusedBits: 4 });
    expect([...values.namedBitsOf(read("03 03 07 06 80"))]).toEqual([5, 6, 8]);
    for (const hex of ["03 00", "03 01 01", "03 02 08 00", "23 04 03 02 00 01"]) {
      expect(() => values.bitsOf(read(hex)), hex).toThrow(DerError);
    }
    expect(() => values.bitStringOf(read("03 02 04 f0"))).toThrow(DerError);
    expect(values.octetStringOf(read("24 06 04 01 01 04 01 02"))).toEqual(Uint8Array.of(1, 2));
  });

  it("reads booleans, tags around an element, and refuses other types", () => {
    expect(values.booleanOf(read("01 01 ff"))).toBe(true);
    expect(values.booleanOf(read("01 01 00"))).toBe(false);
    expect(() => values.booleanOf(read("01 02 00 00"))).toThrow(DerError);
    expect(values.explicitOf(read("a0 02 05 00")).tagNumber).toBe(5);
    expect(() => values.explicitOf(read("a0 04 05 00 05 00"))).toThrow(DerError);
    expect(() => values.sequenceOf(read("31 00"))).toThrow(DerError);
    expect(() => values.setOf(undefined)).toThrow(DerError);
  });
});

describe("times", () => {
  const timeOf = (tag: number, text: string) => readDer(der.encode(tag, new TextEncoder().encode(text)));
  const utc = (text: string) => timeOf(0x17, text);
  const generalized = (text: string) => timeOf(0x18, text);

  it("takes years of two digits from 50 for the last century", () => {
    expect(readCertificateTime(utc("500101000000Z")).toISOString()).toBe("1950-01-01T00:00:00.000Z");
    expect(readCertificateTime(utc("491231235959Z")).toISOString()).toBe("2049-12-31T23:59:59.000Z");
    expect(readCertificateTime(generalized("99991231235959Z")).toISOString()).toBe("9999-12-31T23:59:59.000Z");
    expect(readCertificateTime(generalized("00500101000000Z")).getUTCFullYear()).toBe(50);
  });

  it("takes in certificates only the form of RFC 5280", () => {
    const others = ["2401010000Z", "240101000000", "240101000000+0100", "240230000000Z", "240101250000Z", "x"];
    for (const text of others) expect(() => readCertificateTime(utc(text)), text).toThrow(DerError);
    expect(() => readCertificateTime(generalized("20240101000000.5Z"))).toThrow(DerError);
    expect(() => readCertificateTime(readDer(der.nullValue()))).toThrow(DerError);
  });

  it("takes elsewhere fractions, offsets and missing seconds as well", () => {
    expect(readTime(generalized("20240101120000.5Z")).toISOString()).toBe("2024-01-01T12:00:00.500Z");
    expect(readTime(generalized("20240101120000,1239Z")).toISOString()).toBe("2024-01-01T12:00:00.123Z");
    expect(readTime(generalized("20240101120000+0130")).toISOString()).toBe("2024-01-01T10:30:00.000Z");
    expect(readTime(utc("2401011200-0800")).toISOString()).toBe("2024-01-01T20:00:00.000Z");
    for (const text of [
      "20240101120000",
      "20240101120000+2500",
      "20240101120000+0060",
      `2024010112${"0".repeat(99)}Z`,
    ]) {
      expect(() => readTime(generalized(text)), text).toThrow(DerError);
    }
  });
});

describe("any bytes", () => {
  const readers: readonly ((element: DerElement) => unknown)[] = [
    ...Object.values(values).filter((value) => typeof value === "function"),
    readCertificateTime,
    readTime,
  ] as readonly ((element: DerElement) => unknown)[];

  it("are read or refused with a DerError by every reader", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (bytes, allowBer) => {
        const element = orDerError(() => readDer(bytes, { allowBer, trailing: "ignore" }));
        if (element === undefined) return;
        orDerError(() => visit(element));
        for (const reader of readers) if (reader !== (values.hexOf as unknown)) orDerError(() => reader(element));
      }),
      { numRuns: 1000 },
    );
  });

  it("that nest or are many are given up early", () => {
    const nestedIndefinite = Buffer.from("3080".repeat(200_000), "hex");
    const manySmall = Buffer.concat([Buffer.from("3080", "hex"), Buffer.from("0500".repeat(500_000), "hex")]);
    for (const bytes of [nestedIndefinite, manySmall]) {
      expect(() => visit(readDer(bytes, { allowBer: true }))).toThrow(DerError);
    }
    values.integerOf(readDer(der.encode(2, new Uint8Array(1_000_000).fill(1))));
  });

  it("that the writer made are read back", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.uint8Array(), (number, bytes) => {
        const [first, second] = values.sequenceOf(readDer(der.sequence(der.integer(number), der.octetString(bytes))));
        expect(values.integerOf(first)).toBe(number);
        expect(values.octetStringOf(second)).toEqual(bytes);
      }),
    );
  });
});

function visit(element: DerElement): void {
  if (element.constructed) for (const child of element.children) visit(child);
}

function orDerError<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    expect(error).toBeInstanceOf(DerError);
    return undefined;
  }
}
