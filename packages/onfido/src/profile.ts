import type { MethodProfile } from "@idvkit/core";
import type { OnfidoSettings } from "./options.ts";

export const provider = "onfido";
export const methodType = "document";

/** What this method can do with these settings. */
export function profileOf(settings: OnfidoSettings): MethodProfile {
  const takesFace = settings.processType !== "document";
  return {
    // A report names no eIDAS or NIST level. A document that nobody was compared with is weaker evidence of a person.
    maxAssurance: { evidenceStrength: takesFace ? "strong" : "fair" },
    amr: takesFace ? ["face"] : [],
    needs: [],
    produces: [
      "basicIdentity",
      "extendedIdentity",
      "documentData",
      "documentImages",
      ...(takesFace ? (["biometricSamples"] as const) : []),
      ...(settings.outputs ?? (["verification", "documentVerification"] as const)),
    ],
    methods: { submit: settings.capture.mode !== "captureFlow", callback: true, poll: true, cancel: true },
    callbackAuthenticity: settings.callbackSecret === undefined ? "none" : "sharedSecret",
    // Assure takes no number of ours when a process is made, and lists no processes by one.
    dispatchRepeat: "mayStartTwice",
  };
}
