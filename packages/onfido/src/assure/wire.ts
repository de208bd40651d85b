import { type WireObject, wireObject } from "../wire-object.ts";

/** The members of Assure's answer to "Get process" that the mapping reads; every one but `status` may be anything. */
export interface WireProcess {
  raw: WireObject;
  status: string;
  processId: unknown;
  provider: unknown;
  processType: unknown;
  updatedAt: unknown;
  failReason: unknown;
  finalResult: WireObject | undefined;
  documentVerification: WireObject | undefined;
  facialSimilarity: WireObject | undefined;
}

/**
 * Reads a process by hand, because a schema of the whole tree costs more than the mapping itself.
 * Gives the path that is wrong instead when the value is no object or its status no text.
 */
export function readProcess(raw: unknown): WireProcess | { wrong: "process" | "status" } {
  const members = wireObject(raw);
  if (members === undefined) return { wrong: "process" };
  const { status } = members;
  if (typeof status !== "string") return { wrong: "status" };
  const reports = wireObject(members.providerSpecific);
  return {
    raw: members,
    status,
    processId: members.processId,
    provider: members.provider,
    processType: members.processType,
    updatedAt: members.updatedAt,
    failReason: members.failReason,
    finalResult: wireObject(members.finalResult),
    documentVerification: wireObject(reports?.documentVerification),
    facialSimilarity: wireObject(reports?.facialSimilarity),
  };
}
