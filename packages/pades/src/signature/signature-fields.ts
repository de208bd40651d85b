import { textOf } from "../changes/text-of.ts";
import { itemsOf, nameOf } from "../reader/dictionary-values.ts";
import type { RevisionView } from "../reader/document.ts";
import type { PdfDictionary, PdfObject } from "../reader/object.ts";

/** A signature field that has a value (ISO 32000-2, section 12.7.5.5). */
export interface SignatureField {
  /** Fully qualified: the names of its parents, with dots. */
  name: string;
  /** Number of the field's object; undefined for one that stands in its parent. */
  objectNumber: number | undefined;
  dictionary: PdfDictionary;
  value: PdfDictionary;
  /** Number of the signature dictionary's object; undefined for one inside the field. */
  valueNumber: number | undefined;
}

interface Inherited {
  name: string;
  fieldType: string | undefined;
}

const maxFieldDepth = 64;

/** All signature fields of the form that are signed. A tree with loops ends. */
export function signatureFields(view: RevisionView): SignatureField[] {
  const found: SignatureField[] = [];
  const seen = new Set<number>();
  const form = view.lookup(view.root, "AcroForm");
  const fields = view.lookup(form.kind === "dictionary" ? form : undefined, "Fields");
  for (const field of itemsOf(fields)) {
    collect(view, field, { name: "", fieldType: undefined }, seen, found, 0);
  }
  return found;
}

function collect(
  view: RevisionView,
  object: PdfObject,
  inherited: Inherited,
  seen: Set<number>,
  found: SignatureField[],
  depth: number,
): void {
  const objectNumber = object.kind === "reference" ? object.objectNumber : undefined;
  if (depth > maxFieldDepth || (objectNumber !== undefined && seen.has(objectNumber))) return;
  if (objectNumber !== undefined) seen.add(objectNumber);
  const dictionary = view.resolve(object);
  if (dictionary.kind !== "dictionary") return;
  const own: Inherited = {
    name: qualified(inherited.name, view.lookup(dictionary, "T")),
    fieldType: nameOf(view.lookup(dictionary, "FT")) ?? inherited.fieldType,
  };
  const value = dictionary.entries.get("V");
  const signature = view.resolve(value);
  if (own.fieldType === "Sig" && signature.kind === "dictionary") {
    const valueNumber = value?.kind === "reference" ? value.objectNumber : undefined;
    found.push({ name: own.name, objectNumber, dictionary, value: signature, valueNumber });
  }
  for (const kid of itemsOf(view.lookup(dictionary, "Kids"))) collect(view, kid, own, seen, found, depth + 1);
}

/** A kid without a name of its own is a widget of its parent. */
function qualified(parent: string, partial: PdfObject): string {
  const name = textOf(partial);
  if (name === undefined) return parent;
  return parent === "" ? name : `${parent}.${name}`;
}
