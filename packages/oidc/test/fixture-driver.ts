import { hash } from "node:crypto";
import type { JsonObject } from "@idvkit/core";
import { createOidcDriver, type OidcOptions } from "../src/index.ts";

/**
 * How many random values one login takes: state, nonce and code verifier, or, for CIBA, the four signs of the binding message
 * and the token of the ping. A repeated dispatch gets the same ones, as the recorded traffic holds them.
 */
const valuesOf = { code: 3, ciba: 5 } as const;

/** Random bytes that are the same in every run, so that a recorded ID token fits the nonce. */
export function seededBytes(seed: string, valuesOfLogin: number = valuesOf.code): (size: number) => Uint8Array {
  let count = 0;
  return (size) => {
    const value = hash("sha256", `${seed}:${count % valuesOfLogin}`, "buffer");
    count += 1;
    return new Uint8Array(value.subarray(0, size));
  };
}

/** The driver of a scenario: its options are the scenario's, its random values those of the recording. */
export function fixtureDriver(options: JsonObject, http: OidcOptions["http"] = {}) {
  const settings = options as unknown as OidcOptions;
  return createOidcDriver({
    ...settings,
    stateKeys: { current: "k1", keys: { k1: new Uint8Array(32).fill(7) } },
    randomBytes: seededBytes(settings.clientId, valuesOf[settings.flow?.kind ?? "code"]),
    ...(http !== undefined && { http }),
  });
}
