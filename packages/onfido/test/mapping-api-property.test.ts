import { inspect } from "node:util";
import { contentSchemas, type IdvResult, type MappedStatus, type MappingContext } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapCheck, mapReopenedCheck } from "../src/mapping/check.ts";
import type { OnfidoOrder } from "../src/mapping/order.ts";
import { mapWorkflowRun } from "../src/mapping/workflow-run.ts";
import { reportNames } from "../src/testing/api/report-names.ts";
import { checkOf, clearOutput, clearReports, report, runOf, taskOutput } from "./mapping-api-samples.ts";
import { changed, type Json, now } from "./mapping-samples.ts";

type Map = (raw: unknown, context: MappingContext<OnfidoOrder>) => IdvResult<MappedStatus>;

const tasks = () => Object.values(clearOutput()).map((output, index) => ({ task_def_id: `task_${index}`, output }));
const sandbox = (["clear", "caution", "suspected", "rejected"] as const).map((subResult) => [
  report("document", {}, { subResult }),
  report("facial_similarity_photo", {}, { consider: subResult === "suspected" }),
]);
const checks = [...sandbox, [...clearReports(), report("known_faces"), report("watchlist_aml")]].map((reports) =>
  checkOf(reports),
);
const runs = [
  ...sandbox.map((reports) => runOf(reports.map(taskOutput))),
  runOf({ decision: "clear" }, {}, tasks()),
  runOf(clearOutput(), { "workflowRun/status": "declined" }),
];

/** Every place of a value, as path. */
function placesOf(value: unknown, path: string[] = []): string[][] {
  const here = path.length > 0 ? [path] : [];
  if (typeof value !== "object" || value === null) return here;
  return [...here, ...Object.entries(value).flatMap(([key, child]) => placesOf(child, [...path, key]))];
}

const word = fc.constantFrom(
  "clear",
  "consider",
  "unidentified",
  "suspected",
  "caution",
  "rejected",
  "complete",
  "x",
  "",
);
const key = fc.constantFrom(
  "result",
  "sub_result",
  "breakdown",
  "breakdowns",
  "properties",
  "name",
  "uuid",
  "status",
  "chip",
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

/** An answer with some values replaced, taken away or added. */
function mutated(bodies: readonly Json[]): fc.Arbitrary<unknown> {
  return fc.constantFrom(...bodies).chain((body) => {
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
}

const order: fc.Arbitrary<OnfidoOrder> = fc.record(
  {
    processType: fc.constantFrom("document", "documentSelfie", "documentVideo"),
    documentTypes: fc.constantFrom(["PASSPORT"], ["DRIVING_LICENSE", "PASSPORT"]),
    reports: fc.subarray([...reportNames], { maxLength: 3 }),
    drivingLicenceExtras: fc.boolean(),
    biometricConsent: fc.boolean(),
  },
  { requiredKeys: ["processType"] },
);

/** The results of reports once more, found another way: `result` and `sub_result` anywhere, and what their properties say. */
function resultsIn(value: unknown, inBreakdown = false, inProperties = false): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => {
    if (child === null || child === undefined) return [];
    if (inProperties && (typeof child === "number" || (typeof child === "string" && /score|_id$/.test(name))))
      return [];
    if (inProperties || name === "result" || name === "sub_result") return [child];
    return resultsIn(child, inBreakdown || /^breakdowns?$/.test(name), inBreakdown && name === "properties");
  });
}

interface CheckBody {
  check?: { status?: unknown; result?: unknown };
  reports?: { name?: unknown; result?: unknown }[];
}
interface RunBody {
  workflowRun?: { status?: unknown; error?: unknown; output?: unknown };
  tasks?: unknown;
}

/** What every verified check must fulfil. */
function mayBeVerifiedCheck(raw: unknown, { processType, reports: ordered = [] }: OnfidoOrder): boolean {
  const { check, reports = [] } = raw as CheckBody;
  const clearNames = reports.filter(({ result }) => result === "clear").map(({ name }) => name);
  const has = (kind: RegExp) => clearNames.some((name) => typeof name !== "string" || kind.test(name));
  return (
    check?.status === "complete" &&
    check.result === "clear" &&
    has(/^document/) &&
    (processType === "document" || has(/^facial/)) &&
    ordered.every((name) => reports.some((one) => one.name === name)) &&
    resultsIn([{ ...check, tags: null }, reports]).every((result) => result === "clear")
  );
}

/** What every verified run must fulfil. */
function mayBeVerifiedRun(raw: unknown): boolean {
  const { workflowRun } = raw as RunBody;
  return (
    workflowRun?.status === "approved" &&
    (workflowRun.error ?? null) === null &&
    resultsIn({ ...workflowRun, tags: null }).every((result) => result === "clear")
  );
}

function check(map: Map, raw: unknown, ordered: OnfidoOrder, mayBeVerified: typeof mayBeVerifiedCheck): void {
  const before = JSON.stringify(raw);
  const mapped = map(raw, { now, order: ordered });
  expect(JSON.stringify(raw)).toBe(before);
  expect(map(raw, { now, order: ordered })).toEqual(mapped);
  if (!mapped.ok) {
    expect(mapped.error.code).toBe("invalid_response");
    return;
  }
  expect(JSON.parse(JSON.stringify(mapped.value))).toEqual(mapped.value);
  if (!mapped.value.final) return;
  if (mapped.value.verdict === "verified") expect(mayBeVerified(raw, ordered)).toBe(true);
  for (const { type, content } of mapped.value.contents) {
    expect(contentSchemas[type].safeParse(content).error).toBeUndefined();
  }
}

const settings = { numRuns: 500 };
const mappers: [string, Map, (inside: unknown) => unknown][] = [
  ["mapCheck", mapCheck, (inside) => ({ check: { status: "complete", result: "clear" }, reports: [inside, inside] })],
  ["mapReopenedCheck", mapReopenedCheck, (inside) => ({ check: { status: "reopened" }, reports: inside })],
  [
    "mapWorkflowRun",
    mapWorkflowRun,
    (inside) => ({ workflowRun: { status: "approved", output: inside }, tasks: inside }),
  ],
];

describe("the mapping of Onfido's API, whatever it answers", () => {
  it("of mutated checks is valid, and verified only what is clear", () => {
    fc.assert(
      fc.property(mutated(checks), order, (raw, ordered) => check(mapCheck, raw, ordered, mayBeVerifiedCheck)),
      settings,
    );
  });

  it("of mutated checks that were opened again is never verified", () => {
    fc.assert(
      fc.property(mutated(checks), order, (raw, ordered) => check(mapReopenedCheck, raw, ordered, () => false)),
      settings,
    );
  });

  it("of mutated runs is valid, and verified only what is clear", () => {
    fc.assert(
      fc.property(mutated(runs), order, (raw, ordered) => check(mapWorkflowRun, raw, ordered, mayBeVerifiedRun)),
      settings,
    );
  });

  it("the oracles themselves let the clear answers pass and no other", () => {
    const selfie: OnfidoOrder = { processType: "documentSelfie" };
    expect(checks.map((raw) => mayBeVerifiedCheck(raw, selfie))).toEqual([true, false, false, false, true]);
    expect(runs.map((raw) => mayBeVerifiedRun(raw))).toEqual([true, false, false, false, true, false]);
  });

  it.each(mappers)("%s never throws, and verifies nothing of it", (_, map, around) => {
    const anything = fc.oneof(
      fc.anything({ withBigInt: true, withMap: true, withNullPrototype: true }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(anything, order, (value, ordered) => {
        const context = { now, order: ordered };
        expect(() => map(value, context)).not.toThrow();
        expect(map(around(value), context)).not.toMatchObject({ value: { verdict: "verified" } });
      }),
      settings,
    );
  });

  it.each(mappers)("%s never throws on objects that do, and says nothing of theirs", (_, map, around) => {
    const secret = "ALIX MUSTER 1990-02-28";
    const traps = ["get", "ownKeys", "has", "getOwnPropertyDescriptor", "getPrototypeOf"] as const;
    const throwing = () => {
      throw new Error(secret);
    };
    // Made inside of the property: the library itself looks into what it draws.
    const hostile = (trapped: readonly string[]) =>
      new Proxy({ result: "clear", breakdown: {} }, Object.fromEntries(trapped.map((trap) => [trap, throwing])));
    fc.assert(
      fc.property(fc.subarray([...traps], { minLength: 1 }), order, (trapped, ordered) => {
        const value = hostile(trapped);
        for (const raw of [value, around(value), around([value]), around({ breakdown: value, result: "clear" })]) {
          const mapped = map(raw, { now, order: ordered });
          expect(mapped.ok && mapped.value.final && mapped.value.verdict).not.toBe("verified");
          expect(inspect(mapped, { showHidden: true, depth: 20 })).not.toContain("ALIX");
        }
      }),
    );
  });

  it.each(mappers)("no error of %s holds a value of the answer", (_, map) => {
    const secret = "ALIX-MUSTER";
    const broken = fc.oneof(
      fc.dictionary(
        fc.constantFrom("check", "workflowRun", "reports"),
        fc.constantFrom(secret, [secret], { id: secret }),
      ),
      fc.record({
        check: fc.record({ status: fc.constant([secret]) }),
        workflowRun: fc.constant({ status: { secret } }),
      }),
      fc.constantFrom(secret, [secret]),
    );
    fc.assert(
      fc.property(broken, (raw) => {
        const mapped = map(raw, { now, order: { processType: "document" } });
        expect(mapped.ok).toBe(false);
        expect(inspect(mapped, { showHidden: true, depth: 20 })).not.toContain(secret);
        expect(JSON.stringify(mapped)).not.toContain(secret);
      }),
    );
  });
});

describe("something bad", () => {
  const clear = [checkOf(clearReports()), runOf(clearOutput()), runOf(null, {}, tasks())] as const;
  const map = (raw: Json): Map => (raw.check === undefined ? mapWorkflowRun : mapCheck);
  const context = { now, order: { processType: "documentSelfie" } as const };
  const bad = fc.oneof(
    fc.constantFrom("consider", "unidentified", true, false, 0, "", "CLEAR"),
    fc.string(),
    fc.double(),
  );

  it("in one result of a clear answer is enough", () => {
    const places = clear.flatMap((raw) =>
      placesOf(raw)
        .filter((path) => /^(?:sub_)?result$/.test(path.at(-1) ?? ""))
        .map((path) => [raw, path.join("/")] as const),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), bad, ([raw, path], value) => {
        fc.pre(value !== "clear");
        const mapped = map(raw)(changed(raw, { [path]: value }), context);
        expect(mapped).toMatchObject({ ok: true, value: { final: true } });
        expect(mapped).not.toMatchObject({ value: { verdict: "verified" } });
      }),
      settings,
    );
  });

  it("that is added never makes a verdict better", () => {
    const additions: fc.Arbitrary<Record<string, unknown>> = fc.constantFrom(
      ...reportNames.flatMap((name) => [
        report(name, { result: "consider" }),
        report(name, { sub_result: "suspected" }),
        report(name, { status: "withdrawn" }),
        report(name, { result: null }),
        report(name, { "breakdown/chip/result": "consider" }),
      ]),
    );
    fc.assert(
      fc.property(fc.oneof(mutated(checks), fc.constant(clear[0])), additions, order, (raw, added, ordered) => {
        const body = raw as { reports?: unknown };
        fc.pre(typeof body === "object" && body !== null && Array.isArray(body.reports));
        for (const reports of [
          [...(body.reports as unknown[]), added],
          [added, ...(body.reports as unknown[])],
        ]) {
          const mapped = mapCheck({ ...body, reports }, { now, order: ordered });
          expect(mapped).not.toMatchObject({ value: { verdict: "verified" } });
        }
      }),
      settings,
    );
    fc.assert(
      fc.property(fc.oneof(mutated(runs), fc.constant(clear[1])), additions, (raw, added) => {
        const body = raw as { workflowRun?: { output?: unknown } };
        fc.pre(typeof body.workflowRun === "object" && body.workflowRun !== null);
        const output = [body.workflowRun.output, taskOutput(added as unknown as Json)];
        const mapped = mapWorkflowRun({ ...body, workflowRun: { ...body.workflowRun, output } }, context);
        expect(mapped).not.toMatchObject({ value: { verdict: "verified" } });
      }),
      settings,
    );
  });
});
