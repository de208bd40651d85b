/** Texts of a process and its reports that are data about person, document or process, whatever they say. */
export const dataFields: ReadonlySet<string> = new Set([
  "processId",
  "provider",
  "processType",
  "status",
  "createdAt",
  "updatedAt",
  "authorization",
  "firstName",
  "lastName",
  "gender",
  "nationality",
  "dateOfBirth",
  "placeOfBirth",
  "documentType",
  "documentNumber",
  "dateOfExpiry",
  "dateOfIssue",
  "issuingCountry",
  "personalIdentificationNumber",
  "mrzLine1",
  "mrzLine2",
  "aliasName",
  "similarityScore",
  "rawVehicleClasses",
]);

/**
 * Words that make a member a bad result although idvkit does not know the member: results, sub-results and statuses of
 * Onfido's reports and checks (API v3.6), and Assure's own, in lower case.
 */
export const refusingWords: ReadonlySet<string> = new Set([
  "consider",
  "unidentified",
  "rejected",
  "suspected",
  "caution",
  "declined",
  "failed",
  "inconclusive",
  "withdrawn",
  "cancelled",
  "canceled",
]);

/** What a node is made of. As the name of a breakdown it says that the response is not what it should be. */
export const structuralNames: ReadonlySet<string> = new Set([
  "result",
  "subResult",
  "breakdown",
  "breakdowns",
  "properties",
]);
