import { findingsBelow, type OnfidoFinding } from "./finding.ts";

/** Properties below the sub-breakdowns of the document report (Onfido API v3.6, document report; Assure's spelling). */
export const documentProperties: readonly OnfidoFinding[] = [
  ...findingsBelow("documentVerification.dataValidation.documentNumbers.", [
    ["documentNumber", "documentValidity", "error", "The document number is not in the form of such documents."],
  ]),
  ...findingsBelow("documentVerification.imageIntegrity.supportedDocument.", [
    ["onfidoSupportedDocument", "documentValidity", "error", "The provider does not support the document."],
    ["customSupportedDocument", "documentValidity", "error", "The account's own rules exclude the document."],
    ["issuingCountrySubjectToSanctions", "documentValidity", "error", "The issuing country is under sanctions."],
  ]),
  ...findingsBelow("documentVerification.imageIntegrity.imageQuality.", [
    ["darkPhoto", "documentValidity", "warning", "The picture is too dark."],
    ["glareOnPhoto", "documentValidity", "warning", "The picture has glare."],
    ["blurredPhoto", "documentValidity", "warning", "The picture is blurred."],
    ["coveredPhoto", "documentValidity", "warning", "Something covers a part of the document."],
    ["otherPhotoIssue", "documentValidity", "warning", "The picture has another fault."],
    ["damagedDocument", "documentValidity", "error", "The document is damaged."],
    ["incorrectSide", "documentValidity", "warning", "The picture shows the wrong side of the document."],
    ["cutOffDocument", "documentValidity", "warning", "The picture cuts off a part of the document."],
    ["noDocumentInImage", "documentValidity", "warning", "The picture shows no document."],
    ["twoDocumentsUploaded", "documentValidity", "warning", "The pictures show two different documents."],
  ]),
  ...findingsBelow("documentVerification.imageIntegrity.conclusiveDocumentQuality.", [
    ["obscuredDataPoints", "documentValidity", "warning", "Data of the document cannot be seen."],
    ["obscuredSecurityFeatures", "securityFeatures", "warning", "Security features cannot be seen."],
    [
      "abnormalDocumentFeatures",
      "securityFeatures",
      "error",
      "The document has features that such documents do not have.",
    ],
    ["watermarksDigitalTextOverlay", "securityFeatures", "error", "Text or a watermark was laid over the picture."],
    ["cornerRemoved", "documentValidity", "error", "A corner of the document is cut off."],
    ["puncturedDocument", "documentValidity", "error", "The document is punched, as invalidated documents are."],
    ["missingBack", "documentValidity", "warning", "The back of the document is missing."],
    ["digitalDocument", "securityFeatures", "error", "The document is shown in digital form."],
  ]),
  ...findingsBelow("documentVerification.visualAuthenticity.originalDocumentPresent.", [
    ["photoOfScreen", "securityFeatures", "error", "The picture was taken of a screen."],
    ["screenshot", "securityFeatures", "error", "The picture is a screenshot."],
    ["documentOnPrintedPaper", "securityFeatures", "error", "The picture shows a print on paper."],
    ["scan", "securityFeatures", "error", "The picture is a scan."],
  ]),
];
