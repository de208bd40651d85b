import { type IdvResult, type MappedStatus, type MappingContext, success } from "@idvkit/core";
import { readProcess, type WireProcess } from "../assure/wire.ts";
import { refuse } from "../refusal.ts";
import type { WireObject } from "../wire-object.ts";
import type { OnfidoAnswer, ReportAnswer } from "./answer.ts";
import type { Doubt } from "./doubt.ts";
import { mapAnswer } from "./map-answer.ts";
import { coversOrder, type OnfidoOrder, takesFace } from "./order.ts";
import { processStatuses } from "./status.ts";
import { readText } from "./value-kinds.ts";

/**
 * Maps Assure's answer to "Get process" of an Onfido process (onfido-assure.txt, "Get process").
 * Pure and total: it never throws, whatever the value is. Fails with `invalid_response` when the value is no process.
 * Verified takes the status `accepted` and nothing in the whole response, reports and properties included, against it.
 */
export function mapProcess(raw: unknown, context: MappingContext<OnfidoOrder>): IdvResult<MappedStatus> {
  try {
    const process = readProcess(raw);
    if ("wrong" in process)
      return unreadable(process.wrong === "process" ? "process: expected an object" : "status: expected a text");
    return success(mapAnswer(reduceProcess(process, context.order), context));
  } catch {
    // Only a value that did not come out of JSON gets here: its accessors throw.
    return unreadable("process: cannot be read");
  }
}

function reduceProcess(process: WireProcess, order: OnfidoOrder): OnfidoAnswer {
  const { raw, status, failReason } = process;
  return {
    status,
    stated: processStatuses.get(status),
    concluded: (raw.finalResult ?? failReason ?? null) !== null,
    reference: readText(process.processId) ?? null,
    endedAt: { value: process.updatedAt, path: "updatedAt" },
    failReason,
    finalResult: process.finalResult,
    document: reduceReport(process.documentVerification),
    face: reduceReport(process.facialSimilarity),
    // The attributes look at both reports and what the zip has of them: there are no others.
    suspected: false,
    tookFace: takesFace(process.processType),
    doubts: orderDoubts(process, order),
    // A fail reason is no result: that there is one is judged apart.
    tree: { ...raw, failReason: undefined },
  };
}

function reduceReport(report: WireObject | undefined): ReportAnswer | undefined {
  if (report === undefined) return undefined;
  return { result: report.result, subResult: report.subResult, data: report };
}

/**
 * A process whose type is missing or unknown is not taken for one of type `document` either, although that is the least
 * there is: it may have called for a report that the answer leaves out.
 */
function orderDoubts({ provider, processType }: WireProcess, order: OnfidoOrder): Doubt[] {
  const doubts: Doubt[] = [];
  if ((provider ?? "onfido") !== "onfido") doubts.push({ code: "other_provider", path: "provider" });
  if (!coversOrder(processType, order.processType)) doubts.push({ code: "less_than_ordered", path: "processType" });
  return doubts;
}

function unreadable(message: string): IdvResult<never> {
  return refuse("invalid_response", message);
}
