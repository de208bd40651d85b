import { describe, expect, it } from "vitest";
import { DerError } from "../src/der/der-error.ts";
import { countEntries, lookUpEntry } from "../src/revocation/crl-entries.ts";
import { der } from "../src/testing/index.ts";
import { at, day } from "./revocation-setup.ts";

const row = (serialNumber: number, ...more: readonly Uint8Array[]) =>
  der.sequence(der.integer(serialNumber), der.time(at), ...more);
const rows = (...list: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(list));
const extension = (oid: string, ...more: readonly Uint8Array[]) => der.sequence(der.oid(oid), ...more);

describe("the rows of a CRL", () => {
  it("may be long", () => {
    const long = extension("1.2.3", der.octetString(new Uint8Array(70_000)));
    const bytes = rows(row(1, der.sequence(long)), row(2), row(3, der.sequence(long)));
    expect(lookUpEntry(bytes, "2").entries).toEqual([{ revokedAt: at }]);
    expect(lookUpEntry(bytes, "3").entries).toEqual([{ revokedAt: at }]);
    expect(countEntries(bytes)).toBe(3);
  });

  it("are all given when a serial number is there twice", () => {
    const second = der.sequence(der.integer(7), der.generalizedTime(day("2060-01-01")));
    expect(lookUpEntry(rows(row(7), row(8), second), "7").entries).toEqual([
      { revokedAt: at },
      { revokedAt: day("2060-01-01") },
    ]);
  });

  it("name the reason; a number that is not known is unspecified", () => {
    const reason = (number: number) => der.sequence(extension("2.5.29.21", der.octetString(der.enumerated(number))));
    const names = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(
      (number) => lookUpEntry(row(1, reason(number)), "1").entries[0]?.reason,
    );
    expect(names).toEqual([
      "unspecified",
      "keyCompromise",
      "cACompromise",
      "affiliationChanged",
      "superseded",
      "cessationOfOperation",
      "certificateHold",
      "unspecified",
      "removeFromCRL",
      "privilegeWithdrawn",
      "aACompromise",
      "unspecified",
    ]);
  });

  it.each([
    ["critical and known", extension("2.5.29.21", der.boolean(true), der.octetString(der.enumerated(1))), false],
    ["critical and unknown", extension("1.2.3", der.boolean(true), der.octetString(der.nullValue())), true],
    ["not critical, said aloud", extension("1.2.3", der.boolean(false), der.octetString(der.nullValue())), false],
    ["certificateIssuer", extension("2.5.29.29", der.boolean(true), der.octetString(der.sequence())), true],
  ])("have extensions: %s", (_name, one, hasUnknownCritical) => {
    expect(lookUpEntry(rows(row(1, der.sequence(one)), row(2)), "5")).toEqual({ entries: [], hasUnknownCritical });
  });

  it.each([
    ["a row that is no sequence", der.integer(1)],
    ["a row without a serial number", der.sequence(der.time(at))],
    ["a row without a date", der.sequence(der.integer(1))],
    ["a row with something else after the date", row(1, der.integer(1))],
    ["a row with more after the extensions", row(1, der.sequence(), der.nullValue())],
    ["an extension that is none", row(1, der.sequence(der.integer(1)))],
    ["an extension without a value", row(1, der.sequence(der.sequence(der.oid("1.2.3"))))],
    ["an extension with a long boolean", row(1, der.sequence(extension("1.2.3", Uint8Array.of(1, 2, 0, 0))))],
    ["a row that is cut off", row(1).subarray(0, 10)],
    ["a row of which the length is cut off", Uint8Array.of(0x30)],
    ["an indefinite length", Uint8Array.of(0x30, 0x80, 0, 0)],
    ["a length of five bytes", Uint8Array.of(0x30, 0x85, 0, 0, 0, 0, 0)],
    ["a length that is longer than needed", Uint8Array.of(0x30, 0x81, 0)],
    ["another one", Uint8Array.of(0x30, 0x82, 0, 0x80)],
    ["a tag of several bytes", Uint8Array.of(0x3f, 0x81, 0, 0)],
  ])("are refused as a whole for %s", (_name, broken) => {
    expect(() => lookUpEntry(rows(row(2), broken), "2")).toThrow(DerError);
  });
});
