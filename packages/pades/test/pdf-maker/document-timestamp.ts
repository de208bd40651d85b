import { createTimestampToken, type TestCmsSigner, type TestTimestampSettings } from "@idvkit/trust/testing";
import type { UpdateSettings } from "./append-update.ts";
import type { MadePdf } from "./made-pdf.ts";
import type { DictionarySource } from "./pdf-source.ts";
import { appendSignature } from "./signature-update.ts";

export interface DocumentTimestampSettings {
  /** The time-stamping unit. */
  unit: TestCmsSigner;
  time: Date;
  /** Default `Timestamp1`. */
  fieldName?: string;
  /** Default 8192. */
  contentsSize?: number;
  token?: Partial<TestTimestampSettings>;
  /** More or other entries of the dictionary, such as a wrong /Type. */
  dictionary?: DictionarySource;
  update?: UpdateSettings;
}

/** A document timestamp (ISO 32000-2, section 12.8.5) in an incremental update. */
export function addDocumentTimestamp(pdf: MadePdf, settings: DocumentTimestampSettings): MadePdf {
  const { unit, time, fieldName = "Timestamp1", contentsSize = 8192, update = {} } = settings;
  return appendSignature(pdf, {
    fieldName,
    isExisting: false,
    dictionary: {
      Type: "/DocTimeStamp",
      Filter: "/Adobe.PPKLite",
      SubFilter: "/ETSI.RFC3161",
      ...settings.dictionary,
    },
    field: {},
    isCertification: false,
    contentsSize,
    sign: (parts) => createTimestampToken({ unit, imprintOf: parts, time, ...settings.token }),
    update,
  });
}
