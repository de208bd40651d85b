import {
  type FinalStatus,
  failure,
  IdvError,
  type IdvResult,
  type IdvVerdict,
  type MappedStatus,
  type MappingContext,
  type MappingWarning,
  success,
} from "@idvkit/core";
import { readProcess, type WireProcess } from "../assure/wire.ts";
import { mapAttributes } from "./attributes.ts";
import { mapDocument } from "./document.ts";
import { type Doubt, findDoubts } from "./doubt.ts";
import { type Examination, examine } from "./examination.ts";
import { type OnfidoOrder, takesFace } from "./order.ts";
import { mapBasicIdentity, mapBiometricSamples, mapExtendedIdentity } from "./person.ts";
import { statuses } from "./status.ts";
import { terminationCode } from "./termination.ts";
import { readText, readTime } from "./value-kinds.ts";
import { createValueReader } from "./value-reader.ts";
import { mapOutcome } from "./verification.ts";

/** A process with such a verdict ran to its end, so that it should have the data of person and document. */
const completeVerdicts: ReadonlySet<IdvVerdict> = new Set(["verified", "rejected", "inconclusive"]);

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
    return success(mapStatus(process, context));
  } catch {
    // Only a value that did not come out of JSON gets here: its accessors throw.
    return unreadable("process: cannot be read");
  }
}

function mapStatus(process: WireProcess, context: MappingContext<OnfidoOrder>): MappedStatus {
  const { status, raw } = process;
  const reference = readText(process.processId) ?? null;
  const stated = statuses.get(status);
  const concluded = (raw.finalResult ?? raw.failReason ?? null) !== null;
  if (stated === null || (stated === undefined && !concluded)) {
    return { final: false, rawStatus: status, reference };
  }
  const examination = examine(process);
  const doubts = doubtsOf(stated, process, examination, context);
  const verdict = stated === undefined || doubts.length > 0 ? "inconclusive" : stated;
  return finalStatus({ process, context, reference, examination, doubts, verdict });
}

/** Only what would be verified can be doubted; the provider's refusal stands as it is. */
function doubtsOf(
  stated: IdvVerdict | undefined,
  process: WireProcess,
  examination: Examination,
  context: MappingContext<OnfidoOrder>,
): Doubt[] {
  if (stated === undefined) return [{ code: "unknown_status", path: "status" }];
  return stated === "verified" ? findDoubts(process, examination, context) : [];
}

interface Judged {
  process: WireProcess;
  context: MappingContext<OnfidoOrder>;
  reference: string | null;
  examination: Examination;
  doubts: Doubt[];
  verdict: IdvVerdict;
}

function finalStatus({ process, context, reference, examination, doubts, verdict }: Judged): FinalStatus {
  const values = createValueReader(process, completeVerdicts.has(verdict));
  const verifiedAt = readTime(process.updatedAt);
  const data = [
    ...mapBasicIdentity(values),
    ...mapExtendedIdentity(values),
    ...mapDocument(values, context),
    ...mapBiometricSamples(context),
  ];
  const outcome = mapOutcome(
    {
      verdict,
      verifiedAt: verifiedAt ?? context.now.toISOString(),
      reference,
      terminationCode: terminationCode(verdict, process),
      examination,
      doubts: doubts.map(({ code }) => code),
    },
    context,
  );
  return {
    final: true,
    verdict,
    rawStatus: process.status,
    reference,
    contents: [...data, ...outcome],
    ...proof(verdict, context.order),
    identifiers: [],
    attributes: mapAttributes(process.raw),
    warnings: [...doubts, ...examination.warnings, ...values.warnings, ...timeWarning(verifiedAt, process)],
  };
}

/** A document that no face was compared with says less about who holds it (NIST SP 800-63A, evidence and verification). */
function proof(verdict: IdvVerdict, { processType }: OnfidoOrder): Pick<FinalStatus, "amr" | "assurance"> {
  if (verdict !== "verified") return { amr: [] };
  return takesFace(processType)
    ? { amr: ["face"], assurance: { evidenceStrength: "strong" } }
    : { amr: [], assurance: { evidenceStrength: "fair" } };
}

function timeWarning(verifiedAt: string | undefined, { updatedAt }: WireProcess): MappingWarning[] {
  if (verifiedAt !== undefined) return [];
  return [{ code: (updatedAt ?? null) === null ? "missing_value" : "unreadable_value", path: "updatedAt" }];
}

function unreadable(message: string): IdvResult<never> {
  return failure(new IdvError({ code: "invalid_response", message, provider: "onfido" }));
}
