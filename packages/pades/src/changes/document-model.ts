import { itemsOf, nameOf } from "../reader/dictionary-values.ts";
import type { RevisionView } from "../reader/document.ts";
import type { PdfDictionary, PdfObject, PdfReference } from "../reader/object.ts";
import { PdfError } from "../reader/pdf-error.ts";
import { type FieldTree, readFieldTree } from "./field-tree.ts";

/** What an object is for, where the classification judges it by itself. */
export type ObjectRole = "catalogue" | "pageTree" | "page" | "form" | "annotation" | "structure";

export interface PageNode {
  objectNumber: number | undefined;
  dictionary: PdfDictionary;
  /** Undefined for a page; the kids of a node of the page tree as they stand. */
  kids: readonly PageNode[] | undefined;
}

/** The parts of one revision that may change, each in its own way. */
export interface DocumentModel {
  view: RevisionView;
  fields: FieldTree;
  pageTree: PageNode | undefined;
  /** In reading order. */
  pages: readonly PageNode[];
  roleOf(reference: PdfReference): ObjectRole | undefined;
}

const deepestNesting = 64;

/** Reads the model of a revision. Loops end; an object that would have two roles has none, so that it is compared whole. Throws a `PdfError`. */
export function readDocumentModel(view: RevisionView): DocumentModel {
  const roles = new Map<number, ObjectRole | "several">();
  const assign = (object: PdfObject | undefined, role: ObjectRole): boolean => {
    if (object?.kind !== "reference") return false;
    const earlier = roles.get(object.objectNumber);
    roles.set(object.objectNumber, earlier === undefined || earlier === role ? role : "several");
    return earlier === undefined;
  };

  assign(view.trailer.entries.get("Root"), "catalogue");
  assign(view.root?.entries.get("AcroForm"), "form");
  const fields = readFieldTree(view);
  for (const number of fields.byNumber.keys()) roles.set(number, roles.has(number) ? "several" : "annotation");

  const pages: PageNode[] = [];
  const pageTree = readPageNode(view, view.root?.entries.get("Pages"), assign, pages, 0);
  for (const page of pages) {
    for (const item of itemsOf(view.lookup(page.dictionary, "Annots"))) assign(item, "annotation");
  }
  assignStructure(view, assign);

  return {
    view,
    fields,
    pageTree,
    pages,
    roleOf(reference) {
      const role = roles.get(reference.objectNumber);
      return role === "several" ? undefined : role;
    },
  };
}

type Assign = (object: PdfObject | undefined, role: ObjectRole) => boolean;

function readPageNode(
  view: RevisionView,
  object: PdfObject | undefined,
  assign: Assign,
  pages: PageNode[],
  depth: number,
): PageNode | undefined {
  if (depth > deepestNesting) throw new PdfError("limit", "The page tree is nested too deep");
  const dictionary = view.resolve(object);
  if (dictionary.kind !== "dictionary") return undefined;
  const kids = view.lookup(dictionary, "Kids");
  const isTree = kids.kind === "array" && nameOf(view.lookup(dictionary, "Type")) !== "Page";
  // A node that is met again is a loop, or one page used twice: no reader needs either.
  if (object?.kind === "reference" && !assign(object, isTree ? "pageTree" : "page")) return undefined;
  const objectNumber = object?.kind === "reference" ? object.objectNumber : undefined;
  if (!isTree) {
    const page = { objectNumber, dictionary, kids: undefined };
    pages.push(page);
    return page;
  }
  const nodes = kids.items.flatMap((kid) => readPageNode(view, kid, assign, pages, depth + 1) ?? []);
  return { objectNumber, dictionary, kids: nodes };
}

function assignStructure(view: RevisionView, assign: Assign): void {
  const root = view.root?.entries.get("StructTreeRoot");
  const work: PdfObject[] = root === undefined ? [] : [root];
  for (let object = work.pop(); object !== undefined; object = work.pop()) {
    const element = view.resolve(object);
    if (element.kind === "array") for (const item of element.items) if (isContainer(item)) work.push(item);
    if (element.kind !== "dictionary" || !isStructureNode(view, element)) continue;
    if (object.kind === "reference" && !assign(object, "structure")) continue;
    const kids = element.entries.get("K");
    if (kids !== undefined && isContainer(kids)) work.push(kids);
  }
}

function isContainer(object: PdfObject): boolean {
  return object.kind === "reference" || object.kind === "dictionary" || object.kind === "array";
}

/** The root or an element, and neither a marked-content reference nor an object reference (ISO 32000-2, section 14.7). */
export function isStructureNode(view: RevisionView, dictionary: PdfDictionary): boolean {
  const type = nameOf(view.lookup(dictionary, "Type"));
  return type !== "MCR" && type !== "OBJR";
}
