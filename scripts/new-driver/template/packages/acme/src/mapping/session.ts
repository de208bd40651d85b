import {
  describeIssues,
  type FinalStatus,
  type IdvResult,
  type IdvVerdict,
  type MappedStatus,
  type MappingContext,
  type MappingWarning,
  success,
  type TypedContent,
  verdictSpellings,
} from "@idvkit/core";
import { sessionSchema, type WireSession } from "../api/wire.ts";
import { refuse } from "../refusal.ts";
import { findDoubts, mapChecks } from "./checks.ts";
import { type AcmeOrder, mostProof } from "./order.ts";
import { mapPerson } from "./person.ts";
import { statuses } from "./status.ts";
import { readTime } from "./value.ts";

/** With such a verdict the verification ran to its end, so that it should have the data of the person. */
const completeVerdicts: ReadonlySet<IdvVerdict> = new Set(["verified", "rejected", "inconclusive"]);

/**
 * Maps Acme's answer to "Get session". Pure and total. Fails with `invalid_response` when the value is no session.
 * Verified takes the status that says so, each check that was ordered, and none that did not pass.
 */
export function mapSession(raw: unknown, context: MappingContext<AcmeOrder>): IdvResult<MappedStatus> {
  const parsed = sessionSchema.safeParse(raw);
  if (!parsed.success) return refuse("invalid_response", describeIssues(parsed.error, "session").join("; "));
  const session = parsed.data;
  const stated = statuses.get(session.status);
  // A status that is not known is final only where a result came with it, and then it decides nothing.
  const isOpen = stated === null || (stated === undefined && session.person === undefined);
  if (isOpen) return success({ final: false, rawStatus: session.status, reference: session.id });
  return success(finalStatus(session, stated, context));
}

function finalStatus(
  session: WireSession,
  stated: IdvVerdict | undefined,
  { now, order }: MappingContext<AcmeOrder>,
): FinalStatus {
  const doubts = doubtsOf(session, stated, order);
  const verdict = stated === undefined || doubts.length > 0 ? "inconclusive" : stated;
  const isComplete = completeVerdicts.has(verdict);
  const person = isComplete ? mapPerson(session) : { contents: [], warnings: [] };
  const endedAt = readTime(session.endedAt);
  const noTime = endedAt === undefined ? [{ code: "missing_value", path: "endedAt" }] : [];
  const { amr, assurance } = mostProof[order.product];
  return {
    final: true,
    verdict,
    rawStatus: session.status,
    reference: session.id,
    contents: [...person.contents, verification(session, verdict, endedAt ?? now.toISOString())],
    ...(verdict === "verified" ? { amr: [...amr], assurance } : { amr: [] }),
    identifiers: [],
    attributes: {},
    warnings: [...doubts, ...person.warnings, ...noTime],
  };
}

/** Only what would be verified can be doubted; a refusal stands as it is. */
function doubtsOf(session: WireSession, stated: IdvVerdict | undefined, order: AcmeOrder): MappingWarning[] {
  if (stated === undefined) return [{ code: "unknown_status", path: "status" }];
  return stated === "verified" ? findDoubts(session, order) : [];
}

function verification(session: WireSession, verdict: IdvVerdict, verifiedAt: string): TypedContent {
  return {
    type: "verification",
    content: {
      status: verdictSpellings[verdict].verification,
      provider: "acme",
      trustFramework: null,
      assuranceLevel: null,
      verifiedAt,
      verificationProcessId: session.id,
      terminationReason: completeVerdicts.has(verdict) ? null : { code: session.status, message: null },
      methods: [{ type: "documentCheck", checks: mapChecks(session), evidence: [] }],
    },
  };
}
