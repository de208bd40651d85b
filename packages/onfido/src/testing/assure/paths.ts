/**
 * Where the simulator serves the calls whose real paths are not published; fit for the driver's `paths` option.
 * Leave `setImages` out to upload into the dossier, which is the default of the driver.
 */
export const simulatorPaths = {
  setImages: "/assure/dossiers/{dossierId}/processes/{processId}/images",
  getImage: "/assure/dossiers/{dossierId}/processes/{processId}/images/{depiction}",
  fullResult: "/assure/dossiers/{dossierId}/processes/{processId}/full-result",
} as const;

export const simulatorTokenPath = "/auth/open/connect/token";

/** Signicat's hosted capture page, as far as the simulator goes. */
export const simulatorCapturePage = "/capture/{processId}";
