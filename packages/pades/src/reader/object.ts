/** Where an object's bytes stand: offsets in the file, or in the data of the object stream that holds it. */
export interface Extent {
  start: number;
  end: number;
}

/** The kinds of objects of a PDF (ISO 32000-2, section 7.3). */
export type PdfObject =
  | PdfNull
  | PdfBoolean
  | PdfNumber
  | PdfString
  | PdfName
  | PdfArray
  | PdfDictionary
  | PdfStream
  | PdfReference;

export interface PdfNull extends Extent {
  kind: "null";
}

export interface PdfBoolean extends Extent {
  kind: "boolean";
  value: boolean;
}

export interface PdfNumber extends Extent {
  kind: "number";
  value: number;
  /** Written without a decimal point. */
  isInteger: boolean;
}

export interface PdfString extends Extent {
  kind: "string";
  bytes: Uint8Array;
  /** Written as `<...>`. Then whether it held only hexadecimal digits, an even number of them. */
  form: "literal" | "hexadecimal" | "hexadecimalOdd";
}

export interface PdfName extends Extent {
  kind: "name";
  /** Without the slash, `#xx` resolved (section 7.3.5). */
  name: string;
}

export interface PdfArray extends Extent {
  kind: "array";
  items: readonly PdfObject[];
}

export interface PdfDictionary extends Extent {
  kind: "dictionary";
  /** Of a key that comes twice, the last value. */
  entries: ReadonlyMap<string, PdfObject>;
  /** Keys that came more than once. */
  repeatedKeys: readonly string[];
}

export interface PdfStream extends Extent {
  kind: "stream";
  dictionary: PdfDictionary;
  /** As it stands in the file, before any filter. */
  rawData: Uint8Array;
}

export interface PdfReference extends Extent {
  kind: "reference";
  objectNumber: number;
  generation: number;
}
