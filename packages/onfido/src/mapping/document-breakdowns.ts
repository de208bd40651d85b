import { findingsBelow, type OnfidoFinding } from "./finding.ts";

/** Breakdowns and sub-breakdowns of the document report (Onfido API v3.6, document report; Assure's spelling). */
export const documentBreakdowns: readonly OnfidoFinding[] = [
  ...findingsBelow("documentVerification", "documentValidity", [
    ["", "The document check did not pass."],
    [".subResult", "The provider does not fully trust the document."],
    [".rawReport", "The raw report on the document contradicts the process."],
    [".rawReport.subResult", "The raw report trusts the document less than the process does."],
  ]),
  ...findingsBelow("documentVerification.dataComparison", "dataCrosscheck", [
    ["", "The document does not say what the person stated."],
    [".issuingCountry", "The issuing country is not the one stated."],
    [".gender", "The sex is not the one stated."],
    [".dateOfExpiry", "The date of expiry is not the one stated."],
    [".lastName", "The last name is not the one stated."],
    [".documentType", "The document type is not the one stated."],
    [".documentNumbers", "The document number is not the one stated."],
    [".firstName", "The first name is not the one stated."],
    [".dateOfBirth", "The date of birth is not the one stated."],
  ]),
  ...findingsBelow("documentVerification.dataValidation", "documentValidity", [
    ["", "The data of the document is not valid."],
    [".gender", "The sex is not in the form of such documents."],
    [".dateOfBirth", "The date of birth is not in the form of such documents."],
    [".documentNumbers", "A document number is not in the form of such documents."],
    [".documentExpiration", "The document has expired."],
    [".expiryDate", "The date of expiry is not in the form of such documents."],
    [".mrz", "The machine readable zone is not well formed."],
    [".barcode", "The barcode is not well formed."],
  ]),
  ...findingsBelow("documentVerification.dataConsistency", "dataCrosscheck", [
    ["", "The parts of the document contradict each other."],
    [".dateOfExpiry", "The document gives different dates of expiry."],
    [".documentNumbers", "The document gives different document numbers."],
    [".issuingCountry", "The document gives different issuing countries."],
    [".documentType", "The document gives different document types."],
    [".dateOfBirth", "The document gives different dates of birth."],
    [".gender", "The document gives different sexes."],
    [".firstName", "The document gives different first names."],
    [".nationality", "The document gives different nationalities."],
    [".lastName", "The document gives different last names."],
    [".multipleDataSourcesPresent", "The document gives its data only once."],
  ]),
  ...findingsBelow("documentVerification.imageIntegrity", "documentValidity", [
    ["", "The pictures of the document cannot be used."],
    [".supportedDocument", "The document is not supported."],
    [".colourPicture", "The picture of the document has no colour.", "warning"],
    [".imageQuality", "The picture of the document is not good enough.", "warning"],
    [".conclusiveDocumentQuality", "The state of the document leaves doubt."],
  ]),
  ...findingsBelow("documentVerification.visualAuthenticity", "securityFeatures", [
    ["", "The document does not look genuine."],
    [".fonts", "The fonts are not those of such documents."],
    [".pictureFaceIntegrity", "The portrait looks altered."],
    [".template", "The layout is not that of such documents."],
    [".securityFeatures", "A security feature is missing or wrong."],
    [".digitalTampering", "The picture was altered digitally."],
    [".other", "The document shows other signs of forgery."],
    [".faceDetection", "No portrait was found on the document."],
    [".originalDocumentPresent", "The picture does not show the original."],
  ]),
  ...findingsBelow("documentVerification.policeRecord", "databaseCheck", [
    ["", "The document is on record as lost, stolen or compromised."],
    [
      ".documentHasNotBeenRecordedAsLost,StolenOrCompromised",
      "The police have the document on record as lost, stolen or compromised.",
    ],
  ]),
  ...findingsBelow("documentVerification.compromisedDocument", "databaseCheck", [
    ["", "The document is known to be compromised."],
    [".documentDatabase", "A database lists the document as compromised."],
    [".repeatAttempts", "The document was used before with other data."],
  ]),
  ...findingsBelow("documentVerification.ageValidation", "ageCheck", [
    ["", "The age of the person is not accepted."],
    [".minimumAcceptedAge", "The person is younger than the accepted age."],
  ]),
  ...findingsBelow("documentVerification.issuingAuthority", "chipAuthentication", [
    ["", "The chip was not confirmed by the issuing authority."],
    [".nfcActiveAuthentication", "The chip may be a copy."],
    [".nfcPassiveAuthentication", "The data of the chip was altered."],
  ]),
];
