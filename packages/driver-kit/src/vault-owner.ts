import type { StepWork, VaultOwner } from "@idvkit/core";

/** Owner of what one execution stores, in every driver the same, so that one erasure finds it all. */
export function vaultOwner({ tenantId, executionId }: StepWork): VaultOwner {
  return { tenantId: tenantId ?? "default", executionId };
}
