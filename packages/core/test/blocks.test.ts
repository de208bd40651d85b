import { describe, expect, it } from "vitest";
import { contentSchemas, type DataBlockType, dataBlockTypes } from "../src/blocks/content-schemas.ts";
import { verificationTechniques } from "../src/blocks/verification-method.ts";
import { blockSamples, sampleName, sampleOf } from "./block-samples.ts";
import { keyPaths, objectPaths, without, withValue } from "./json-paths.ts";

function fits(type: DataBlockType, content: unknown): boolean {
  return contentSchemas[type].safeParse(content).success;
}

describe("the types of data block", () => {
  it("are the 18 of the data block document and verification", () => {
    expect([...dataBlockTypes].sort()).toEqual([...new Set(blockSamples.map(({ type }) => type))].sort());
    expect(dataBlockTypes).toHaveLength(19);
  });
});

describe.each(blockSamples.map((sample) => ({ name: sampleName(sample), sample })))("$name", ({ sample }) => {
  const { type, full, optional, open = [] } = sample;
  const required = keyPaths(full).filter((path) => !optional.includes(path));

  it("takes a content with every attribute and keeps it as it is", () => {
    expect(contentSchemas[type].parse(full)).toEqual(full);
  });

  it("takes a content with the required attributes only", () => {
    const minimal = [...optional].sort((a, b) => b.length - a.length).reduce(without, full);
    expect(fits(type, minimal)).toBe(true);
  });

  it.each(optional)("takes a content without the optional %s", (path) => {
    expect(keyPaths(full)).toContain(path);
    expect(fits(type, without(full, path))).toBe(true);
  });

  it.each(required)("refuses a content without the required %s", (path) => {
    expect(fits(type, without(full, path))).toBe(false);
  });

  it.each(keyPaths(full))("never takes undefined for %s", (path) => {
    expect(fits(type, withValue(full, path, undefined))).toBe(false);
  });

  it.each(objectPaths(full).map((path) => ({ path, takes: open.includes(path) })))(
    "an unknown key in the object at '$path': taken is $takes",
    ({ path, takes }) => {
      expect(fits(type, withValue(full, path === "" ? "unknownKey" : `${path}.unknownKey`, 1))).toBe(takes);
    },
  );

  it.each([null, [], "text", 1, true, undefined])("refuses %j in place of the content", (value) => {
    expect(fits(type, value)).toBe(false);
  });
});

const documentTypes = ["ID", "PASSPORT", "RESIDENT_PERMIT", "VISA", "DRIVING_LICENSE", "HEALTH_CARD"];
const trustResults = ["trusted", "suspicious", "not_trusted", "inconclusive"];
const attributes = ["givenName", "familyName", "name", "birthDate", "birthPlace"];

interface ValueRule {
  type: DataBlockType;
  path: string;
  values: unknown[];
  refused?: unknown[];
  freeText?: boolean;
}

const valueRules: ValueRule[] = [
  { type: "authenticatorCredential", path: "status", values: ["active", "suspended", "revoked", "expired"] },
  { type: "comparisonResults", path: "verdict", values: ["match", "noMatch", "inconclusive"] },
  { type: "comparisonResults", path: "attributesCompared[0]", values: attributes },
  { type: "comparisonResults", path: "mismatchedAttributes[0]", values: attributes },
  { type: "comparisonResults", path: "missingAttributes[0]", values: attributes },
  { type: "deviceSignals", path: "result", values: trustResults },
  { type: "digitalSignals", path: "result", values: trustResults },
  { type: "digitalSignals", path: "score", values: [0, 41.5, 100], refused: [-1, 100.5, "41"] },
  { type: "documentData", path: "documentType", values: documentTypes },
  {
    type: "documentData",
    path: "expiryDate",
    values: ["2028-02-29", "2028-02-29T12:00:00Z", "2028-02-29T12:00:00.5+01:00"],
    refused: ["2027-02-29", "2028-02", "29.02.2028", "2028-02-29T12:00:00", ""],
  },
  { type: "documentImages", path: "documentType", values: documentTypes },
  { type: "documentImages", path: "frontSide.$ref", values: ["vault"] },
  {
    type: "documentImages",
    path: "frontSide.$id",
    values: ["4d293362-9738-4a37-8d74-eb3acbc35749"],
    refused: ["4d293362", "https://files.example/1", ""],
  },
  { type: "documentsToSign", path: "documents", values: [], refused: [[]] },
  {
    type: "documentVerification",
    path: "verdict.status",
    values: ["VERIFIED", "REJECTED", "FRAUD_DETECTED", "CANCELED", "ABORTED", "ERROR"],
  },
  { type: "documentVerification", path: "issues[0].severity", values: ["error", "warning"] },
  {
    type: "documentVerification",
    path: "evidences[0].type",
    values: [
      "documentFrontRecording",
      "documentBackRecording",
      "sessionRecording",
      "livenessRecording",
      "analysisReport",
    ],
  },
  {
    type: "extendedIdentity",
    path: "sex",
    values: ["NOT_KNOWN", "MALE", "FEMALE", "NOT_APPLICABLE", "0", "1", "2", "9", 0, 1, 2, 9],
    refused: [3, "3", "male", true],
  },
  { type: "extendedIdentity", path: "emailAddress", values: ["a.b+c@mail.example"], refused: ["ada", "ada@", "@x.y"] },
  { type: "outcomeStatus", path: "status", values: ["accepted", "rejected"] },
  { type: "signedDocumentsPackage", path: "signedDocuments.mode", values: ["archive", "items", "both"] },
  {
    type: "verification",
    path: "status",
    values: ["verified", "rejected", "fraudDetected", "canceled", "aborted", "error"],
    refused: ["fraud_detected", "inconclusive"],
  },
  { type: "verification", path: "trustFramework", values: ["eidas", null], freeText: true },
  { type: "verification", path: "assuranceLevel", values: ["high", null], freeText: true },
  { type: "verification", path: "verificationProcessId", values: ["process-1", null], freeText: true },
  { type: "verification", path: "terminationReason", values: [{ code: "X", message: null }, null] },
  { type: "verification", path: "methods", values: [[]] },
  { type: "verification", path: "methods[0].type", values: ["documentCheck"], refused: ["palmReading"] },
  { type: "verification", path: "methods[0].checks", values: [[]] },
  { type: "verification", path: "methods[0].checks[0].technique", values: [...verificationTechniques] },
  { type: "verification", path: "methods[0].checks[0].outcome", values: ["passed", "failed"] },
];

describe.each(valueRules)("$type.$path", ({ type, path, values, refused = [], freeText = false }) => {
  it("takes the values of its document", () => {
    expect(values.filter((value) => !fits(type, withValue(sampleOf(type).full, path, value)))).toEqual([]);
  });

  it("refuses every other value", () => {
    const others = [...refused, { nested: 1 }, Number.NaN, ...(freeText ? [] : ["", "no such value"])];
    expect(others.filter((value) => fits(type, withValue(sampleOf(type).full, path, value)))).toEqual([]);
  });
});
