import type { RevisionView } from "../reader/document.ts";
import type { PdfDictionary, PdfObject } from "../reader/object.ts";
import { PdfError } from "../reader/pdf-error.ts";
import { textOf } from "./text-of.ts";

/** A node of the form's field tree: a field, a widget, or both in one dictionary (ISO 32000-2, section 12.7.4). */
export interface FieldNode {
  /** Undefined where the dictionary stands directly in its array. */
  objectNumber: number | undefined;
  dictionary: PdfDictionary;
  /** Own part of the name; undefined for a widget of its parent. */
  partialName: string | undefined;
  /** With those of the parents, joined by dots. */
  name: string;
  /** `/FT`, own or of a parent. */
  type: string | undefined;
  parent: FieldNode | undefined;
  kids: readonly FieldNode[];
}

export interface FieldTree {
  /** The `/AcroForm` dictionary. */
  form: PdfDictionary | undefined;
  roots: readonly FieldNode[];
  /** All nodes; a parent comes before its kids. */
  nodes: readonly FieldNode[];
  byNumber: ReadonlyMap<number, FieldNode>;
}

/** More nodes than this are no form that a person fills in. */
const mostNodes = 500_000;
const deepestNesting = 64;

/** Reads the field tree of a revision. A node that is met again, in a loop or from a second parent, counts once. Throws a `PdfError`. */
export function readFieldTree(view: RevisionView): FieldTree {
  const formObject = view.lookup(view.root, "AcroForm");
  const form = formObject.kind === "dictionary" ? formObject : undefined;
  const nodes: FieldNode[] = [];
  const byNumber = new Map<number, FieldNode>();

  const readKids = (list: PdfObject, parent: FieldNode | undefined, depth: number): FieldNode[] => {
    if (list.kind !== "array") return [];
    if (depth > deepestNesting) throw new PdfError("limit", "Form fields are nested too deep");
    return list.items.flatMap((item) => {
      const objectNumber = item.kind === "reference" ? item.objectNumber : undefined;
      const dictionary = view.resolve(item);
      if (dictionary.kind !== "dictionary" || (objectNumber !== undefined && byNumber.has(objectNumber))) return [];
      if (nodes.length >= mostNodes) throw new PdfError("limit", "The form has too many fields");
      const node = { ...describe(view, dictionary, parent), objectNumber, kids: [] as FieldNode[] };
      nodes.push(node);
      if (objectNumber !== undefined) byNumber.set(objectNumber, node);
      node.kids = readKids(view.lookup(dictionary, "Kids"), node, depth + 1);
      return [node];
    });
  };
  const roots = readKids(view.lookup(form, "Fields"), undefined, 0);
  return { form, roots, nodes, byNumber };
}

function describe(view: RevisionView, dictionary: PdfDictionary, parent: FieldNode | undefined) {
  const partialName = textOf(view.lookup(dictionary, "T"));
  const fieldType = view.lookup(dictionary, "FT");
  const parts = [parent?.name, partialName].filter((part) => part !== undefined && part !== "");
  return {
    dictionary,
    partialName,
    name: parts.join("."),
    type: fieldType.kind === "name" ? fieldType.name : parent?.type,
    parent,
  };
}

/** The raw value of a key that fields inherit (`/V`, `/RV`, `/I`): own, or that of the nearest parent that has it. */
export function inherited(node: FieldNode | undefined, key: string): PdfObject | undefined {
  for (let at = node; at !== undefined; at = at.parent) {
    const value = at.dictionary.entries.get(key);
    if (value !== undefined && value.kind !== "null") return value;
  }
  return undefined;
}

/** Whether the form asks readers to make the appearances of its fields from their values. */
export function makesAppearances({ view, fields }: { view: RevisionView; fields: FieldTree }): boolean {
  const asked = view.lookup(fields.form, "NeedAppearances");
  return asked.kind === "boolean" && asked.value;
}
