import type { MethodProfile } from "@idvkit/core";
import { mostProof } from "./mapping/order.ts";
import type { AcmeSettings } from "./options.ts";

export const provider = "acme";
export const methodType = "document";

/** What the method can do and prove with these settings. The contract kit holds the driver to it. */
export function profileOf({ product }: AcmeSettings): MethodProfile {
  const { amr, assurance } = mostProof[product];
  return {
    maxAssurance: assurance,
    amr: [...amr],
    needs: [],
    produces: ["basicIdentity", "verification"],
    methods: { submit: false, callback: true, poll: true, cancel: true },
    callbackAuthenticity: "signed",
    // Acme takes an idempotency key.
    dispatchRepeat: "safe",
  };
}
