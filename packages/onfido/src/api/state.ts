import { type DriverState, describeIssues, type IdvResult, success, vaultReferenceSchema } from "@idvkit/core";
import { z } from "zod";
import { refuse } from "../refusal.ts";

/** How far a step is. `started` is what a failed dispatch leaves: an applicant for whom nothing is asked yet. */
export const phases = ["started", "awaitingImages", "awaitingSdk", "awaitingLink", "verifying", "completed"] as const;

const time = z.iso.datetime();
const id = z.string().min(1);

/** What the channel remembers between two calls. It holds no secret and no token. */
const stateSchema = z.strictObject({
  version: z.literal(1),
  channel: z.literal("onfido"),
  phase: z.enum(phases),
  applicantId: id,
  /** The caller brought the applicant, which may have more than this verification: it is not deleted. */
  applicantGiven: z.boolean().exactOptional(),
  checkId: id.exactOptional(),
  reportIds: z.array(id).exactOptional(),
  workflowRunId: id.exactOptional(),
  documentType: z.string().exactOptional(),
  /** The session that the person started in. */
  browserSession: z.string().exactOptional(),
  /** The person came back in that session. */
  sessionConfirmed: z.boolean().exactOptional(),
  biometricConsent: z.boolean().exactOptional(),
  locationMissing: z.boolean().exactOptional(),
  /** What Onfido has taken of a submit, by the SHA-256 of each picture, so that a repeated one uploads nothing twice. */
  uploads: z.record(z.string(), id).exactOptional(),
  /** Creating the check failed, and may have reached Onfido all the same. */
  checkTried: z.boolean().exactOptional(),
  timelineFileId: id.exactOptional(),
  artifacts: z.record(z.string(), vaultReferenceSchema).exactOptional(),
  startedAt: time,
  /** When the result was read first. A check says no time of its own. */
  finalAt: time.exactOptional(),
  readAt: time.exactOptional(),
  rawStatus: z.string().exactOptional(),
  /** Digests of the outcome that was given. */
  outcomeSha256: z.string().exactOptional(),
  givenSha256: z.string().exactOptional(),
  polls: z.int().min(0),
});

export type ApiState = z.infer<typeof stateSchema>;

/** Reads the state that an earlier outcome returned. Fails with `invalid_input` for anything else. */
export function readState(state: DriverState): IdvResult<ApiState> {
  const parsed = stateSchema.safeParse(state);
  if (parsed.success) return success(parsed.data);
  const message = describeIssues(parsed.error, "work.driverState").join("; ");
  return refuse("invalid_input", message);
}

/** The state as it leaves the driver. */
export function writeState(state: ApiState): DriverState {
  return state as DriverState;
}
