import { type IdvResult, type IdvVerdict, type MappedStatus, type MappingContext, success } from "@idvkit/core";
import { objectsOf, readCheck, type WireCheck } from "../api/wire.ts";
import { refuse } from "../refusal.ts";
import { type WireObject, wireObject } from "../wire-object.ts";
import type { OnfidoAnswer } from "./answer.ts";
import type { Doubt } from "./doubt.ts";
import { isSaid } from "./evidence-values.ts";
import { mapAnswer } from "./map-answer.ts";
import type { OnfidoOrder } from "./order.ts";
import { type ReducedReports, reduceReports } from "./reports.ts";
import { checkStatuses } from "./status.ts";
import { readText } from "./value-kinds.ts";

/** What an Onfido check is mapped from: the check, and its reports as "List reports" gives them. */
export interface CheckAnswer {
  check: unknown;
  reports: unknown;
}

/** What a complete check comes to because of the document report's sub-result (Onfido, "suggested client actions"). */
export const subResultVerdicts: ReadonlyMap<unknown, IdvVerdict> = new Map<unknown, IdvVerdict>([
  ["rejected", "rejected"],
  ["suspected", "inconclusive"],
]);

/**
 * Maps a check of Onfido's API v3.6 (`{ check, reports }`, see {@link CheckAnswer}).
 * Pure and total: it never throws, whatever the value is. Fails with `invalid_response` when the value holds no check, or
 * a report of another one. Verified takes a complete check whose reports are all there, complete, and clear in every part. A check says no time:
 * `verifiedAt` is `context.now`.
 */
export function mapCheck(raw: unknown, context: MappingContext<OnfidoOrder>): IdvResult<MappedStatus> {
  return mapWith(raw, context, (check, reports, ids) => ({
    stated: statedBy(check, reports),
    doubts: [...resultDoubts(check), ...reports.doubts, ...absenceDoubts(check, ids)],
  }));
}

/**
 * Maps a check that was complete and has been opened again: what was verified is so no longer, until it is complete
 * once more.
 */
export function mapReopenedCheck(raw: unknown, context: MappingContext<OnfidoOrder>): IdvResult<MappedStatus> {
  return mapWith(raw, context, (_, reports) => ({
    stated: "verified",
    doubts: [{ code: "reopened", path: "check.status" }, ...reports.doubts],
  }));
}

type Judgement = Pick<OnfidoAnswer, "stated" | "doubts">;

function mapWith(
  raw: unknown,
  context: MappingContext<OnfidoOrder>,
  judge: (check: WireCheck, reports: ReducedReports, reportIds: ReadonlySet<unknown>) => Judgement,
): IdvResult<MappedStatus> {
  try {
    const members = wireObject(raw);
    const check = readCheck(members?.check);
    if ("wrong" in check) return unreadable(`${check.wrong}: cannot be read`);
    const listed = objectsOf(members?.reports);
    if (listed.some((report) => isOfAnother(check, report))) return unreadable("reports.check_id: another check");
    const reports = reduceReports(listed, context.order);
    const ids = new Set(listed.map(({ id }) => id));
    const rest = { ...wireObject(members?.check), ...readApart };
    return success(mapAnswer({ ...reduceCheck(check, rest, reports), ...judge(check, reports, ids) }, context));
  } catch {
    // Only a value that did not come out of JSON gets here: its accessors throw.
    return unreadable("check: cannot be read");
  }
}

/** The result is judged apart; tags are words of the customer's own. */
const readApart = { result: undefined, tags: undefined } as const;

function reduceCheck(
  { status, id, result }: WireCheck,
  rest: WireObject,
  reports: ReducedReports,
): Omit<OnfidoAnswer, keyof Judgement> {
  return {
    status,
    concluded: isSaid(result),
    reference: readText(id) ?? null,
    endedAt: undefined,
    failReason: undefined,
    finalResult: undefined,
    document: reports.document,
    face: reports.face,
    suspected: reports.suspected,
    tookFace: reports.face !== undefined,
    tree: { result, check: rest, ...reports.branches },
  };
}

/** A check that is complete has a result of its own beside those of its reports. */
function resultDoubts({ result }: WireCheck): Doubt[] {
  return isSaid(result) ? [] : [{ code: "report_without_result", path: "check.result" }];
}

/** A check names its reports: one that the list lacks may be the one that is not clear. */
function absenceDoubts({ reportIds }: WireCheck, listed: ReadonlySet<unknown>): Doubt[] {
  const all = !Array.isArray(reportIds) || reportIds.every((id: unknown) => listed.has(id));
  return all ? [] : [{ code: "report_missing", path: "check.report_ids" }];
}

function isOfAnother({ id }: WireCheck, { check_id: checkId }: WireObject): boolean {
  return readText(id) !== undefined && isSaid(checkId) && checkId !== id;
}

function statedBy({ status }: WireCheck, { document }: ReducedReports): IdvVerdict | null | undefined {
  const stated = checkStatuses.get(status);
  return stated === "verified" ? (subResultVerdicts.get(document?.subResult) ?? stated) : stated;
}

function unreadable(message: string): IdvResult<never> {
  return refuse("invalid_response", message);
}
