import type { DocumentType } from "@idvkit/core";

/** What was asked for. An answer to less is never verified. */
export interface OnfidoOrder {
  processType: "document" | "documentSelfie" | "documentVideo";
  /** The document types that are allowed; absent: any. */
  documentTypes?: readonly DocumentType[];
  /** Which forms of the outcome to give; absent: both. */
  outputs?: readonly ("verification" | "documentVerification")[];
  /** Whether the person agreed to biometric processing. */
  biometricConsent?: boolean;
  /** Reports that Onfido's API was asked for, by their names (API v3.6, report_name). */
  reports?: readonly string[];
  /** Whether the extra data of a driving licence was asked for. */
  drivingLicenceExtras?: boolean;
}

/** Assure's process types for Onfido: each verifies what the one before it does, and more. */
const processTypes: readonly unknown[] = ["document", "documentSelfie", "documentVideo"];

/** Whether an answer of one process type verifies what another was ordered for. A type that is not known covers nothing. */
export function coversOrder(answered: unknown, ordered: OnfidoOrder["processType"]): boolean {
  return processTypes.slice(0, processTypes.indexOf(answered) + 1).includes(ordered);
}

/** Whether a process type takes the person's face. */
export function takesFace(processType: unknown): boolean {
  return processTypes.indexOf(processType) > 0;
}
