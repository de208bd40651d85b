import { nameOf } from "../reader/dictionary-values.ts";
import type { PdfDictionary, PdfObject } from "../reader/object.ts";
import { type ChangeContext, dictionaryIn, type EntryRules, judgeEntries, numberOf } from "./change-context.ts";
import type { ChangeFindingCode } from "./change-findings.ts";

/**
 * Markup that comments on a document without replacing what it says. Every other kind (FreeText, Stamp, Redact, Watermark, Screen, kinds
 * that no standard names) draws content of its own and can pass for the page's: the evil annotation attack on certified documents.
 */
const commentKinds: ReadonlySet<string> = new Set(
  "Text Link Highlight Underline Squiggly StrikeOut Caret Popup Ink Line Square Circle Polygon PolyLine FileAttachment".split(
    " ",
  ),
);

/** Actions that lead somewhere and run nothing (ISO 32000-2, section 12.6.4). */
const leadingActions: ReadonlySet<string> = new Set("GoTo GoToR GoToE GoToDp URI Named Thread".split(" "));

/** A widget that no field has, before and after. */
const looseWidgetRules: EntryRules = { entries: {}, otherwise: "widget_added" };

/** Judges the annotations of one page. Widgets of fields are judged with their fields; here only whether they come or go. */
export function judgeAnnotations(
  context: ChangeContext,
  before: readonly PdfObject[],
  after: readonly PdfObject[],
  pageNumber: number | undefined,
): void {
  const { pairs, removed, added } = match(context, before, after);
  if (!isInOrder(pairs, after)) context.log.add("annotation_order_changed", pageNumber);
  for (const [earlier, later] of pairs) judgeKept(context, earlier, later, pageNumber);
  for (const item of removed) judgeRemoved(context, item, pageNumber);
  for (const item of added) judgeAdded(context, item, pageNumber);
}

/** Later annotations are drawn over earlier ones, so that another order can show what was covered. */
function isInOrder(pairs: readonly [PdfObject, PdfObject][], after: readonly PdfObject[]): boolean {
  const places = new Map(after.map((item, index) => [numberOf(item) ?? item, index]));
  let last = -1;
  return pairs.every(([, later]) => {
    const place = places.get(numberOf(later) ?? later) ?? last;
    const isNext = place >= last;
    last = place;
    return isNext;
  });
}

interface Matched {
  pairs: [PdfObject, PdfObject][];
  removed: PdfObject[];
  added: PdfObject[];
}

/** The same object number is the same annotation. What stands directly in the array, or got another number, is matched in order where it is equal. */
function match(context: ChangeContext, before: readonly PdfObject[], after: readonly PdfObject[]): Matched {
  const laterNumbers = new Set(after.map(numberOf));
  const earlierNumbers = new Set(before.map(numberOf));
  const pairs: [PdfObject, PdfObject][] = [];
  const removed: PdfObject[] = [];
  const left = after.filter((item) => item.kind !== "reference" || !earlierNumbers.has(item.objectNumber));
  let next = 0;
  for (const item of before) {
    const number = numberOf(item);
    const candidate = left[next];
    if (number !== undefined && laterNumbers.has(number)) pairs.push([item, item]);
    else if (candidate !== undefined && context.equality.areEqual(item, candidate, "Annots")) {
      pairs.push([item, candidate]);
      next += 1;
    } else removed.push(item);
  }
  return { pairs, removed, added: left.slice(next) };
}

function judgeKept(context: ChangeContext, before: PdfObject, after: PdfObject, pageNumber: number | undefined): void {
  if (isFieldNode(context.before, before) && isFieldNode(context.after, after)) return;
  const earlier = dictionaryIn(context.before, before);
  const later = dictionaryIn(context.after, after);
  const number = numberOf(after) ?? pageNumber;
  if (kindOf(context.after, later) === "Widget" || kindOf(context.before, earlier) === "Widget") {
    judgeEntries(context, earlier, later, looseWidgetRules, number);
  } else if (!areSameAnnotation(context, earlier, later)) {
    const isComment = isCommentKind(context.before, earlier) && isCommentKind(context.after, later);
    context.log.add(isComment ? "annotation_changed" : "annotation_overlay", number);
    if (bringsAction(context, later)) context.log.add("action_added", number);
  }
}

function areSameAnnotation(
  context: ChangeContext,
  before: PdfDictionary | undefined,
  after: PdfDictionary | undefined,
): boolean {
  return context.equality.areEqual(before, after, "Annots");
}

function judgeRemoved(context: ChangeContext, item: PdfObject, pageNumber: number | undefined): void {
  const annotation = dictionaryIn(context.before, item);
  if (annotation === undefined) return;
  const isWidget = isFieldNode(context.before, item) || kindOf(context.before, annotation) === "Widget";
  // What can cover content can also uncover it.
  const code = isCommentKind(context.before, annotation) ? "annotation_removed" : "annotation_overlay";
  context.log.add(isWidget ? "widget_removed" : code, pageNumber);
}

function judgeAdded(context: ChangeContext, item: PdfObject, pageNumber: number | undefined): void {
  const annotation = dictionaryIn(context.after, item);
  const number = numberOf(item);
  if (annotation === undefined) return;
  const node = number === undefined ? undefined : context.after.fields.byNumber.get(number);
  if (node !== undefined) {
    // A new signature field was judged as a field. A field of another kind had its widgets when the document was signed.
    if (node.type !== "Sig") context.log.add("widget_added", number ?? pageNumber);
    return;
  }
  context.log.add(codeOfNew(context, annotation), number ?? pageNumber);
  if (bringsAction(context, annotation)) context.log.add("action_added", number ?? pageNumber);
}

function codeOfNew(context: ChangeContext, annotation: PdfDictionary): ChangeFindingCode {
  if (kindOf(context.after, annotation) === "Widget") return "widget_added";
  return isCommentKind(context.after, annotation) ? "annotation_added" : "annotation_overlay";
}

function bringsAction(context: ChangeContext, annotation: PdfDictionary | undefined): boolean {
  const { view } = context.after;
  const action = dictionaryIn(context.after, annotation?.entries.get("A"));
  const isRunning = action !== undefined && !leadingActions.has(nameOf(view.lookup(action, "S")) ?? "");
  const next = view.lookup(action, "Next").kind;
  return isRunning || next !== "null" || view.lookup(annotation, "AA").kind !== "null";
}

function kindOf(model: ChangeContext["before"], annotation: PdfDictionary | undefined): string | undefined {
  return nameOf(model.view.lookup(annotation, "Subtype"));
}

function isCommentKind(model: ChangeContext["before"], annotation: PdfDictionary | undefined): boolean {
  return commentKinds.has(kindOf(model, annotation) ?? "");
}

function isFieldNode(model: ChangeContext["before"], item: PdfObject): boolean {
  return item.kind === "reference" && model.fields.byNumber.has(item.objectNumber);
}
