import type { ServerMetadata } from "./wire.ts";

/** Signatures that prove something to a third party. A shared secret (HS256) proves nothing, `none` even less. */
const provingAlgorithms = /^(?:RS|PS|ES)(?:256|384|512)$|^EdDSA$|^Ed25519$|^ML-DSA-(?:44|65|87)$/;

export function isProvingAlgorithm(algorithm: string): boolean {
  return provingAlgorithms.test(algorithm);
}

/**
 * Algorithms that an ID token may be signed by where none was agreed on: the proving ones of those that the provider
 * names. RS256 is what a silent one means. A provider that also offers `none` or HS256 does not get them accepted by that.
 */
export function idTokenAlgorithms({ id_token_signing_alg_values_supported: offered }: ServerMetadata): string[] {
  const proving = offered?.filter(isProvingAlgorithm) ?? [];
  return proving.length > 0 ? proving : ["RS256"];
}
