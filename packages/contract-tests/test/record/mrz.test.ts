import { describe, expect, it } from "vitest";
import { KnownValues } from "../../src/record/known-values.ts";
import { collectMrz, replaceMrz } from "../../src/record/mrz.ts";
import { checkDigit } from "../../src/record/mrz-layout.ts";
import { StandIns } from "../../src/record/stand-ins.ts";

const recordedAt = new Date("2026-03-03T10:00:00Z");
const key = new TextEncoder().encode("a key of at least sixteen bytes");

/** Replaces a zone as a recording does; further values of the person may be known. */
function replaced(zone: string, further: [kind: "name" | "number" | "date", value: string][] = []) {
  const known = new KnownValues();
  for (const [kind, value] of further) known.add(kind, value);
  collectMrz(zone, known, recordedAt);
  const standIns = new StandIns({ key, recordedAt, known });
  return { text: replaceMrz(zone, { known, standIns, recordedAt }), standIns };
}

function digit(text: string): string {
  return String(checkDigit(text));
}

describe("checkDigit", () => {
  it("gives the digits of the examples of ICAO 9303, part 3", () => {
    expect(["520727", "AB2134<<<"].map(checkDigit)).toEqual([3, 5]);
    expect(["L898902C3", "740812", "120415", "ZE184226B<<<<<"].map(checkDigit)).toEqual([6, 2, 9, 1]);
  });
});

describe("a machine-readable zone", () => {
  const td1 = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"];
  const td2 = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"];
  const td3 = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];

  it("of a card (TD1) is consistent after the replacement", () => {
    const [one = "", two = "", three = ""] = replaced(td1.join("\n")).text.split("\n");
    expect([one, two, three].map((line) => line.length)).toEqual([30, 30, 30]);
    expect(one[14]).toBe(digit(one.slice(5, 14)));
    expect([two[6], two[14]]).toEqual([digit(two.slice(0, 6)), digit(two.slice(8, 14))]);
    expect(two[29]).toBe(digit(one.slice(5) + two.slice(0, 7) + two.slice(8, 15) + two.slice(18, 29)));
    expect(three).toMatch(/^[A-Z]{8}<<[A-Z]{4}<[A-Z]{5}<{10}$/);
    expect(three).not.toMatch(/ERIKSSON|ANNA|MARIA/);
  });

  it("of a small booklet (TD2) and of a passport (TD3) too", () => {
    const [, two = ""] = replaced(td2.join("\n")).text.split("\n");
    expect(two[35]).toBe(digit(two.slice(0, 10) + two.slice(13, 20) + two.slice(21, 35)));
    const [, line = ""] = replaced(td3.join("\n")).text.split("\n");
    expect(line[42]).toBe(digit(line.slice(28, 42)));
    expect(line[43]).toBe(digit(line.slice(0, 10) + line.slice(13, 20) + line.slice(21, 43)));
    expect(line.slice(10, 13) + line[20]).toBe("UTOF");
  });

  it("gives the same in one piece, line by line, and inside white space", () => {
    const { text } = replaced(td3.join("\n"));
    expect(replaced(td3.join("")).text).toBe(text.replace("\n", ""));
    expect(replaced(td3.join(" \r\n ")).text).toBe(text.replace("\n", " \r\n "));
    expect(replaced(td3[0] ?? "").text).toBe(text.split("\n")[0]);
    expect(replaced(td3[1] ?? "").text).toBe(text.split("\n")[1]);
  });

  it("keeps a wrong check digit wrong", () => {
    const wrong = (td3[1] ?? "").replace(/^(.{9})6/, "$17");
    const { text } = replaced([td3[0], wrong].join("\n"));
    const [, line = ""] = text.split("\n");
    expect(line[9]).toBe(String((checkDigit(line.slice(0, 9)) + 1) % 10));
  });

  it("carries a number that is longer than its field on (TD1)", () => {
    const number = "D23145890734";
    const line = `I<UTO${number.slice(0, 9)}<${number.slice(9)}${digit(number)}`.padEnd(30, "<");
    const { text, standIns } = replaced([line, td1[1], td1[2]].join("\n"), [["number", number]]);
    const made = standIns.number(number);
    expect(text.split("\n")[0]).toBe(`I<UTO${made.slice(0, 9)}<${made.slice(9)}${digit(made)}`.padEnd(30, "<"));
  });

  it("knows a name that its field breaks off, and the century of a birth date that is known", () => {
    const names = "P<UTOPAPANDROPOULOS<<JONATHON<ALECCONSTANTIN";
    const further: ["name" | "date", string][] = [
      ["name", "Alecconstantine"],
      ["date", "1912-08-12"],
    ];
    const zone = [names, (td3[1] ?? "").replace("740812", "120812")].join("\n");
    const { text, standIns } = replaced(zone, further);
    const [line = "", second = ""] = text.split("\n");
    expect(line.slice(0, 44).split("<").at(-1)).toBe(standIns.word("ALECCONSTANTINE").slice(0, 14));
    expect(standIns.of("date", "1912-08-12").slice(2).replaceAll("-", "")).toBe(second.slice(13, 19));
  });

  it("of a visa has no check digit for the whole", () => {
    const visa = ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"];
    const [, line = ""] = replaced(visa.join("\n")).text.split("\n");
    expect(line[9]).toBe(digit(line.slice(0, 9)));
    expect(line.slice(28, 38)).toMatch(/^\d[A-Z]{2}\d{6}[A-Z]$/);
  });
});
