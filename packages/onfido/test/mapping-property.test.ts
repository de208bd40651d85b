import { contentSchemas } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OnfidoOrder } from "../src/mapping/order.ts";
import { mapProcess } from "../src/mapping/process.ts";
import { changed, fixture, now } from "./mapping-samples.ts";

const scenarios = [
  "accepted-passport",
  "accepted-driving-licence",
  "inconclusive",
  "rejected",
  "canceled",
  "failed",
  "caution",
  "face-consider",
];
const bodies = scenarios.map((scenario) => fixture(scenario));

/** Every place of a value, as path. */
function placesOf(value: unknown, path: string[] = []): string[][] {
  const here = path.length > 0 ? [path] : [];
  if (typeof value !== "object" || value === null) return here;
  return [...here, ...Object.entries(value).flatMap(([key, child]) => placesOf(child, [...path, key]))];
}

const word = fc.constantFrom("clear", "consider", "unidentified", "suspected", "caution", "rejected", "low", "", "x");
const key = fc.constantFrom(
  "result",
  "subResult",
  "breakdown",
  "breakdowns",
  "properties",
  "reasons",
  "score",
  "chip",
  "__proto__",
);
const anyValue = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 1, arbitrary: fc.constantFrom(null, undefined, true, false, 0, 1) },
  {
    weight: 2,
    arbitrary: fc.dictionary(key, fc.oneof(word, fc.dictionary(key, word, { maxKeys: 2 })), { maxKeys: 3 }),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

/** A response of the document with some values replaced, taken away or added. */
const mutated = fc.constantFrom(...bodies).chain((body) => {
  const place = fc
    .tuple(fc.constantFrom(...placesOf(body)), fc.option(key, { nil: undefined, freq: 3 }))
    .map(([path, extra]) => (extra === undefined ? path : [...path.slice(0, -1), extra]).join("/"));
  return fc.array(fc.tuple(place, anyValue), { minLength: 1, maxLength: 3 }).map((changes) => {
    try {
      // Through text, as it would come: a list with a name beside its elements is no JSON.
      return JSON.parse(JSON.stringify(changed(body, Object.fromEntries(changes)))) as unknown;
    } catch {
      // A change below a value that an earlier one made a word.
      return body as unknown;
    }
  });
});

const order: fc.Arbitrary<OnfidoOrder> = fc.record(
  {
    processType: fc.constantFrom("document", "documentSelfie", "documentVideo"),
    documentTypes: fc.constantFrom(["PASSPORT"], ["DRIVING_LICENSE", "PASSPORT"]),
    outputs: fc.constantFrom(["verification"], ["documentVerification"], ["verification", "documentVerification"]),
    biometricConsent: fc.boolean(),
  },
  { requiredKeys: ["processType"] },
);

const artifact = (digit: number) => ({ $ref: "vault" as const, $id: `5e8de376-caa3-40a8-a998-8627a7d4d00${digit}` });
const artifacts = { front: artifact(1), back: artifact(2), selfie: artifact(3), documentReport: artifact(4) };

const groups = new Set(
  "dataComparison dataValidation dataConsistency imageIntegrity visualAuthenticity policeRecord compromisedDocument ageValidation issuingAuthority faceComparison".split(
    " ",
  ),
);

/**
 * The rule once more, written another way: every result anywhere in a response, as a flat list of what it says.
 * Takes for a result: `result` and `subResult` of anything, the summaries of breakdowns, and what properties say.
 */
function resultsIn(value: unknown, inProperties = false): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => {
    if (child === null || child === undefined || name === "failReason") return [];
    if (inProperties && typeof child === "number") return [];
    const isInformation = typeof child === "string" && (name === "score" || name.endsWith("Id"));
    const isSaying = inProperties && !isInformation;
    if (isSaying && name === "reasons") return child === "" ? [] : [child === "clear" ? "reasons" : child];
    if (name === "result" || name === "subResult" || isSaying) return [child, ...resultsIn(child)];
    if (groups.has(name) && typeof child !== "object") return [child];
    return resultsIn(child, name === "properties");
  });
}

interface Report {
  result?: unknown;
}
interface Response {
  status?: unknown;
  providerSpecific?: { documentVerification?: Report; facialSimilarity?: Report };
}

/** What every verified answer must fulfil. */
function mayBeVerified(raw: unknown, { processType }: OnfidoOrder): boolean {
  const { status, providerSpecific } = raw as Response;
  return (
    status === "accepted" &&
    providerSpecific?.documentVerification?.result === "clear" &&
    (processType === "document" || providerSpecific?.facialSimilarity?.result === "clear") &&
    resultsIn(raw).every((result) => result === "clear")
  );
}

function check(raw: unknown, ordered: OnfidoOrder): void {
  const before = safeText(raw);
  const mapped = mapProcess(raw, { now, order: ordered, artifacts });
  expect(safeText(raw)).toBe(before);
  if (!mapped.ok) {
    expect(mapped.error.code).toBe("invalid_response");
    return;
  }
  if (!mapped.value.final) return;
  if (mapped.value.verdict === "verified") expect(mayBeVerified(raw, ordered)).toBe(true);
  for (const { type, content } of mapped.value.contents) {
    expect(contentSchemas[type].safeParse(content).error).toBeUndefined();
  }
  expect(JSON.parse(JSON.stringify(mapped.value))).toEqual(mapped.value);
  expect(mapProcess(raw, { now, order: ordered, artifacts })).toEqual(mapped);
}

function safeText(raw: unknown): string | undefined {
  try {
    return JSON.stringify(raw);
  } catch {
    return undefined;
  }
}

const settings = { numRuns: 500 };

describe("the mapping, whatever the provider answers", () => {
  it("of mutated responses never throws, is valid, and verified only what is clear", () => {
    fc.assert(fc.property(mutated, order, check), settings);
  });

  it("of random JSON never throws, is valid, and verified only what is clear", () => {
    const withStatus = fc.tuple(fc.jsonValue(), fc.constantFrom("accepted", "failed", "new")).map(([json, status]) => {
      return typeof json === "object" ? { ...json, status } : json;
    });
    fc.assert(fc.property(fc.oneof(withStatus, fc.jsonValue()), order, check), settings);
  });

  it("of any value never throws", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withMap: true, withNullPrototype: true }), order, (raw, ordered) => {
        expect(() => mapProcess(raw, { now, order: ordered })).not.toThrow();
        const inside = { status: "accepted", providerSpecific: raw, finalResult: raw };
        expect(mapProcess(inside, { now, order: ordered })).not.toMatchObject({ value: { verdict: "verified" } });
      }),
      settings,
    );
  });

  it("one result of the accepted passport that is not clear is enough", () => {
    const [passport] = bodies;
    if (passport === undefined) throw new Error("no fixture");
    const places = placesOf(passport).filter((path) => path.at(-1) === "result" || groups.has(path.at(-1) ?? ""));
    const bad = fc.oneof(fc.constantFrom("consider", "unidentified", true, false, 0, ""), fc.string(), fc.double());
    const badPlace = fc.tuple(fc.constantFrom(...places), bad).filter(([, value]) => value !== "clear");
    fc.assert(
      fc.property(badPlace, ([path, value]) => {
        // A breakdown with a word in its place has one result less and one word more; both ways it is not clear.
        const raw = changed(passport, { [path.join("/")]: value });
        const mapped = mapProcess(raw, { now, order: { processType: "documentSelfie" } });
        expect(mapped).toMatchObject({ ok: true, value: { verdict: "inconclusive" } });
      }),
      settings,
    );
  });

  it("the oracle itself lets the accepted responses pass and no other", () => {
    const passing = bodies.map((body) => mayBeVerified(body, { processType: "document" }));
    expect(passing).toEqual([true, true, false, false, false, false, false, false]);
  });
});
