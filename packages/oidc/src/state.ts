import {
  type DriverState,
  describeIssues,
  type IdvResult,
  type JsonObject,
  type StepWork,
  success,
} from "@idvkit/core";
import { openState, type StateBinding, type StateKeys, sealState } from "@idvkit/driver-kit";
import { z } from "zod";
import { refuse } from "./refusal.ts";

const time = z.iso.datetime();

const stateSchema = z.strictObject({
  version: z.literal(1),
  flow: z.enum(["code", "ciba"]),
  phase: z.enum(["awaiting", "redeemed", "completed"]),
  /** What a delivery is found by. */
  ref: z.string().min(1),
  startedAt: time,
  expiresAt: time,
  /** The session that the person started in. */
  browserSession: z.string().exactOptional(),
  /** The person came back in that session. */
  sessionConfirmed: z.boolean().exactOptional(),
  /** JWE with everything of this login that is secret. Gone once it is over. */
  sealed: z.string().exactOptional(),
  /** CIBA: the least time between two polls. */
  intervalMs: z.int().positive().exactOptional(),
  /** CIBA: not before this time. */
  askAgainAt: time.exactOptional(),
});

/** What the driver remembers between two calls. */
export type OidcState = z.infer<typeof stateSchema>;

/** Reads the state that an earlier outcome returned. Fails with `invalid_input` for anything else. */
export function readState(state: DriverState): IdvResult<OidcState> {
  const parsed = stateSchema.safeParse(state);
  if (parsed.success) return success(parsed.data);
  return refuse("invalid_input", describeIssues(parsed.error, "work.driverState").join("; "));
}

/** The state as it leaves the driver. */
export function writeState(state: OidcState): DriverState {
  return state as DriverState;
}

/** Hides a login's secrets from whoever stores the state; they open for the same step only. */
export function seal(keys: StateKeys, work: StepWork, secrets: JsonObject): Promise<IdvResult<string>> {
  return sealState(secrets, { keys, binding: bindingOf(work) });
}

/** Fails with `lifecycle` for a login that is over, with `invalid_input` for a state of another step. */
export async function unseal(keys: StateKeys, work: StepWork, { sealed }: OidcState): Promise<IdvResult<JsonObject>> {
  if (sealed === undefined) return refuse("lifecycle", "driverState.phase: the login is over");
  return openState(sealed, { keys, binding: bindingOf(work) });
}

function bindingOf({ tenantId, executionId, nodeId, attempt }: StepWork): StateBinding {
  return { ...(tenantId !== undefined && { tenantId }), executionId, nodeId, attempt };
}
