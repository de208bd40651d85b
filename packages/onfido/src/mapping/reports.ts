import { type WireObject, wireObject } from "../wire-object.ts";
import type { OnfidoAnswer, ReportAnswer } from "./answer.ts";
import { type Doubt, isAllowedType } from "./doubt.ts";
import { isSaid } from "./evidence-values.ts";
import { isAboutRecording } from "./live-face.ts";
import type { OnfidoOrder } from "./order.ts";
import { type ReportKind, reportKind, reportKinds } from "./report-kind.ts";
import { foldName, foldNames } from "./spelling.ts";
import { readDay } from "./value-kinds.ts";

/** What the reports of a check or a workflow run come to. */
export interface ReducedReports extends Pick<OnfidoAnswer, "document" | "face" | "suspected"> {
  doubts: Doubt[];
  /** Branches of the evidence tree. */
  branches: WireObject;
}

/** Numbers of a document that stand for the person, by the type that Onfido gives them. */
const personalNumberTypes: ReadonlySet<string> = new Set([
  "personalNumber",
  "personalIdentificationNumber",
  "nationalIdNumber",
]);

/** Reports of Onfido's API, in the order of the answer, in the shape that Assure's have. The first of a kind gives the data. */
export function reduceReports(reports: readonly WireObject[], order: OnfidoOrder): ReducedReports {
  const firstOfKind: { [K in ReportKind]?: WireObject } = {};
  const further: WireObject[] = [];
  const documents: WireObject[] = [];
  const reduced: ReducedReports = { document: undefined, face: undefined, suspected: false, doubts: [], branches: {} };
  for (const report of reports) {
    const kind = reportKind(report);
    const said = wireObject(report.properties);
    const properties = said === undefined ? {} : foldNames(said);
    // Data of person and document is no result; the rest of the report is walked as it is.
    const branch = said === undefined ? report : { ...report, data: said, properties: undefined };
    if (kind === "documentVerification") documents.push(properties);
    if (kind === undefined) further.push({ unknownReport: branch });
    else if (firstOfKind[kind] !== undefined) further.push({ [kind]: branch });
    else {
      firstOfKind[kind] = branch;
      if (kind === "documentVerification") reduced.document = reportAnswer(report, documentData(properties));
      if (kind === "facialSimilarity") reduced.face = reportAnswer(report, properties);
    }
    if (subResultOf(report) === "suspected") reduced.suspected = true;
    reduced.doubts.push(...reportDoubts(report, kind ?? "report"));
  }
  reduced.doubts.push(...missingReports(reports, order), ...recordingDoubts(reports, order));
  reduced.doubts.push(...documentsDoubts(documents, order));
  reduced.branches = { providerSpecific: firstOfKind, furtherReports: further };
  return reduced;
}

function reportAnswer(report: WireObject, data: WireObject): ReportAnswer {
  const { result } = report;
  const subResult = subResultOf(report);
  return { result, subResult, data: { ...data, result, subResult, breakdowns: report.breakdown ?? report.breakdowns } };
}

function subResultOf(report: WireObject): unknown {
  return report.sub_result ?? report.subResult;
}

/** Every report counts, also one that the order does not name: where it says nothing, it is not clear. */
function reportDoubts({ status, result }: WireObject, place: string): Doubt[] {
  const doubts: Doubt[] = [];
  if ((status ?? "complete") !== "complete") doubts.push({ code: "report_not_complete", path: `${place}.status` });
  if (!isSaid(result)) doubts.push({ code: "report_without_result", path: place });
  return doubts;
}

/** A photo for an ordered video is less; no report at all is missed elsewhere. */
function recordingDoubts(reports: readonly WireObject[], { processType }: OnfidoOrder): Doubt[] {
  if (processType !== "documentVideo") return [];
  const faces = reports.filter((report) => reportKind(report) === "facialSimilarity");
  if (faces.length === 0 || faces.some(isAboutRecording)) return [];
  return [{ code: "less_than_ordered", path: "facialSimilarity" }];
}

/**
 * Where there are several documents, each is of an allowed type, and all are of one person. Names differ from document to
 * document, as marriage and transliteration have it; a birth date does not.
 */
function documentsDoubts(documents: readonly WireObject[], { documentTypes }: OnfidoOrder): Doubt[] {
  if (documents.length < 2) return [];
  const doubts: Doubt[] = [];
  const births = documents.flatMap(({ dateOfBirth }) => readDay(dateOfBirth) ?? []);
  if (new Set(births).size > 1) {
    doubts.push({ code: "contradicting_result", path: "documentVerification.dateOfBirth" });
  }
  const types = documents.map(({ documentType }) => documentType).filter(isSaid);
  if (documentTypes !== undefined && !types.every((type) => isAllowedType(documentTypes, type))) {
    doubts.push({ code: "document_type_not_allowed", path: "documentType" });
  }
  return doubts;
}

function missingReports(reports: readonly WireObject[], { reports: ordered = [] }: OnfidoOrder): Doubt[] {
  const there = new Set(reports.map(({ name }) => name));
  return ordered
    .filter((name) => !there.has(name))
    .map((name) => ({ code: "report_missing", path: reportKinds.get(name) ?? "report" }));
}

/** The few members that Assure names otherwise, or takes out of a list. */
function documentData(properties: WireObject): WireObject {
  const numbers = Array.isArray(properties.documentNumbers) ? properties.documentNumbers.map(wireObject) : [];
  const numberOf = (fits: (type: string) => boolean): unknown =>
    numbers.find((number) => typeof number?.type === "string" && fits(foldName(number.type)))?.value;
  return {
    ...properties,
    documentNumber: properties.documentNumber ?? numberOf((type) => type === "documentNumber"),
    dateOfIssue: properties.dateOfIssue ?? properties.issuingDate,
    personalIdentificationNumber:
      properties.personalIdentificationNumber ??
      properties.personalNumber ??
      numberOf((type) => personalNumberTypes.has(type)),
  };
}
