import { findingsBelow, type OnfidoFinding } from "./finding.ts";

/** Properties below the sub-breakdowns of the document report (Onfido API v3.6, document report; Assure's spelling). */
export const documentProperties: readonly OnfidoFinding[] = [
  ...findingsBelow("documentVerification.dataValidation.documentNumbers.", "documentValidity", [
    ["documentNumber", "The document number is not in the form of such documents."],
  ]),
  ...findingsBelow("documentVerification.imageIntegrity.supportedDocument.", "documentValidity", [
    ["onfidoSupportedDocument", "The provider does not support the document."],
    ["customSupportedDocument", "The account's own rules exclude the document."],
    ["issuingCountrySubjectToSanctions", "The issuing country is under sanctions."],
  ]),
  ...findingsBelow("documentVerification.imageIntegrity.imageQuality.", "documentValidity", [
    ["darkPhoto", "The picture is too dark.", "warning"],
    ["glareOnPhoto", "The picture has glare.", "warning"],
    ["blurredPhoto", "The picture is blurred.", "warning"],
    ["coveredPhoto", "Something covers a part of the document.", "warning"],
    ["otherPhotoIssue", "The picture has another fault.", "warning"],
    ["damagedDocument", "The document is damaged."],
    ["incorrectSide", "The picture shows the wrong side of the document.", "warning"],
    ["cutOffDocument", "The picture cuts off a part of the document.", "warning"],
    ["noDocumentInImage", "The picture shows no document.", "warning"],
    ["twoDocumentsUploaded", "The pictures show two different documents.", "warning"],
  ]),
  ...findingsBelow("documentVerification.imageIntegrity.conclusiveDocumentQuality.", "documentValidity", [
    ["obscuredDataPoints", "Data of the document cannot be seen.", "warning"],
  ]),
  ...findingsBelow("documentVerification.imageIntegrity.conclusiveDocumentQuality.", "securityFeatures", [
    ["obscuredSecurityFeatures", "Security features cannot be seen.", "warning"],
    ["abnormalDocumentFeatures", "The document has features that such documents do not have."],
    ["watermarksDigitalTextOverlay", "Text or a watermark was laid over the picture."],
  ]),
  ...findingsBelow("documentVerification.imageIntegrity.conclusiveDocumentQuality.", "documentValidity", [
    ["cornerRemoved", "A corner of the document is cut off."],
    ["puncturedDocument", "The document is punched, as invalidated documents are."],
    ["missingBack", "The back of the document is missing.", "warning"],
  ]),
  ...findingsBelow("documentVerification.imageIntegrity.conclusiveDocumentQuality.", "securityFeatures", [
    ["digitalDocument", "The document is shown in digital form."],
  ]),
  ...findingsBelow("documentVerification.visualAuthenticity.originalDocumentPresent.", "securityFeatures", [
    ["photoOfScreen", "The picture was taken of a screen."],
    ["screenshot", "The picture is a screenshot."],
    ["documentOnPrintedPaper", "The picture shows a print on paper."],
    ["scan", "The picture is a scan."],
  ]),
];
