import type { MethodProfile } from "@idvkit/core";
import type { OnfidoSettings } from "./options.ts";

export const provider = "onfido";
export const methodType = "document";

/** What this method can prove and gives, on either channel. */
export function evidenceProfile(
  settings: Pick<OnfidoSettings, "processType" | "outputs">,
): Pick<MethodProfile, "maxAssurance" | "amr" | "produces"> {
  const takesFace = settings.processType !== "document";
  return {
    // A report names no eIDAS or NIST level. A document that nobody was compared with is weaker evidence of a person.
    maxAssurance: { evidenceStrength: takesFace ? "strong" : "fair" },
    amr: takesFace ? ["face"] : [],
    produces: [
      "basicIdentity",
      "extendedIdentity",
      "documentData",
      "documentImages",
      ...(takesFace ? (["biometricSamples"] as const) : []),
      ...(settings.outputs ?? (["verification", "documentVerification"] as const)),
    ],
  };
}
