import type { FinalStatus } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { onfidoFindings } from "../src/mapping/finding-tree.ts";
import type { OnfidoOrder } from "../src/mapping/order.ts";
import { mapFinalCheck, mapFinalRun } from "./mapping-api-samples.ts";
import {
  changed,
  checksOf,
  contentOf,
  contextOf,
  fixture,
  issuesOf,
  type Json,
  mapFinal,
  put,
} from "./mapping-samples.ts";

type Members = Record<string, unknown>;

/** A name as Onfido spells it; written apart from the code under test. */
function snakeName(name: string): string {
  return [...name].map((letter) => (letter >= "A" && letter <= "Z" ? `_${letter.toLowerCase()}` : letter)).join("");
}

function snake(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snake);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [snakeName(name), snake(child)]));
}

/** Names that the two do not share. */
const onfidoNames: Record<string, string> = {
  dateOfIssue: "issuing_date",
  personalIdentificationNumber: "personal_number",
  driversLicense: "drivers_licence",
};
/** What a report of Assure has beside the data of the document. */
const judging = new Set(
  "result subResult breakdowns similarityScore ageValidation policeRecord dataConsistency dataValidation imageIntegrity dataComparison compromisedDocument visualAuthenticity issuingAuthority faceComparison".split(
    " ",
  ),
);

/** A report of Assure, in the form of Onfido's API; `data` goes before the report's own. */
function apiReport(name: string, assure: Members, data: Members = {}): Members {
  const { result, subResult = null, breakdowns } = assure;
  const fields = Object.entries({ ...assure, ...data }).filter(([field]) => !judging.has(field));
  const properties = Object.fromEntries(
    fields.map(([field, value]) => [onfidoNames[field] ?? snakeName(field), snake(value)]),
  );
  const { document_number: value, document_type: type, ...others } = properties;
  return {
    id: `${name}-1`,
    name,
    status: "complete",
    result,
    sub_result: subResult,
    breakdown: snake(breakdowns),
    properties: {
      ...others,
      ...(type !== undefined && { document_type: type === "driversLicense" ? "driving_licence" : type }),
      ...(value !== undefined && { document_numbers: [{ type: "document_number", value }] }),
    },
  };
}

interface AssureProcess {
  finalResult?: Members;
  providerSpecific: Record<string, Members>;
}

function reportsOf(process: Json): Members[] {
  const { finalResult, providerSpecific } = process as unknown as AssureProcess;
  const { documentVerification = {}, facialSimilarity } = providerSpecific;
  return [
    apiReport("document", documentVerification, finalResult),
    ...(facialSimilarity === undefined ? [] : [apiReport("facial_similarity_photo", facialSimilarity)]),
  ];
}

/** The blocks without what each channel has of its own: the time of the end and the reference. */
function blocksOf({ contents }: FinalStatus): unknown[] {
  return contents.map(({ type, content }) => {
    if (type !== "verification") return { type, content };
    const { verifiedAt: _, verificationProcessId: __, ...shared } = content;
    return { type, content: shared };
  });
}

const artifact = (digit: number) => ({ $ref: "vault" as const, $id: `5e8de376-caa3-40a8-a998-8627a7d4d00${digit}` });
const artifacts = { front: artifact(1), back: artifact(2), selfie: artifact(3), documentReport: artifact(4) };

/** The same case as Assure's process, as a check and as workflow runs with the reports in the output and in tasks. */
function onEveryChannel(process: Json, runStatus: string, order: Partial<OnfidoOrder>) {
  const context = contextOf(order, artifacts);
  const reports = reportsOf(process);
  const result = reports.every(({ result }) => result === "clear") ? "clear" : "consider";
  const outputs = reports.map(({ id: uuid, name: _, ...output }) => ({ uuid, ...output }));
  const run = { id: "run-1", status: runStatus, output: outputs, error: null, reasons: [] };
  const tasks = outputs.map((output, index) => ({ id: `task-${index}`, task_def_id: `task_${index}`, output }));
  return {
    assure: mapFinal(process, context),
    others: [
      mapFinalCheck({ check: { id: "check-1", status: "complete", result }, reports }, context),
      mapFinalRun({ workflowRun: run, tasks: [] }, context),
      mapFinalRun({ workflowRun: { ...run, output: null }, tasks }, context),
    ],
  };
}

describe("the same case on every channel gives the same blocks", () => {
  it.each([
    ["an accepted passport with selfie", "accepted-passport", "approved", "verified"],
    ["an accepted driving licence", "accepted-driving-licence", "approved", "verified"],
    ["an expired passport", "caution", "approved", "inconclusive"],
    ["a suspicion of fraud", "inconclusive", "review", "inconclusive"],
    ["a suspicion of fraud that the workflow declines", "inconclusive", "declined", "inconclusive"],
    ["a document that was rejected", "rejected", "declined", "rejected"],
  ])("%s", (_, scenario, runStatus, verdict) => {
    const process = fixture(scenario);
    const processType = process.processType as unknown as OnfidoOrder["processType"];
    const { assure, others } = onEveryChannel(process, runStatus, { processType, biometricConsent: true });
    expect(assure.verdict).toBe(verdict);
    const { similarityScore: ___, ...attributes } = assure.attributes;
    for (const status of others) {
      expect(status.verdict).toBe(verdict);
      expect(blocksOf(status)).toEqual(blocksOf(assure));
      expect(status.attributes).toEqual(attributes);
      expect([status.amr, status.assurance]).toEqual([assure.amr, assure.assurance]);
    }
  });

  it("a face that is another: only Assure's own score of it makes a difference, and only in the words", () => {
    const process = fixture("face-consider");
    const unscored = changed(process, {
      "finalResult/similarityScore": undefined,
      "providerSpecific/facialSimilarity/similarityScore": undefined,
    });
    const { assure, others } = onEveryChannel(unscored, "approved", {});
    for (const status of others) {
      expect(status.verdict).toBe("inconclusive");
      expect(blocksOf(status)).toEqual(blocksOf(assure));
    }
    const scored = mapFinal(process, contextOf({}, artifacts));
    expect(issuesOf(scored)).toEqual(issuesOf(assure));
    expect(checksOf(scored)).toEqual(checksOf(assure));
    const reason = contentOf(assure, "documentVerification")?.verdict.reason;
    expect(contentOf(scored, "documentVerification")?.verdict.reason).toBe(
      `${reason}; face and portrait are not similar enough`,
    );
  });

  it("the suspicion is an attribute on each", () => {
    const { assure, others } = onEveryChannel(fixture("inconclusive"), "declined", {});
    for (const status of [assure, ...others]) expect(status.attributes.fraudSuspected).toBe(true);
  });
});

const reportNames: Record<string, string> = {
  documentVerification: "document",
  facialSimilarity: "facial_similarity_photo",
  knownFaces: "known_faces",
  watchlist: "watchlist_enhanced",
  usDrivingLicence: "us_driving_licence",
  proofOfAddress: "proof_of_address",
  identityEnhanced: "identity_enhanced",
  deviceIntelligence: "device_intelligence",
  indiaPan: "india_pan",
};

/** Results below the reports, as the API's reports can have them. */
const paths = onfidoFindings
  .map(({ path }) => path)
  .filter((path) => path.includes(".") && !/rawReport|\.subResult$|similarityScore$|\.reasons$/.test(path));

/** Where a result stands below its report. */
function placeOf(path: string, spelt: (name: string) => string, container: string): string {
  const [group = "", sub, property] = path.split(".").slice(1).map(spelt);
  if (sub === undefined) return `${container}/${group}/result`;
  if (property === undefined) return `${container}/${group}/breakdown/${sub}/result`;
  return `${container}/${group}/breakdown/${sub}/properties/${property}`;
}

const word = fc.oneof(
  { weight: 5, arbitrary: fc.constant("clear") },
  { weight: 2, arbitrary: fc.constantFrom("consider", "unidentified", "new_word", "") },
  { weight: 1, arbitrary: fc.constantFrom(null, true, 7) },
);
const findings = fc.uniqueArray(fc.tuple(fc.constantFrom(...paths), word), {
  maxLength: 12,
  selector: ([path]) => path,
});
const reportResults = fc.record({
  document: fc.constantFrom("clear", "clear", "consider"),
  face: fc.constantFrom("clear", "clear", "unidentified"),
  subResult: fc.constantFrom("clear", null, "caution", "new_word"),
});

describe("the same results in either spelling", () => {
  it("give the same issues, checks and verdict", () => {
    fc.assert(
      fc.property(findings, reportResults, (found, { document, face, subResult }) => {
        const process = {
          provider: "onfido",
          processType: "documentSelfie",
          status: "accepted",
          providerSpecific: {
            documentVerification: { result: document, subResult },
            facialSimilarity: { result: face },
          },
        } as unknown as Json;
        const reports: Record<string, Json> = {
          documentVerification: { name: "document", result: document, sub_result: subResult } as unknown as Json,
          facialSimilarity: { name: "facial_similarity_photo", result: face } as unknown as Json,
        };
        for (const [path, value] of found) {
          const kind = path.slice(0, path.indexOf("."));
          reports[kind] ??= { name: reportNames[kind], result: "clear" } as unknown as Json;
          const report = reports[kind];
          put(process, `providerSpecific/${kind}/result`, report.result);
          put(process, `providerSpecific/${kind}/${placeOf(path, (name) => name, "breakdowns")}`, value);
          put(report, placeOf(path, snakeName, "breakdown"), value);
        }
        // Only so is a report in an output told from other members.
        for (const report of Object.values(reports)) report.breakdown ??= {} as Json;
        const listed = Object.values(reports);
        const assure = mapFinal(process);
        const check = mapFinalCheck({ check: { status: "complete", result: "clear" }, reports: listed });
        const run = mapFinalRun({ workflowRun: { status: "approved", output: listed } });
        for (const status of [check, run]) {
          expect(status.verdict).toBe(assure.verdict);
          expect(issuesOf(status)).toEqual(issuesOf(assure));
          expect(checksOf(status)).toEqual(checksOf(assure));
        }
        const isBad = found.some(([, value]) => typeof value === "string" && value !== "clear");
        if (isBad) expect(assure.verdict).toBe("inconclusive");
      }),
      { numRuns: 500 },
    );
  });

  it("of every row of the table", () => {
    for (const path of paths) {
      const kind = path.slice(0, path.indexOf("."));
      const name = reportNames[kind];
      const bad = changed({ name, result: "clear" } as unknown as Json, {
        [placeOf(path, snakeName, "breakdown")]: "consider",
      });
      const document = { name: "document", result: "clear" };
      const reports = kind === "documentVerification" ? [bad] : [document, bad];
      const status = mapFinalCheck(
        { check: { status: "complete", result: "clear" }, reports },
        contextOf({ processType: "document" }),
      );
      expect(issuesOf(status).map(({ code }) => code)).toEqual([path]);
      expect(status.verdict).toBe("inconclusive");
      expect(status.warnings.map(({ code }) => code)).not.toContain("unknown_breakdown");
    }
  });
});
