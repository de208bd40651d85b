import type { ProcessType } from "./setting-schemas.ts";

/** The steps that Onfido's SDK has to show for a process type (Assure's Onfido page, "Face match"). */
export const sdkSteps: { readonly [T in ProcessType]: readonly string[] } = {
  document: ["document"],
  documentSelfie: ["document", "facePhoto"],
  documentVideo: ["document", "faceVideo"],
};
