import { signCms, type TestCmsSigner } from "@idvkit/trust/testing";
import { dictionaryOf, type MadePdf, objectNumbers } from "./made-pdf.ts";
import { dictionaryText, reference } from "./pdf-source.ts";
import { appendSignedDictionary } from "./signed-dictionary.ts";

/** A usage rights signature (ISO 32000-1, section 12.8.2.3): in no field, named by the catalogue as /UR3. It is nobody's signature. */
export function addUsageRights(pdf: MadePdf, { signer }: { signer: TestCmsSigner }): MadePdf {
  const catalog = dictionaryOf(pdf, objectNumbers.catalog);
  const objectNumber = pdf.size;
  const parameters = dictionaryText({ Type: "/TransformParams", V: "/2.2", Document: "[/FullSave]" });
  const transform = { Type: "/SigRef", TransformMethod: "/UR3", TransformParams: parameters };
  return appendSignedDictionary(pdf, {
    objectNumber,
    dictionary: {
      Type: "/Sig",
      Filter: "/Adobe.PPKLite",
      SubFilter: "/adbe.pkcs7.detached",
      Reference: `[${dictionaryText(transform)}]`,
    },
    objects: {
      [objectNumbers.catalog]: { ...catalog, Perms: dictionaryText({ UR3: reference(objectNumber) }) },
    },
    contentsSize: 8192,
    sign: (parts) => signCms({ signer, content: parts }),
  }).pdf;
}
