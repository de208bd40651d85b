import {
  type DriverState,
  describeIssues,
  failure,
  IdvError,
  type IdvResult,
  success,
  vaultReferenceSchema,
} from "@idvkit/core";
import { z } from "zod";
import { refuse } from "../refusal.ts";

/** How far a step is. `started` is what a failed dispatch leaves: a dossier, and perhaps a process that Assure will not start. */
export const phases = [
  "started",
  "awaitingImages",
  "awaitingCapture",
  "awaitingSdk",
  "verifying",
  "completed",
] as const;

const time = z.iso.datetime();

/** What the Assure channel remembers between two calls. It holds no secret and no token. */
const stateSchema = z.strictObject({
  version: z.literal(1),
  channel: z.literal("assure"),
  phase: z.enum(phases),
  dossierId: z.string().min(1),
  processId: z.string().min(1).exactOptional(),
  documentType: z.string().exactOptional(),
  /** The session that the person started in. */
  browserSession: z.string().exactOptional(),
  /** The person came back in that session. */
  sessionConfirmed: z.boolean().exactOptional(),
  biometricConsent: z.boolean().exactOptional(),
  locationMissing: z.boolean().exactOptional(),
  /** SHA-256 of the images that Assure has taken, so that a repeated submit uploads them once. */
  uploadedSha256: z.string().exactOptional(),
  /** A start failed, and may have reached Assure all the same. */
  startTried: z.boolean().exactOptional(),
  artifacts: z.record(z.string(), vaultReferenceSchema).exactOptional(),
  startedAt: time,
  /** When the process was last read; an unauthenticated delivery causes no second read within an interval. */
  readAt: time.exactOptional(),
  /** The status that was read then. */
  rawStatus: z.string().exactOptional(),
  /** Digests of the outcome that was given. */
  outcomeSha256: z.string().exactOptional(),
  givenSha256: z.string().exactOptional(),
  polls: z.int().min(0),
});

export type AssureState = z.infer<typeof stateSchema>;

/** A state with a process: what every call after dispatch needs. */
export type RunningState = AssureState & { processId: string };

/** Reads the state that an earlier outcome returned. Fails with `invalid_input` for anything else. */
export function readState(state: DriverState): IdvResult<AssureState> {
  const parsed = stateSchema.safeParse(state);
  if (parsed.success) return success(parsed.data);
  return failure(
    new IdvError({
      code: "invalid_input",
      message: describeIssues(parsed.error, "work.driverState").join("; "),
      provider: "onfido",
    }),
  );
}

/** Reads the state of a process that runs or ran. Fails with `lifecycle` when none was started. */
export function readRunningState(state: DriverState): IdvResult<RunningState> {
  const read = readState(state);
  if (!read.ok) return read;
  const { processId } = read.value;
  if (processId !== undefined) return success({ ...read.value, processId });
  return refuse("lifecycle", "driverState.phase: no process yet");
}

/** The state as it leaves the driver. */
export function writeState(state: AssureState): DriverState {
  return state as DriverState;
}
