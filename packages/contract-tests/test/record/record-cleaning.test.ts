import type { JsonObject, JsonValue } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { type RecordOptions, recordScenario } from "../../src/index.ts";
import { checkDigit } from "../../src/record/mrz-layout.ts";
import { messages, person, process, recordingOf } from "./assure-traffic.ts";
import { type HarMessage, harOf } from "./har-of-run.ts";

interface Recorded {
  scenario: JsonObject & { exchanges: (JsonObject & { url: string; body?: string })[]; sensitive?: string[] };
  files: Map<string, Uint8Array>;
  /** The JSON body of the last exchange. */
  last: JsonObject;
}

async function record(options: RecordOptions): Promise<Recorded> {
  const result = await recordScenario(options);
  if (!result.ok) throw result.error;
  const { files } = result.value;
  const json = (name: string) => JSON.parse(Buffer.from(files.get(name) ?? []).toString()) as JsonObject;
  const scenario = json("scenario.json") as Recorded["scenario"];
  const body = scenario.exchanges.at(-1)?.body;
  return { scenario, files, last: body === undefined ? {} : json(body) };
}

/** Records one answer and gives it back cleaned. */
async function cleaned(body: JsonValue, more: Partial<RecordOptions> = {}): Promise<JsonObject> {
  return (await record(recordingOf([{ url: "https://api.provider.example/things", body }], more))).last;
}

function yearsBefore(years: number): string {
  return `${2026 - years}-03-03`;
}

describe("the stand-ins of a recording", () => {
  it("are the same for a value in every spelling and place", async () => {
    const { last, scenario } = await record(recordingOf());
    const { finalResult, providerSpecific } = last as typeof process;
    const { documentVerification } = providerSpecific;
    expect(documentVerification.first_name.toUpperCase()).toBe(finalResult.firstName);
    expect(documentVerification.last_name.toUpperCase()).toBe(finalResult.lastName);
    expect(providerSpecific.facialSimilarity.breakdowns.faceComparison.faceMatch.properties.documentId).toBe(
      last.processId,
    );
    expect(scenario.exchanges.at(-1)?.url).toContain(String(last.processId));
    expect(scenario.exchanges[1]?.headers).toEqual({
      location: expect.stringMatching(/^\/assure\/dossiers\/[0-9a-f-]{36}$/),
    });
    const sent = scenario.exchanges[1]?.sends as JsonObject;
    expect(scenario.exchanges.at(-1)?.url).toContain(encodeURIComponent(String(sent.externalReference)));
  });

  it("leave states, words of fixed lists, scores and times of the traffic as they are", async () => {
    const { last } = await record(recordingOf());
    const { status, depictions, createdAt, provider } = process;
    expect(last).toMatchObject({ status, depictions, createdAt, provider });
    expect(last.finalResult).toMatchObject({
      documentType: "passport",
      issuingCountry: "NLD",
      similarityScore: "medium",
    });
    expect(last.providerSpecific).toMatchObject({
      documentVerification: { gender: "female", nationality: "NLD", subResult: "clear" },
      facialSimilarity: { breakdowns: { faceComparison: { faceMatch: { properties: { score: 0.6512 } } } } },
    });
  });

  it("agree with the fields in the machine-readable zone, whose check digits are right again", async () => {
    const { last } = await record(recordingOf());
    const { finalResult, providerSpecific } = last as typeof process;
    const { mrzLine1, mrzLine2, personalIdentificationNumber } = providerSpecific.documentVerification;
    const [given = ""] = finalResult.firstName.split(" ");
    expect(mrzLine1).toMatch(new RegExp(`^P<NLD[A-Z]+<[A-Z]+<<${given}<[A-Z]+<+$`));
    expect(mrzLine1.replaceAll("<", "")).toContain(finalResult.lastName.replace(/['-]/g, ""));
    expect(mrzLine2.slice(0, 9)).toBe(finalResult.documentNumber);
    expect(mrzLine2.slice(13, 19)).toBe(finalResult.dateOfBirth.slice(2).replaceAll("-", ""));
    expect(mrzLine2.slice(21, 27)).toBe(finalResult.dateOfExpiry.slice(2).replaceAll("-", ""));
    expect(mrzLine2.slice(28, 38)).toBe(personalIdentificationNumber.replace("-", ""));
    expect([mrzLine1.length, mrzLine2.length, mrzLine2.slice(10, 13), mrzLine2[20]]).toEqual([44, 44, "NLD", "F"]);
    for (const [at, from, to] of [
      [9, 0, 9],
      [19, 13, 19],
      [27, 21, 27],
      [42, 28, 42],
    ] as const) {
      expect(mrzLine2[at]).toBe(String(checkDigit(mrzLine2.slice(from, to))));
    }
    const composite = mrzLine2.slice(0, 10) + mrzLine2.slice(13, 20) + mrzLine2.slice(21, 43);
    expect(mrzLine2[43]).toBe(String(checkDigit(composite)));
  });

  it("keep the form of what they stand for", async () => {
    const body = {
      documentNumber: "AB 123-xyz",
      phoneNumber: "+31 6 1234 5678",
      ipAddress: "2a02:a45f::17",
      email: "someone@mail.example.org",
      id: "chk_77ab",
      dateOfBirth: "23.11.1984",
      sdk_token: "header.payload",
      birthdate: "1984-11-23T00:00:00Z",
      city: "Bergen op Zoom",
      given_name: "Ольга",
      surname: "王小明",
      birthYear: 1984,
      bornAt: "1971-02-03T00:00:00Z",
      updatedAt: "2025-12-24T18:00:00.1234567Z",
      iat: 1_772_532_000,
    };
    const last = await cleaned(body);
    expect(last).toEqual({
      documentNumber: expect.stringMatching(/^[A-Z]{2} \d{3}-[a-z]{3}$/),
      phoneNumber: expect.stringMatching(/^\+31 \d \d{4} \d{4}$/),
      ipAddress: expect.stringMatching(/^2001:db8::/),
      email: expect.stringMatching(/^person-[0-9a-f]{10}@example\.com$/),
      id: expect.stringMatching(/^chk_\d\d[a-z]{2}$/),
      dateOfBirth: expect.stringMatching(/^\d\d\.\d\d\.\d{4}$/),
      sdk_token: expect.stringMatching(/^[a-z]{14}$/),
      birthdate: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00Z$/),
      city: expect.stringMatching(/^[A-Z][a-z]{5} [a-z]{2} [A-Z][a-z]{3}$/),
      given_name: expect.stringMatching(/^\p{Lu}\p{Script=Cyrillic}{4}$/u),
      surname: expect.stringMatching(/^\p{Script=Han}{3}$/u),
      birthYear: expect.any(Number),
      bornAt: expect.stringMatching(/^19\d\d-\d\d-\d\dT00:00:00Z$/),
      updatedAt: body.updatedAt,
      iat: body.iat,
    });
    for (const [name, value] of Object.entries(body).slice(0, -2)) expect(last[name], name).not.toBe(value);
    const [day, month, year] = String(last.dateOfBirth).split(".");
    expect(last.birthdate).toBe(`${year}-${month}-${day}T00:00:00Z`);
  });

  it.each([
    ["of age by a day", yearsBefore(18), (date: string) => date <= yearsBefore(18)],
    ["a day too young", "2008-03-04", (date: string) => date > yearsBefore(18) && date <= yearsBefore(16)],
    ["expired yesterday", "2026-03-02", (date: string) => date <= "2026-03-03"],
    ["valid until tomorrow", "2026-03-04", (date: string) => date > "2026-03-03"],
  ])("keep a date on its side of the recording: %s", async (_, date, isSame) => {
    const last = await cleaned({ validUntil: date });
    expect(last.validUntil).not.toBe(date);
    expect(String(last.validUntil)).toSatisfy(isSame);
  });

  it("stand for a value inside longer texts, in other date forms and without accents", async () => {
    const message = "Born 23 Nov 1984 (11/23/1984): Joergine Muller, JORGINE, no. kx73t9021; page passport.";
    const { last } = await record(
      recordingOf([...messages, { url: "https://api.provider.example/note", body: { message } }], {
        keep: ["message"],
      }),
    );
    expect(last.message).toMatch(
      /^Born \d\d [A-Z][a-z]{2} 19\d\d \(\d\d\/\d\d\/19\d\d\): \w+ \w+, [A-Z]+, no\. \w{9}; page passport\.$/,
    );
    expect(last.message).not.toMatch(/23 Nov 1984|11\/23|joergine|muller|jorgine|kx73t9021/i);
  });

  it("differ from key to key, and are the same bytes for the same key", async () => {
    const [one, again, other] = await Promise.all(
      [recordingOf(), recordingOf(), recordingOf(messages, { key: "another key of sixteen bytes" })].map(record),
    );
    expect(again?.files).toEqual(one?.files);
    const names = [one, other].map((recorded) => (recorded as Recorded).last.finalResult as JsonObject);
    for (const member of ["firstName", "lastName", "dateOfBirth", "documentNumber"] as const) {
      expect(names[0]?.[member]).not.toBe(names[1]?.[member]);
    }
  });

  it("are listed as sensitive, but for references", async () => {
    const { scenario, last } = await record(recordingOf());
    const { finalResult } = last as typeof process;
    expect(scenario.sensitive).toEqual(
      expect.arrayContaining([finalResult.firstName, finalResult.documentNumber, finalResult.dateOfBirth]),
    );
    expect(scenario.sensitive).not.toContain(last.processId);
  });
});

describe("what the caller says", () => {
  it("names personal values and secrets wherever they stand", async () => {
    const body = { note: "WILLEKE", tags: ["hush-5512", "x"] };
    const last = await cleaned(body, { personalData: ["Willeke"], secrets: ["hush-5512"] });
    expect(last.note).toMatch(/^[A-Z]{7}$/);
    expect(JSON.stringify(last)).not.toMatch(/willeke|hush-5512/i);
  });

  it("adds rows for members by name or path, before the tables", async () => {
    const body = { handle: "speedy", list: [{ x: "one two" }], note: "As ordered." };
    const last = await cleaned(body, { members: { HANDLE: "name", "$.list[].x": "text" }, keep: ["$.note"] });
    expect(last).toEqual({
      handle: expect.stringMatching(/^(?!speedy)[a-z]{6}$/),
      list: [{ x: expect.stringMatching(/^(?!one two)[a-z]{3} [a-z]{3}$/) }],
      note: "As ordered.",
    });
  });

  it("is cleaned too: options, work and expectations hold the same stand-ins", async () => {
    const { scenario, files } = await record(
      recordingOf(messages, {
        options: { clientId: "client-77", clientSecret: "hush-hush-55" },
        work: { inputs: { subject: { ipAddress: person.ipAddress } } },
        expected: {
          verdict: "verified",
          dataBlocks: [{ type: "basicIdentity", content: { givenName: person.firstName } }],
        },
        title: "The case of Jørgine",
      }),
    );
    const all = Buffer.concat([...files.values()]).toString();
    expect(all).not.toMatch(/hush-hush|client-77|82\.94|jørgine/i);
    const location = scenario.exchanges[2]?.sends as { processParameters: { location: { ipAddress: string } } };
    expect(scenario.work).toEqual({ inputs: { subject: location.processParameters.location } });
  });

  it("tells entries of the provider from all others, which are only counted", async () => {
    const others: HarMessage[] = [
      { url: "https://jorgine.example.net/private", body: { secret: "x" } },
      { url: "https://cdn.example.net/a.js" },
      { method: "OPTIONS", url: "https://api.provider.example/assure" },
      { url: "https://api.provider.example/app.css" },
      { url: "https://api.provider.example/aborted", status: 0 },
    ];
    const result = await recordScenario(recordingOf([...others, ...messages]));
    expect(result).toMatchObject({ ok: true, value: { dropped: { otherHosts: 2, noise: 2, unanswered: 1 } } });
  });

  it("orders entries by time, not by their place in the file", async () => {
    const late = { url: "https://api.provider.example/second", at: "2026-03-03T11:00:00.000+01:00", body: {} };
    const early = { url: "https://api.provider.example/first", at: "2026-03-03T09:59:00.000Z", body: {} };
    const { scenario } = await record(recordingOf([late, early]));
    expect(scenario.exchanges.map(({ url }) => url)).toEqual([early.url, late.url]);
    expect(scenario.startsAt).toBe(early.at);
  });

  it("puts the kit's own addresses in the place of its own", async () => {
    const traffic: HarMessage[] = [
      {
        method: "POST",
        url: "https://api.provider.example/start",
        sent: {
          mimeType: "application/json",
          text: JSON.stringify({
            redirectUrl: "https://idv.customer.org/cb/assure/return",
            doneUrl: "https://shop.customer.org/ok",
          }),
        },
        body: { url: "https://player.other.org/p?code=abcdef123" },
      },
    ];
    const own = {
      callbackBaseUrl: "https://idv.customer.org/cb/assure/",
      hosts: ["API.provider.example"],
      returnUrl: "https://shop.customer.org/ok",
    };
    const { scenario, last } = await record(recordingOf(traffic, own));
    expect(scenario.exchanges[0]?.sends).toEqual({
      redirectUrl: "https://rp.example/idv/assure/return",
      doneUrl: "https://rp.example/done",
    });
    expect(last.url).toMatch(/^https:\/\/[a-z]+\.example\/p\?code=[a-z]{6}\d{3}$/);
  });
});

describe("a HAR", () => {
  it("is refused with the path of what is missing", async () => {
    const har = harOf(messages) as { log: { entries: { request: JsonObject }[] } };
    delete har.log.entries[2]?.request.url;
    const result = await recordScenario({ ...recordingOf(), har });
    expect(!result.ok && result.error.message).toBe("har: log.entries[2].request.url: invalid_type");
  });

  it("needs a key that cannot be guessed, and an entry of the provider", async () => {
    expect(await recordScenario(recordingOf(messages, { key: "short" }))).toMatchObject({
      error: { code: "configuration" },
    });
    const result = await recordScenario(recordingOf(messages, { hosts: ["api.other.example"] }));
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });
});
