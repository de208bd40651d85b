import type { MappingContext, MappingWarning } from "@idvkit/core";
import type { OnfidoAnswer, ReportAnswer } from "./answer.ts";
import { foldDocumentType } from "./document-type.ts";
import type { Examination } from "./examination.ts";
import { type OnfidoOrder, takesFace } from "./order.ts";
import { readSimilarity } from "./similarity.ts";

/** Why an outcome is inconclusive: the code of the warning to the words of the verdict. */
export const doubtReasons = {
  unknown_status: "the provider's status is not known",
  other_provider: "the answer is from another provider",
  less_than_ordered: "not all that was ordered was verified",
  report_missing: "a report is missing",
  report_without_result: "a report has no result",
  report_not_complete: "a report is not complete",
  reopened: "the provider opened it again",
  caution: "the provider accepted with caution",
  contradicting_result: "a result contradicts the acceptance",
  similarity_low: "face and portrait are not similar enough",
  unknown_similarity: "the similarity of face and portrait is not known",
  document_type_not_allowed: "the document type is not an allowed one",
  fail_reason_present: "the provider names a failure",
} as const;

export type DoubtCode = keyof typeof doubtReasons;

/** A warning that keeps an outcome from being verified. */
export interface Doubt extends MappingWarning {
  code: DoubtCode;
}

/**
 * What speaks against an acceptance. The provider's own rule leaves holes (`caution`, a clear document with another
 * face), so the acceptance counts only when nothing in the response contradicts it.
 */
export function findDoubts(
  answer: OnfidoAnswer,
  { issues }: Examination,
  { order }: MappingContext<OnfidoOrder>,
): Doubt[] {
  const similarity = readSimilarity(answer);
  const doubts: Doubt[] = [...answer.doubts, ...reportDoubts(answer, order)];
  if (answer.document?.subResult === "caution") {
    doubts.push({ code: "caution", path: "documentVerification.subResult" });
  }
  if (issues[0] !== undefined) doubts.push({ code: "contradicting_result", path: issues[0].code });
  if (similarity === "low") doubts.push({ code: "similarity_low", path: "facialSimilarity.similarityScore" });
  if (similarity === "unknown") doubts.push({ code: "unknown_similarity", path: "facialSimilarity.similarityScore" });
  if (!isAllowed(answer, order.documentTypes)) doubts.push({ code: "document_type_not_allowed", path: "documentType" });
  if ((answer.failReason ?? null) !== null) doubts.push({ code: "fail_reason_present", path: "failReason" });
  return withoutRepeats(doubts);
}

/** A report that was ordered by its name and is missing is found by two rules. */
function withoutRepeats(doubts: readonly Doubt[]): Doubt[] {
  return doubts.filter((doubt, index) => index === doubts.findIndex((first) => isSame(first, doubt)));
}

function isSame(first: Doubt, second: Doubt): boolean {
  return first.code === second.code && first.path === second.path;
}

function reportDoubts({ document, face, tookFace }: OnfidoAnswer, order: OnfidoOrder): Doubt[] {
  const doubts = reportDoubt("documentVerification", document);
  if (!takesFace(order.processType) && !tookFace) return doubts;
  return [...doubts, ...reportDoubt("facialSimilarity", face)];
}

function reportDoubt(path: string, report: ReportAnswer | undefined): Doubt[] {
  if (report === undefined) return [{ code: "report_missing", path }];
  const hasResult = report.result !== undefined && report.result !== null;
  return hasResult ? [] : [{ code: "report_without_result", path }];
}

function isAllowed({ finalResult, document }: OnfidoAnswer, allowed: OnfidoOrder["documentTypes"]): boolean {
  if (allowed === undefined) return true;
  const names = [finalResult?.documentType, document?.data.documentType].filter((name) => name != null);
  return names.length > 0 && names.every((name) => isAllowedType(allowed, name));
}

/** Whether a document type, as the provider spells it, is one of the allowed ones. */
export function isAllowedType(allowed: NonNullable<OnfidoOrder["documentTypes"]>, name: unknown): boolean {
  const type = typeof name === "string" ? foldDocumentType(name) : undefined;
  return type !== undefined && allowed.includes(type);
}
