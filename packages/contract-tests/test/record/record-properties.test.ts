import type { JsonObject } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RecordOptions, recordScenario } from "../../src/index.ts";
import { recordingOf } from "./assure-traffic.ts";
import { chancesOf, type MadeUpPerson, madeUpPerson, trafficAbout } from "./made-up-person.ts";

/** A person and their traffic; a failing test names the run, which gives the same traffic again. */
function madeUpRun(run: number) {
  const chances = chancesOf(run);
  const person = madeUpPerson(chances);
  return { run, person, options: recordingOf(trafficAbout(person, chances), { keep: ["messages"] }) };
}

const runs = Array.from({ length: 80 }, (_, run) => madeUpRun(run));

async function filesOf(options: RecordOptions): Promise<Map<string, string>> {
  const result = await recordScenario(options);
  if (!result.ok) throw result.error;
  return new Map([...result.value.files].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
}

function json(text: string | undefined): JsonObject {
  return JSON.parse(text ?? "null") as JsonObject;
}

/** Without dates: there are only some hundreds to choose from. */
function sensitiveIn(files: Map<string, string>): string[] {
  const texts = json(files.get("scenario.json")).sensitive as string[];
  return texts.filter((text) => !/^\d{4}-\d\d-\d\d$/.test(text));
}

/** The strings of a person that must be gone: values, and the words of names and addresses. */
function stringsOf(person: MadeUpPerson): string[] {
  const { mrz, firstName, lastName, street, ...rest } = person;
  const words = [firstName, lastName, street].flatMap((text) => text.split(/[ '-]/));
  const all = [...Object.values(rest), firstName, lastName, ...mrz.split("\n"), "QUIXOTRA", "ZEBULINDA", ...words];
  return all.filter((text) => text.length >= 4);
}

/** The spellings in which somebody could still read a string. */
function spellingsOf(text: string): string[] {
  const cases = [text, text.toLowerCase(), text.toUpperCase()];
  return cases.flatMap((one) => {
    const base64 = [0, 1, 2].map((offset) => {
      const whole = Buffer.from("\0".repeat(offset) + one).toString("base64");
      return whole.replace(/=+$/, "").slice(offset === 0 ? 0 : offset + 1, -1);
    });
    const encoded = [encodeURIComponent(one), new URLSearchParams({ x: one }).toString().slice(2)];
    const long = [...base64, Buffer.from(one).toString("hex")].filter((form) => form.length > 4);
    return [one, ...encoded, ...long, [...one].reverse().join("")];
  });
}

describe("for any person and traffic", () => {
  it("no personal string or secret survives, in any case or encoding", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat().map(madeUpRun), async ({ run, person, options }) => {
        const files = await filesOf(options);
        const all = [...files].flat().join("\n").normalize("NFC");
        for (const text of stringsOf(person)) {
          for (const spelling of spellingsOf(text)) {
            expect(all.includes(spelling), `run ${run}: ${text} as ${spelling}`).toBe(false);
          }
        }
      }),
    );
  });

  it("the same input and key give the same bytes, whatever the order in the file", async () => {
    for (const { run, options } of runs.slice(0, 20)) {
      const har = structuredClone(options.har) as { log: { entries: unknown[] } };
      expect(await filesOf({ ...options, har }), `run ${run}`).toEqual(await filesOf(options));
    }
  });

  it("one value has one stand-in, and two values have two", async () => {
    for (const { run, person, options } of runs) {
      const files = await filesOf(options);
      const scenario = json(files.get("scenario.json")) as {
        exchanges: { url: string; sends: JsonObject; headers: JsonObject }[];
      };
      const [, created, read] = scenario.exchanges;
      const body = json(files.get("people-2.json")) as {
        person: JsonObject;
        again: { deep: JsonObject }[];
        contact: JsonObject;
        messages: string[];
      };
      const firstName = String(body.person.firstName ?? body.person.first_name);
      const birth = String(body.person.dateOfBirth ?? body.person.date_of_birth);
      const number = String(body.person.documentNumber ?? body.person.document_number);
      const reference = String(created?.sends.reference);
      expect(created?.sends, `run ${run}`).toMatchObject({ given_name: firstName, phone: body.contact.phone });
      expect(String(body.again[0]?.deep.given_names).toLowerCase()).toBe(firstName.toLowerCase());
      expect(body.messages[1]?.toLowerCase()).toContain(firstName.toLowerCase());
      expect(body.messages[2]).toBe(`${number}/${reference} of ${birth.split("-").reverse().join(".")}`);
      expect(body.messages[5]).toBe(body.person.mrz);
      expect(read?.url).toMatch(new RegExp(`/${reference}$`));
      expect(created?.headers.location).toContain(`/${reference}?`);
      expect(String(body.person.mrz).split("\n")[1]?.slice(0, 9)).toBe(number);
      const all = [
        firstName,
        birth,
        number,
        reference,
        body.contact.email,
        body.contact.phone,
        body.person.personalNumber,
      ];
      expect(new Set(all).size).toBe(all.length);
      expect(number).not.toBe(person.documentNumber);
    }
  });

  it("two keys have no stand-in in common, but for a date by chance", async () => {
    for (const { run, options } of runs.slice(0, 20)) {
      const [one, other] = await Promise.all([
        filesOf(options),
        filesOf({ ...options, key: "quite another long key" }),
      ]);
      const sensitive = [one, other].map((files) => sensitiveIn(files));
      expect(
        sensitive[0]?.filter((text) => sensitive[1]?.includes(text)),
        `run ${run}`,
      ).toEqual([]);
    }
  });
});
