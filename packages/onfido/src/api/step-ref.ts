import { hash } from "node:crypto";
import type { StepWork } from "@idvkit/core";

/**
 * The step in a form for the provider and for addresses that people see: a digest, which shows none of the caller's own
 * ids. The same attempt has the same one.
 */
export function stepRef({ tenantId = "default", executionId, nodeId, attempt }: StepWork): string {
  return hash("sha256", JSON.stringify(["onfido", tenantId, executionId, nodeId, attempt]), "base64url");
}
