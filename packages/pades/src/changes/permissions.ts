import { nameOf } from "../reader/dictionary-values.ts";
import type { RevisionView } from "../reader/document.ts";
import type { PdfDictionary, PdfObject } from "../reader/object.ts";
import { readFieldTree } from "./field-tree.ts";
import { textOf } from "./text-of.ts";

/** Which fields a signature locks (ISO 32000-2, sections 12.7.5.5 and 12.8.2.4): all, those named, or all but those named. */
export interface FieldLock {
  action: "All" | "Include" | "Exclude";
  /** Fully qualified names. A name stands for the field and everything below it. */
  fields: readonly string[];
}

/** What signatures let later revisions change. */
export interface ChangePermissions {
  /** DocMDP level (section 12.8.2.2): 1 nothing but what keeps the signature verifiable, 2 also filling in and signing, 3 also annotations. */
  docMdp?: 1 | 2 | 3;
  locks: readonly FieldLock[];
}

const lockActions: Readonly<Record<string, FieldLock["action"]>> = {
  All: "All",
  Include: "Include",
  Exclude: "Exclude",
};

/**
 * The permissions that one signature states: `/Reference` entries with the transform methods DocMDP and FieldMDP, and the `/Lock`
 * dictionary of its field (with `/P`, PDF 2.0). DocMDP without a level means 2 (ISO 32000-2, table 257).
 */
export function readPermissions(
  view: RevisionView,
  signature: PdfDictionary | undefined,
  field?: PdfDictionary,
): ChangePermissions {
  const stated: ChangePermissions[] = [];
  const references = view.lookup(signature, "Reference");
  for (const item of references.kind === "array" ? references.items : []) {
    const reference = dictionaryOf(view.resolve(item));
    const method = nameOf(view.lookup(reference, "TransformMethod"));
    const parameters = dictionaryOf(view.lookup(reference, "TransformParams"));
    if (method === "DocMDP") stated.push({ docMdp: levelOf(view.lookup(parameters, "P")) ?? 2, locks: [] });
    if (method === "FieldMDP") stated.push({ locks: lockOf(view, parameters) });
  }
  const lock = dictionaryOf(view.lookup(field, "Lock"));
  if (lock !== undefined) {
    const docMdp = levelOf(view.lookup(lock, "P"));
    stated.push({ locks: lockOf(view, lock), ...(docMdp !== undefined && { docMdp }) });
  }
  return combinePermissions(stated);
}

/** Whether a signature dictionary certifies the document: it has a DocMDP reference and is no timestamp. */
export function isCertification(view: RevisionView, signature: PdfDictionary | undefined): boolean {
  if (signature === undefined || isTimestamp(view, signature)) return false;
  const references = view.lookup(signature, "Reference");
  if (references.kind !== "array") return false;
  return references.items.some((item) => {
    return nameOf(view.lookup(dictionaryOf(view.resolve(item)), "TransformMethod")) === "DocMDP";
  });
}

/** Whether a signature dictionary is a document timestamp, by type or by sub-filter. */
export function isTimestamp(view: RevisionView, signature: PdfDictionary): boolean {
  return (
    nameOf(view.lookup(signature, "Type")) === "DocTimeStamp" ||
    nameOf(view.lookup(signature, "SubFilter")) === "ETSI.RFC3161"
  );
}

/** All of them together: the lowest level, every lock. */
export function combinePermissions(all: readonly ChangePermissions[]): ChangePermissions {
  const levels = all.flatMap(({ docMdp }) => docMdp ?? []);
  const docMdp = ([1, 2, 3] as const).find((level) => levels.includes(level));
  return { locks: all.flatMap(({ locks }) => locks), ...(docMdp !== undefined && { docMdp }) };
}

/** The permissions in force after a revision: those of every signature that it holds. Throws a `PdfError`. */
export function permissionsInForce(view: RevisionView): ChangePermissions {
  const { nodes } = readFieldTree(view);
  return combinePermissions(
    nodes.flatMap((node) => {
      if (node.type !== "Sig") return [];
      const signature = dictionaryOf(view.lookup(node.dictionary, "V"));
      return signature === undefined ? [] : [readPermissions(view, signature, node.dictionary)];
    }),
  );
}

/** Tells of a fully qualified field name whether a lock names it, or a field above it. */
export function lockTest(locks: readonly FieldLock[]): (fieldName: string) => boolean {
  const tests = locks.map(({ action, fields }) => ({ action, names: new Set(fields) }));
  return (fieldName) =>
    tests.some(({ action, names }) => {
      const isNamed = names.has(fieldName) || parentNames(fieldName).some((name) => names.has(name));
      return action === "All" || (action === "Include") === isNamed;
    });
}

function parentNames(fieldName: string): string[] {
  const names: string[] = [];
  for (let at = fieldName.lastIndexOf("."); at > 0; at = fieldName.lastIndexOf(".", at - 1))
    names.push(fieldName.slice(0, at));
  return names;
}

function lockOf(view: RevisionView, dictionary: PdfDictionary | undefined): FieldLock[] {
  if (dictionary === undefined) return [];
  const stated = nameOf(view.lookup(dictionary, "Action"));
  if (stated === undefined) return [];
  const list = view.lookup(dictionary, "Fields");
  const fields = list.kind === "array" ? list.items.flatMap((item) => textOf(view.resolve(item)) ?? []) : [];
  // An action that the standard does not know locks everything: the signer meant to lock something.
  return [{ action: lockActions[stated] ?? "All", fields }];
}

function levelOf(object: PdfObject): 1 | 2 | 3 | undefined {
  if (object.kind !== "number") return undefined;
  return ([1, 2, 3] as const).find((level) => level === object.value);
}

function dictionaryOf(object: PdfObject): PdfDictionary | undefined {
  return object.kind === "dictionary" ? object : undefined;
}
