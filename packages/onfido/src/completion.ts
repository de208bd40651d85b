import { hash } from "node:crypto";
import {
  type DriverState,
  type FinalStatus,
  type MethodProfile,
  type StepResult,
  type StepWork,
  success,
  toNodeResult,
} from "@idvkit/core";
import { methodType, provider } from "./profile.ts";

/** What is known about the step that a final status ends. */
export interface Completion {
  work: StepWork;
  now: Date;
  profile: MethodProfile;
  sessionConfirmed: boolean;
  driverState: DriverState;
  /** The digest of the outcome that was given before; undefined for the first one. */
  givenSha256: string | undefined;
}

/** Ends the step with a final status. An outcome that differs from the one given before revises it. */
export function complete(status: FinalStatus, completion: Completion): StepResult {
  const { work, now, profile, sessionConfirmed, driverState, givenSha256 } = completion;
  const result = toNodeResult(status, {
    executionId: work.executionId,
    nodeId: work.nodeId,
    attempt: work.attempt,
    now,
    provider,
    methodType,
    maxAssurance: profile.maxAssurance,
    sessionBinding: sessionConfirmed ? "bound" : "none",
  });
  if (!result.ok) return result;
  const revises = givenSha256 !== undefined && givenSha256 !== outcomeSha256(status);
  return success({ kind: "completed", driverState, result: result.value, ...(revises && { revises }) });
}

/** Members that change without the outcome: the time of reading, and what is kept beside it. */
const accompanying: ReadonlySet<string> = new Set(["verifiedAt", "evidence", "evidences"]);
const picturesOnly: ReadonlySet<string> = new Set(["documentImages", "biometricSamples"]);

/** A digest of what a final status says, so that a later reading shows whether the provider changed it. */
export function outcomeSha256({ verdict, rawStatus, contents }: FinalStatus): string {
  const said = { verdict, rawStatus, contents: contents.filter(({ type }) => !picturesOnly.has(type)) };
  const json = JSON.stringify(said, (name, value: unknown) => (accompanying.has(name) ? undefined : value));
  return hash("sha256", json, "base64url");
}
