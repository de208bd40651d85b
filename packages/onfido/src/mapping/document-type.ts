import type { DocumentType } from "@idvkit/core";

/** Document types in the spellings of Assure and of Onfido, letters only, in lower case. */
export const documentTypeNames: ReadonlyMap<string, DocumentType> = new Map<string, DocumentType>([
  ["passport", "PASSPORT"],
  ["passportcard", "PASSPORT"],
  ["driverslicense", "DRIVING_LICENSE"],
  ["driverslicence", "DRIVING_LICENSE"],
  ["driverlicense", "DRIVING_LICENSE"],
  ["driverlicence", "DRIVING_LICENSE"],
  ["drivinglicense", "DRIVING_LICENSE"],
  ["drivinglicence", "DRIVING_LICENSE"],
  ["nationalidentitycard", "ID"],
  ["nationalidcard", "ID"],
  ["identitycard", "ID"],
  ["idcard", "ID"],
  ["id", "ID"],
  ["residencepermit", "RESIDENT_PERMIT"],
  ["residentpermit", "RESIDENT_PERMIT"],
  ["residencecard", "RESIDENT_PERMIT"],
  ["visa", "VISA"],
  ["healthcard", "HEALTH_CARD"],
  ["healthinsurancecard", "HEALTH_CARD"],
]);

/** Finds a document type by its name; `driversLicense`, `driving_licence` and `DRIVING_LICENSE` are the same. */
export function foldDocumentType(name: string): DocumentType | undefined {
  return documentTypeNames.get(name.replace(/[^A-Za-z]/g, "").toLowerCase());
}
