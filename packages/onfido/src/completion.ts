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
  /** The state, given the digests of this outcome. */
  stateWith(digests: OutcomeDigests): DriverState;
  /** The digest of the outcome that was given before; undefined for the first one. */
  givenSha256: string | undefined;
}

/** Members of a completed step's state, by which a later reading shows whether the provider changed its mind. */
export interface OutcomeDigests {
  /** Of what the provider says: see {@link outcomeSha256}. */
  outcomeSha256: string;
  /** Of the whole outcome as it was given. */
  givenSha256: string;
}

/** Ends the step with a final status. An outcome that differs from the one given before revises it. */
export function complete(status: FinalStatus, completion: Completion): StepResult {
  const { work, now, profile, sessionConfirmed, stateWith } = completion;
  const sessionBinding = sessionConfirmed ? "bound" : "none";
  const result = toNodeResult(status, {
    executionId: work.executionId,
    nodeId: work.nodeId,
    attempt: work.attempt,
    now,
    provider,
    methodType,
    maxAssurance: profile.maxAssurance,
    sessionBinding,
  });
  if (!result.ok) return result;
  const givenSha256 = digestOf({ status, sessionBinding }, timesOnly);
  const revises = completion.givenSha256 !== undefined && completion.givenSha256 !== givenSha256;
  const driverState = stateWith({ outcomeSha256: outcomeSha256(status), givenSha256 });
  return success({ kind: "completed", driverState, result: result.value, ...(revises && { revises }) });
}

const timesOnly: ReadonlySet<string> = new Set(["verifiedAt"]);

/** Members that change without the outcome: the time of reading, and what is kept beside it. */
const accompanying: ReadonlySet<string> = new Set(["verifiedAt", "evidence", "evidences"]);
const picturesOnly: ReadonlySet<string> = new Set(["documentImages", "biometricSamples"]);

/** A digest of what the provider says, without the time of reading and the files that are kept beside it. */
export function outcomeSha256({ verdict, rawStatus, contents }: FinalStatus): string {
  const said = contents.filter(({ type }) => !picturesOnly.has(type));
  return digestOf({ verdict, rawStatus, contents: said }, accompanying);
}

function digestOf(value: object, without: ReadonlySet<string>): string {
  const json = JSON.stringify(value, (name, member: unknown) => (without.has(name) ? undefined : member));
  return hash("sha256", json, "base64url");
}
