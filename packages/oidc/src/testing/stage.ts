import { randomBytes } from "node:crypto";
import { OAuthRefusal } from "./answer.ts";
import type { SigningKeys } from "./keys.ts";
import type { Misbehaviour } from "./misbehaviour.ts";
import type { OpenIdProviderSimulatorOptions, SimulatedClient } from "./settings.ts";
import type { SimulatorStore } from "./store.ts";

/** What every endpoint of one simulated provider works with. */
export interface Stage {
  readonly issuer: string;
  readonly options: OpenIdProviderSimulatorOptions;
  readonly keys: SigningKeys;
  readonly store: SimulatorStore;
  /** What the provider does wrong at the moment, in order of request. */
  misbehaviours(): readonly Misbehaviour[];
  /** The honest discovery document: where the endpoints really are. */
  readonly document: Readonly<Record<string, unknown>>;
  /** Seconds since 1970. */
  seconds(): number;
  now(): Date;
  /** A new unguessable word. */
  word(bytes?: number): string;
}

/** Runs one hook of every misbehaviour over a value. */
export async function bend<Value>(
  stage: Stage,
  value: Value,
  change: (misbehaviour: Misbehaviour, value: Value) => Value | Promise<Value> | undefined,
): Promise<Value> {
  let bent = value;
  for (const misbehaviour of stage.misbehaviours()) bent = (await change(misbehaviour, bent)) ?? bent;
  return bent;
}

export function clientOf(stage: Stage, clientId: string | null | undefined): SimulatedClient {
  const client = stage.options.clients.find((candidate) => candidate.clientId === clientId);
  if (client === undefined) throw new OAuthRefusal("invalid_client", "unknown client", 401);
  return client;
}

/** The address of an endpoint, as the honest discovery document gives it. */
export function endpoint(stage: Stage, member: string): string {
  return String(stage.document[member]);
}

export function systemRandom(bytes: number): Uint8Array {
  return randomBytes(bytes);
}
