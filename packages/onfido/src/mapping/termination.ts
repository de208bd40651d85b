import type { FinalStatus, IdvVerdict, MappingContext } from "@idvkit/core";
import { wireObject } from "../wire-object.ts";
import type { OnfidoAnswer } from "./answer.ts";
import type { OnfidoOrder } from "./order.ts";
import { mapOutcome } from "./verification.ts";

/** How a process can end before there is anything to verify. */
export type TerminationKind = "canceled" | "error" | "aborted";

/** What a status that ends a process early comes to. */
const terminatingVerdicts: ReadonlySet<IdvVerdict> = new Set<IdvVerdict>(["canceled", "aborted", "error"]);
const codeLike = /^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/;

/**
 * The outcome of a process whose end the driver knows without the provider: the person closed the SDK, or it failed.
 * `rawStatus` says so in the driver's own word and becomes the code of the termination.
 */
export function mapTermination(
  kind: TerminationKind,
  rawStatus: string,
  reference: string | null,
  context: MappingContext<OnfidoOrder>,
): FinalStatus {
  const contents = mapOutcome(
    {
      verdict: kind,
      verifiedAt: context.now.toISOString(),
      reference,
      terminationCode: isCode(rawStatus) ? rawStatus : kind,
      examination: { issues: [], checks: [] },
      doubts: [],
    },
    context,
  );
  return {
    final: true,
    verdict: kind,
    rawStatus,
    reference,
    contents,
    amr: [],
    identifiers: [],
    attributes: {},
    warnings: [],
  };
}

/**
 * Why a process ended early: the type of its fail reason where that is a code, else its status; null when it ran to its
 * end. The list of types is not published.
 */
export function terminationCode(verdict: IdvVerdict, { status, failReason }: OnfidoAnswer): string | null {
  if (!terminatingVerdicts.has(verdict) && (failReason ?? null) === null) return null;
  return [wireObject(failReason)?.type, status].find(isCode) ?? "failed";
}

function isCode(value: unknown): value is string {
  return typeof value === "string" && codeLike.test(value);
}
