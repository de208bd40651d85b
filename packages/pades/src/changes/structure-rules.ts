import { itemsOf } from "../reader/dictionary-values.ts";
import type { PdfDictionary, PdfObject } from "../reader/object.ts";
import {
  type ChangeContext,
  dictionaryIn,
  type EntryChange,
  type EntryRules,
  ignore,
  isMissing,
  judgeEntries,
  numberOf,
  requireEqual,
} from "./change-context.ts";
import { isStructureNode } from "./document-model.ts";

/** Indexes over the elements, which are judged themselves. */
const rootRules: EntryRules = {
  entries: {
    K: ignore,
    ParentTree: ignore,
    ParentTreeNextKey: ignore,
    IDTree: ignore,
    RoleMap: judgeMap,
    ClassMap: judgeMap,
  },
  otherwise: "structure_changed",
};

const elementRules: EntryRules = { entries: { K: ignore }, otherwise: "structure_changed" };
const mapRules: EntryRules = {
  entries: {},
  otherwise(context, change) {
    if (!isMissing(context.before, change.before)) requireEqual(context, change, "structure_changed");
  },
};

/**
 * Judges the structure tree (ISO 32000-2, section 14.7): software that adds a signature to a tagged document also adds an element for its
 * widget. Elements that were there keep their content and their order; new ones may describe annotations only.
 */
export function judgeStructure(context: ChangeContext, change: EntryChange): void {
  const earlier = dictionaryIn(context.before, change.before);
  const later = dictionaryIn(context.after, change.after);
  if (later === undefined) {
    if (earlier !== undefined) context.log.add("structure_changed", change.objectNumber);
    return;
  }
  judgeEntries(context, earlier, later, rootRules, numberOf(change.after));
  judgeKids(context, earlier, later, numberOf(change.after));
}

function judgeMap(context: ChangeContext, { before, after, objectNumber }: EntryChange): void {
  const number = numberOf(after) ?? objectNumber;
  judgeEntries(context, dictionaryIn(context.before, before), dictionaryIn(context.after, after), mapRules, number);
}

interface Visit {
  before: PdfDictionary | undefined;
  after: PdfDictionary;
  objectNumber: number | undefined;
}

function judgeKids(
  context: ChangeContext,
  before: PdfDictionary | undefined,
  after: PdfDictionary,
  objectNumber: number | undefined,
): void {
  const seen = new Set<number>();
  const work: Visit[] = [{ before, after, objectNumber }];
  for (let visit = work.pop(); visit !== undefined; visit = work.pop()) {
    const earlier = kidsOf(context.before, visit.before);
    let next = 0;
    for (const kid of kidsOf(context.after, visit.after)) {
      const counterpart = earlier[next];
      const isKept = counterpart !== undefined && isSameKid(context, counterpart, kid);
      if (isKept) next += 1;
      else {
        const isExtension = isAnnotationOnly(context, kid, seen);
        context.log.add(isExtension ? "structure_extended" : "structure_changed", visit.objectNumber);
      }
      const element = isKept ? dictionaryIn(context.after, kid) : undefined;
      const number = numberOf(kid);
      if (element === undefined || number === undefined || seen.has(number)) continue;
      seen.add(number);
      const same = dictionaryIn(context.before, counterpart);
      judgeEntries(context, same, element, elementRules, number);
      work.push({ before: same, after: element, objectNumber: number });
    }
    if (next < earlier.length) context.log.add("structure_changed", visit.objectNumber);
  }
}

/** The kids as they stand, references kept: `/K` is one kid or an array. */
function kidsOf(model: ChangeContext["before"], element: PdfDictionary | undefined): readonly PdfObject[] {
  const kids = element?.entries.get("K");
  const resolved = model.view.resolve(kids);
  return resolved.kind === "array" ? resolved.items : itemsOf(kids);
}

/** An element is the same by its object number, so that its own kids can be judged; everything else by content. */
function isSameKid(context: ChangeContext, before: PdfObject, after: PdfObject): boolean {
  if (before.kind === "reference" && after.kind === "reference" && before.objectNumber === after.objectNumber)
    return true;
  return context.equality.areEqual(before, after, "K");
}

/** A new element, and everything below it, holds only references to annotations (`/OBJR`). */
function isAnnotationOnly(context: ChangeContext, kid: PdfObject, seen: Set<number>): boolean {
  const work = [kid];
  for (let object = work.pop(); object !== undefined; object = work.pop()) {
    const number = numberOf(object);
    if (number !== undefined) {
      if (seen.has(number)) continue;
      seen.add(number);
    }
    const element = dictionaryIn(context.after, object);
    if (element === undefined) return false;
    if (isStructureNode(context.after.view, element))
      for (const item of kidsOf(context.after, element)) work.push(item);
    else if (!isAnnotation(context, element.entries.get("Obj"))) return false;
  }
  return true;
}

function isAnnotation(context: ChangeContext, object: PdfObject | undefined): boolean {
  return object?.kind === "reference" && context.after.roleOf(object) === "annotation";
}
