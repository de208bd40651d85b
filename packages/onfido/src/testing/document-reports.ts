import { type Breakdowns, clear, clearWith, group, notPerformed, sub, summary } from "./breakdowns.ts";

/**
 * `providerSpecific.documentVerification` of Assure's Onfido page, with the values of its specimen: the fictitious
 * WILLEKE LISELOTTE DE BRUIJN of the Dutch specimen documents.
 */
export type DocumentReport = Record<string, unknown> & { breakdowns: Breakdowns; subResult: string; result: string };

const person = { firstName: "WILLEKE LISELOTTE", lastName: "DE BRUIJN", dateOfBirth: "1965-03-10" };
const passport = { ...person, documentType: "passport", documentNumber: "SPECI2021" };

const authenticitySubs = ["faceDetection", "template", "pictureFaceIntegrity", "other", "securityFeatures", "fonts"];
const dataSubs = ["documentType", "issuingCountry", "dateOfBirth", "documentNumbers"];

const wholeImage = group(clear("supportedDocument", "colourPicture", "imageQuality", "conclusiveDocumentQuality"));
const wholeImageWithProperties = group(
  clearWith(
    "supportedDocument",
    "onfidoSupportedDocument",
    "customSupportedDocument",
    "issuingCountrySubjectToSanctions",
  ),
  clear("colourPicture", "imageQuality"),
  clearWith(
    "conclusiveDocumentQuality",
    "cornerRemoved",
    "abnormalDocumentFeatures",
    "obscuredSecurityFeatures",
    "watermarksDigitalTextOverlay",
    "puncturedDocument",
    "obscuredDataPoints",
    "missingBack",
    "digitalDocument",
  ),
);
const authentic = group(clear(...authenticitySubs, "originalDocumentPresent", "digitalTampering"));
const authenticWithProperties = group(
  clear(...authenticitySubs),
  clearWith("originalDocumentPresent", "scan", "screenshot", "photoOfScreen", "documentOnPrintedPaper"),
  clear("digitalTampering"),
);
const ofAge = group(clear("minimumAcceptedAge"));
const noChip = group(notPerformed("nfcActiveAuthentication", "nfcPassiveAuthentication"));
const notCompared = group(notPerformed("dateOfExpiry", "lastName", "firstName", "gender", ...dataSubs));

const passportBreakdowns: Breakdowns = {
  imageIntegrity: wholeImage,
  dataConsistency: group(
    clear("lastName", "firstName", "dateOfExpiry", "nationality", "gender", "multipleDataSourcesPresent", ...dataSubs),
  ),
  dataComparison: group(clear("firstName", "lastName", "dateOfExpiry", "gender", ...dataSubs)),
  ageValidation: ofAge,
  policeRecord: { result: "clear" },
  visualAuthenticity: authentic,
  dataValidation: group(clear("expiryDate", "mrz", "gender", "dateOfBirth", "documentExpiration", "documentNumbers")),
  compromisedDocument: group(clear("documentDatabase", "repeatAttempts")),
};

/** A passport in which every check passed. */
function clearPassport(): DocumentReport {
  return {
    ...passport,
    dateOfExpiry: "2031-08-30",
    issuingCountry: "NLD",
    subResult: "clear",
    ...summary(passportBreakdowns),
    result: "clear",
    breakdowns: structuredClone(passportBreakdowns),
  };
}

/** A passport that is out of date. Constructed: the page has no example of `caution`. */
function expiredPassport(): DocumentReport {
  const breakdowns: Breakdowns = {
    ...structuredClone(passportBreakdowns),
    dataValidation: group(
      clear("expiryDate", "mrz", "gender", "dateOfBirth", "documentNumbers"),
      sub("documentExpiration", "consider"),
    ),
  };
  return {
    ...clearPassport(),
    dateOfExpiry: "2021-08-30",
    subResult: "caution",
    ...summary(breakdowns),
    result: "consider",
    breakdowns,
  };
}

/** A passport under suspicion, with all that was read from it. */
function suspectedPassport(): DocumentReport {
  const breakdowns: Breakdowns = {
    issuingAuthority: noChip,
    imageIntegrity: wholeImageWithProperties,
    dataConsistency: group(
      clear("dateOfExpiry", "lastName", "firstName", "gender", ...dataSubs),
      notPerformed("nationality", "multipleDataSourcesPresent"),
    ),
    dataComparison: notCompared,
    ageValidation: ofAge,
    policeRecord: {},
    dataValidation: group(
      clear("expiryDate", "mrz", "gender", "dateOfBirth", "documentNumbers"),
      sub("documentExpiration", "consider"),
      notPerformed("barcode"),
    ),
    visualAuthenticity: authenticWithProperties,
    compromisedDocument: group(sub("documentDatabase", "consider"), notPerformed("repeatAttempts")),
  };
  return {
    ...passport,
    gender: "F",
    nationality: "NLD",
    dateOfExpiry: "2031-08-30",
    issuingCountry: "NLD",
    dateOfIssue: "2021-08-30",
    placeOfBirth: "SPECIMEN",
    personalIdentificationNumber: "999999990",
    mrzLine1: "P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<",
    mrzLine2: "SPECI20142NLD6503101F2403096999999990<<<<<84",
    aliasName: "MOLENAAR",
    subResult: "suspected",
    ...summary(breakdowns),
    result: "consider",
    breakdowns: structuredClone(breakdowns),
  };
}

/** A document that could not be read: hardly anything is known of it. */
function unreadableDocument(): DocumentReport {
  const breakdowns: Breakdowns = {
    imageIntegrity: group(clear("supportedDocument"), sub("imageQuality", "unidentified")),
  };
  return { subResult: "rejected", ...summary(breakdowns), result: "consider", breakdowns };
}

/** A driving licence in which every check that was performed passed; with what it allows to drive, if asked for. */
function clearDrivingLicence(withExtraData: boolean): DocumentReport {
  const breakdowns: Breakdowns = {
    issuingAuthority: noChip,
    imageIntegrity: wholeImageWithProperties,
    dataConsistency: group(
      notPerformed(
        "dateOfExpiry",
        "lastName",
        "firstName",
        "nationality",
        "gender",
        "multipleDataSourcesPresent",
        ...dataSubs,
      ),
    ),
    dataComparison: notCompared,
    ageValidation: ofAge,
    policeRecord: {},
    dataValidation: group(
      notPerformed("expiryDate", "mrz", "gender", "documentExpiration", "barcode"),
      clear("dateOfBirth"),
      clearWith("documentNumbers", "documentNumber"),
    ),
    visualAuthenticity: authenticWithProperties,
    compromisedDocument: group(clear("documentDatabase"), notPerformed("repeatAttempts")),
  };
  return {
    ...person,
    documentType: "driversLicense",
    documentNumber: "C1234567",
    issuingCountry: "NLD",
    dateOfIssue: "2018-07-14",
    placeOfBirth: "AMSTERDAM",
    personalIdentificationNumber: "111111111",
    subResult: "clear",
    ...summary(breakdowns),
    result: "clear",
    ...(withExtraData && structuredClone(drivingLicenceExtras)),
    breakdowns: structuredClone(breakdowns),
  };
}

export type DocumentSubResult = "clear" | "rejected" | "suspected" | "caution";

/** The report with a sub-result. Only a clear one tells a driving licence from a passport. */
export function documentReport(
  subResult: DocumentSubResult,
  document: { drivingLicence: boolean; extraData: boolean },
): DocumentReport {
  if (subResult !== "clear") return doubtfulReports[subResult]();
  return document.drivingLicence ? clearDrivingLicence(document.extraData) : clearPassport();
}

const doubtfulReports = {
  rejected: unreadableDocument,
  suspected: suspectedPassport,
  caution: expiredPassport,
} as const;

const carCategory = { obtainmentDate: "2004-10-07", expiryDate: "2036-07-23" };
const motorcycleCategory = { obtainmentDate: "2018-07-11", expiryDate: "2033-07-14" };

const drivingLicenceExtras = {
  driversLicense: true,
  restrictedLicence: false,
  rawVehicleClasses: "A1,A2,A,B1,B",
  vehicleClassDetails: [
    { category: "A1", obtainmentDate: "2002-10-14", expiryDate: "2036-07-23" },
    { category: "A2", ...motorcycleCategory },
    { category: "A", ...motorcycleCategory },
    { category: "B1", ...carCategory },
    { category: "B", ...carCategory },
  ],
  manualTransmissionRestriction: false,
  passengerVehicle: carCategory,
};
