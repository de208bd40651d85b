import { type DocumentType, failure, IdvError, type IdvResult, type StepWork, success } from "@idvkit/core";
import { foldDocumentType } from "./mapping/document-type.ts";
import type { OnfidoSettings } from "./options.ts";

/** The words of one API for document types. */
export type DocumentTypeNames = { readonly [T in DocumentType]?: string };

/**
 * Which document the person is asked for, in the API's words: their own choice (`inputs.attributes.documentType`), else
 * the option, else the only allowed type. Undefined leaves it open. Fails with `invalid_input` for a choice that the
 * definition does not allow.
 */
export function requestedDocumentType(
  settings: Pick<OnfidoSettings, "documentType" | "documentTypes">,
  work: StepWork,
  names: DocumentTypeNames,
): IdvResult<string | undefined> {
  const chosen = work.inputs.attributes.documentType;
  const allowed = settings.documentTypes;
  if (chosen !== undefined) {
    const type = typeof chosen === "string" ? foldDocumentType(chosen) : undefined;
    if (typeof chosen !== "string" || type === undefined || (allowed !== undefined && !allowed.includes(type))) {
      return failure(
        new IdvError({
          code: "invalid_input",
          message: "inputs.attributes.documentType: not an allowed document type",
          provider: "onfido",
        }),
      );
    }
    return success(names[type] ?? chosen);
  }
  if (settings.documentType !== undefined) return success(settings.documentType);
  const only = allowed?.length === 1 ? allowed[0] : undefined;
  return success(only === undefined ? undefined : names[only]);
}
