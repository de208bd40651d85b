import { type DriverState, describeIssues, type IdvResult, success } from "@idvkit/core";
import { z } from "zod";
import { refuse } from "../refusal.ts";

/** What the driver remembers between two calls. It holds no secret. */
const stateSchema = z.strictObject({
  version: z.literal(1),
  sessionId: z.string().min(1),
  startedAt: z.iso.datetime(),
  polls: z.int().min(0),
  /** The browser session that the person started in. */
  browserSession: z.string().exactOptional(),
  /** The person came back in that session. */
  sessionConfirmed: z.boolean().exactOptional(),
  /** Digest of the final outcome that was given: tells whether Acme changed its mind. */
  givenSha256: z.string().exactOptional(),
});

export type AcmeState = z.infer<typeof stateSchema>;

/** Reads the state that an earlier outcome returned. Fails with `invalid_input` for anything else. */
export function readState(state: DriverState): IdvResult<AcmeState> {
  const parsed = stateSchema.safeParse(state);
  return parsed.success
    ? success(parsed.data)
    : refuse("invalid_input", describeIssues(parsed.error, "work.driverState").join("; "));
}

/** The state as it leaves the driver. */
export function writeState(state: AcmeState): DriverState {
  return state as DriverState;
}
