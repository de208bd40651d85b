import { createHash } from "node:crypto";
import { appendUpdate, type UpdateSettings } from "./append-update.ts";
import { dictionaryOf, type MadePdf, type MadeSignature, objectNumbers } from "./made-pdf.ts";
import { array, dictionaryText, type PdfSource, reference, streamSource } from "./pdf-source.ts";

export interface DssSettings {
  certificates?: readonly Uint8Array[];
  crls?: readonly Uint8Array[];
  ocspResponses?: readonly Uint8Array[];
  /** Names all of it for each signature so far as well. */
  vri?: boolean;
  update?: UpdateSettings;
}

/** A document security store (ISO 32000-2, section 12.8.4.3) in an incremental update; it takes the place of an earlier one. */
export function addDss(pdf: MadePdf, settings: DssSettings): MadePdf {
  const { certificates = [], crls = [], ocspResponses = [], vri = false, update = {} } = settings;
  const objects: Record<number, PdfSource> = {};
  const dss = pdf.size;
  let next = dss + 1;
  const streams = (values: readonly Uint8Array[]) => {
    const numbers = values.map((value) => {
      objects[next] = streamSource({}, value, true);
      return next++;
    });
    return array(numbers.map(reference));
  };
  const all = { Certs: streams(certificates), CRLs: streams(crls), OCSPs: streams(ocspResponses) };
  const perSignature = { Cert: all.Certs, CRL: all.CRLs, OCSP: all.OCSPs };
  const byHash = pdf.signatures.map((signature) => [vriName(signature), dictionaryText(perSignature)]);
  objects[dss] = { Type: "/DSS", ...all, ...(vri && { VRI: dictionaryText(Object.fromEntries(byHash)) }) };
  const catalog = { ...dictionaryOf(pdf, objectNumbers.catalog), DSS: reference(dss) };
  return appendUpdate(pdf, {
    ...update,
    objects: { ...objects, [objectNumbers.catalog]: catalog, ...update.objects },
  });
}

/** SHA-1 over the value of /Contents, the zeros at its end included. */
function vriName({ byteRange, contents }: MadeSignature): string {
  const [, gapStart, gapEnd] = byteRange;
  const value = Buffer.alloc((gapEnd - gapStart - 2) / 2);
  value.set(contents);
  return createHash("sha1").update(value).digest("hex").toUpperCase();
}
