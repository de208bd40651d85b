import type { IdvResult, Secret } from "@idvkit/core";
import { verifyHmac } from "@idvkit/driver-kit";

export function checkDelivery(body: Uint8Array, signature: string, secrets: Secret[]): Promise<IdvResult<void>> {
  return verifyHmac({ algorithm: "sha256", encoding: "hex", body, signature, secrets });
}
