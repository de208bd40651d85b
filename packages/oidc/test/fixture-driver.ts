import { hash } from "node:crypto";
import type { JsonObject } from "@idvkit/core";
import { createOidcDriver, type OidcOptions } from "../src/index.ts";

/** One login needs three random values; a repeated dispatch gets the same ones, as the recorded tokens hold them. */
const valuesOfLogin = 3;

/** Random bytes that are the same in every run, so that a recorded ID token fits the nonce. */
export function seededBytes(seed: string): (size: number) => Uint8Array {
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
    randomBytes: seededBytes(settings.clientId),
    ...(http !== undefined && { http }),
  });
}
