import { der, signCms, signWith, type TestCmsSettings, type TestCmsSigner, testDigest } from "@idvkit/trust/testing";
import type { UpdateSettings } from "./append-update.ts";
import type { MadePdf } from "./made-pdf.ts";
import { objectNumbers } from "./made-pdf.ts";
import {
  array,
  type DictionarySource,
  dateString,
  dictionaryText,
  hexString,
  reference,
  textString,
} from "./pdf-source.ts";
import { appendSignature } from "./signature-update.ts";
import type { ByteRange } from "./signed-dictionary.ts";

/** Fields that a signature locks (ISO 32000-2, section 12.8.2.4). */
export interface FieldLock {
  action: "All" | "Include" | "Exclude";
  fields?: readonly string[];
  /** /P of the lock. */
  permissions?: 1 | 2 | 3;
}

export interface SignPdfSettings {
  signer: TestCmsSigner;
  /** Default `Signature1`. */
  fieldName?: string;
  /** Signs a field that `createPdf` made, instead of a new one. */
  existingField?: boolean;
  /** Default ETSI.CAdES.detached. Others than the four known are signed like it. */
  subFilter?: "ETSI.CAdES.detached" | "adbe.pkcs7.detached" | "adbe.pkcs7.sha1" | "adbe.x509.rsa_sha1" | (string & {});
  /** Makes it the certification, with these permissions. */
  docMdp?: 1 | 2 | 3;
  /** Written as FieldMDP of the signature and as /Lock of the field. */
  fieldLock?: FieldLock;
  /** Shown on the page. Default not visible. */
  visibleText?: string;
  /** /M. */
  claimedTime?: Date;
  /** Bytes that are kept for the message. Default 8192. */
  contentsSize?: number;
  cms?: Partial<TestCmsSettings>;
  /** More or other entries of the signature dictionary. */
  dictionary?: DictionarySource;
  /** More or other entries of the field. */
  field?: DictionarySource;
  /** A wrong /ByteRange, given the right one. */
  writtenByteRange?: (right: ByteRange) => readonly number[];
  /** Of the incremental update around it. */
  update?: UpdateSettings;
}

/** Signs in an incremental update, with a real message. */
export function signPdf(pdf: MadePdf, settings: SignPdfSettings): MadePdf {
  const { signer, fieldName = "Signature1", existingField = false, subFilter = "ETSI.CAdES.detached" } = settings;
  const { visibleText, writtenByteRange, fieldLock } = settings;
  return appendSignature(pdf, {
    fieldName,
    isExisting: existingField,
    dictionary: { ...signatureDictionary(settings, subFilter), ...settings.dictionary },
    field: {
      ...(fieldLock !== undefined && { Lock: dictionaryText({ Type: "/SigFieldLock", ...lockEntries(fieldLock) }) }),
      ...settings.field,
    },
    isCertification: settings.docMdp !== undefined,
    contentsSize: settings.contentsSize ?? 8192,
    sign: (parts) => contentsFor(subFilter, parts, signer, settings.cms),
    update: settings.update ?? {},
    ...(visibleText !== undefined && { visibleText }),
    ...(writtenByteRange !== undefined && { writtenByteRange }),
  });
}

function signatureDictionary(settings: SignPdfSettings, subFilter: string): DictionarySource {
  const { signer, docMdp, fieldLock, claimedTime } = settings;
  const references = [
    ...(docMdp === undefined ? [] : [transform("DocMDP", { P: String(docMdp) })]),
    ...(fieldLock === undefined ? [] : [transform("FieldMDP", lockEntries(fieldLock))]),
  ];
  return {
    Type: "/Sig",
    Filter: "/Adobe.PPKLite",
    SubFilter: `/${subFilter}`,
    ...(claimedTime !== undefined && { M: dateString(claimedTime) }),
    ...(references.length > 0 && { Reference: array(references) }),
    ...(subFilter === "adbe.x509.rsa_sha1" && { Cert: hexString(signer.certificate) }),
  };
}

function transform(method: string, parameters: DictionarySource): string {
  return dictionaryText({
    Type: "/SigRef",
    TransformMethod: `/${method}`,
    TransformParams: dictionaryText({ Type: "/TransformParams", V: "/1.2", ...parameters }),
    ...(method === "FieldMDP" && { Data: reference(objectNumbers.catalog) }),
  });
}

function lockEntries({ action, fields, permissions }: FieldLock): DictionarySource {
  return {
    Action: `/${action}`,
    ...(fields !== undefined && { Fields: array(fields.map(textString)) }),
    ...(permissions !== undefined && { P: String(permissions) }),
  };
}

/** What goes into /Contents (section 12.8.3). */
function contentsFor(
  subFilter: string,
  parts: readonly Uint8Array[],
  signer: TestCmsSigner,
  cms: Partial<TestCmsSettings> = {},
): Uint8Array {
  if (subFilter === "adbe.x509.rsa_sha1") {
    return der.octetString(signWith("rsa-sha1", signer.privateKey, Buffer.concat(parts)));
  }
  if (subFilter === "adbe.pkcs7.sha1") {
    return signCms({ signer, content: [testDigest("sha1", ...parts)], encapsulated: "yes", ...cms });
  }
  return signCms({ signer, content: parts, ...cms });
}
