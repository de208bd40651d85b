import type { DocumentData, DocumentType, MappingContext, TypedContent } from "@idvkit/core";
import type { OnfidoOrder } from "./order.ts";
import { dayValue, documentTypeValue, textValue } from "./value-kinds.ts";
import type { ValueReader } from "./value-reader.ts";

/**
 * What the document says about itself, and its pictures as far as they are in the vault. No DocumentData without the type
 * of the document, which it requires.
 */
export function mapDocument(values: ValueReader, context: MappingContext<OnfidoOrder>): TypedContent[] {
  const documentType = values.required("documentType", documentTypeValue);
  const data = documentData(values);
  const images = documentImages(documentType, context);
  return documentType === undefined
    ? images
    : [{ type: "documentData", content: { documentType, ...data } }, ...images];
}

function documentData(values: ValueReader): Omit<DocumentData, "documentType"> {
  const documentNumber = values.optional("documentNumber", textValue);
  const expiryDate = values.optional("dateOfExpiry", dayValue);
  const issuanceDate = values.optional("dateOfIssue", dayValue);
  const issuingCountry = values.optional("issuingCountry", textValue);
  return {
    ...(documentNumber !== undefined && { documentNumber }),
    ...(expiryDate !== undefined && { expiryDate }),
    ...(issuanceDate !== undefined && { issuanceDate }),
    ...(issuingCountry !== undefined && { issuingCountry }),
  };
}

/** Nothing without the front side. */
function documentImages(
  documentType: DocumentType | undefined,
  { artifacts }: MappingContext<OnfidoOrder>,
): TypedContent[] {
  const frontSide = artifacts?.front;
  const backSide = artifacts?.back;
  if (frontSide === undefined) return [];
  const content = {
    ...(documentType !== undefined && { documentType }),
    frontSide,
    ...(backSide !== undefined && { backSide }),
  };
  return [{ type: "documentImages", content }];
}
