import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSameName } from "../src/certificate/certificate.ts";
import { readDistinguishedName } from "../src/certificate/distinguished-name.ts";
import { isWithinName, nameKey } from "../src/certificate/same-name.ts";
import { readDer } from "../src/der/element.ts";
import { der } from "../src/testing/index.ts";

const commonName = "2.5.4.3";
const bytes = (text: string) => new TextEncoder().encode(text);
const printable = (text: string) => der.encode(0x13, bytes(text));
const attribute = (value: Uint8Array, oid = commonName) => der.sequence(der.oid(oid), value);
const nameOf = (...relativeNames: readonly Uint8Array[]) =>
  readDistinguishedName(readDer(der.sequence(...relativeNames)));
const named = (value: Uint8Array) => nameOf(der.set(attribute(value)));

describe("the text of a name", () => {
  it("has the most specific part first and escapes what RFC 4514 reserves", () => {
    const name = nameOf(
      der.set(attribute(printable("NO"), "2.5.4.6")),
      der.set(attribute(printable("Kari"), "2.5.4.42"), attribute(printable("E"), "2.5.4.4")),
      der.set(attribute(der.utf8String(' #a"b+c\\d\0 '), commonName)),
    );
    expect(name.text).toBe('CN=\\ #a\\"b\\+c\\\\d\\00\\ ,SN=E+GN=Kari,C=NO');
    expect(named(der.utf8String("#1")).text).toBe("CN=\\#1");
    expect(nameOf().text).toBe("");
  });

  it("reads every kind of string, and shows others in hexadecimal", () => {
    expect(named(der.encode(0x14, Uint8Array.of(0x4b, 0xe5))).text).toBe("CN=Kå");
    expect(named(der.encode(0x1e, Uint8Array.of(0, 0x4b, 0, 0xe5))).text).toBe("CN=Kå");
    expect(named(der.encode(0x1c, Uint8Array.of(0, 0, 0, 0x4b, 0, 1, 0xf6, 0))).text).toBe("CN=K😀");
    expect(named(der.encode(0x1c, Uint8Array.of(0xff, 0, 0, 0))).text).toBe("CN=\ufffd");
    expect(named(der.encode(0x0c, Uint8Array.of(0x4b, 0xe5))).text).toBe("CN=Kå");
    expect(named(der.integer(5)).text).toBe("CN=\\#020105");
    expect(nameOf(der.set(attribute(printable("x"), "1.2.3"))).text).toBe("1.2.3=x");
  });
});

describe("isSameName", () => {
  it("does not see case, kind of string or number of spaces", () => {
    expect(isSameName(named(printable("Example  Root ")), named(der.utf8String("EXAMPLE root")))).toBe(true);
    expect(isSameName(named(der.utf8String("Ås")), named(der.encode(0x1e, Uint8Array.of(0, 0xc5, 0, 0x73))))).toBe(
      true,
    );
  });

  it("sees other values, types, orders and groups", () => {
    const one = der.set(attribute(printable("a")));
    const two = der.set(attribute(printable("b")));
    expect(isSameName(nameOf(one), nameOf(two))).toBe(false);
    expect(isSameName(nameOf(one), nameOf(der.set(attribute(printable("a"), "2.5.4.10"))))).toBe(false);
    expect(isSameName(nameOf(one, two), nameOf(two, one))).toBe(false);
    expect(isSameName(nameOf(one, two), nameOf(one))).toBe(false);
    expect(isSameName(nameOf(one, two), nameOf(der.set(attribute(printable("a")), attribute(printable("b")))))).toBe(
      false,
    );
  });

  it("does not see the order inside a relative name", () => {
    const [one, two] = [attribute(printable("a")), attribute(printable("b"), "2.5.4.10")];
    expect(isSameName(nameOf(der.encode(0x31, one, two)), nameOf(der.encode(0x31, two, one)))).toBe(true);
  });

  it("cannot be led astray by what looks like the end of a value", () => {
    const tricky = fc.array(fc.constantFrom("a", '"', ",", "]", "[", "=", "+", "\\", commonName), { maxLength: 6 });
    const name = fc.array(
      fc.array(
        tricky.map((parts) => `x${parts.join("")}`),
        { minLength: 1, maxLength: 3 },
      ),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(name, name, (left, right) => {
        const [first, second] = [left, right].map((groups) =>
          nameOf(...groups.map((group) => der.set(...group.map((text) => attribute(der.utf8String(text)))))),
        );
        if (first === undefined || second === undefined) return;
        const isEqual =
          JSON.stringify(left.map((group) => group.toSorted())) ===
          JSON.stringify(right.map((group) => group.toSorted()));
        expect(nameKey(first) === nameKey(second)).toBe(isEqual);
      }),
    );
  });
});

describe("isWithinName", () => {
  it("asks for the same first relative names", () => {
    const country = der.set(attribute(printable("NO"), "2.5.4.6"));
    const holder = der.set(attribute(printable("Kari")));
    expect(isWithinName(nameOf(country, holder), nameOf(der.set(attribute(der.utf8String("no"), "2.5.4.6"))))).toBe(
      true,
    );
    expect(isWithinName(nameOf(country, holder), nameOf())).toBe(true);
    expect(isWithinName(nameOf(holder), nameOf(country))).toBe(false);
    expect(isWithinName(nameOf(country), nameOf(country, holder))).toBe(false);
  });
});
