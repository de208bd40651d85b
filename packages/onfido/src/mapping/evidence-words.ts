import { spellingsOf } from "./spelling.ts";

const namesOfData = [
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
];

/** Texts of an answer that are data about person, document or process, whatever they say, in both spellings. */
export const dataFields: ReadonlySet<string> = new Set(namesOfData.flatMap(spellingsOf));

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
  "sub_result",
  "breakdown",
  "breakdowns",
  "properties",
]);
