import { type ChangeContext, dictionaryIn, isMissing } from "./change-context.ts";
import type { FieldNode } from "./field-tree.ts";
import { judgeSignatureValue } from "./signature-value.ts";

/** `/F` bits that keep a widget from being seen: Hidden and NoView. */
const hidingFlags = 2 | 32;

/** Judges a node of the field tree that was not there before: only signature fields and their widgets may come. */
export function judgeNewField(context: ChangeContext, node: FieldNode): void {
  const number = node.objectNumber ?? node.parent?.objectNumber;
  const isContainer = node.type === undefined && node.kids.length > 0;
  if (node.type !== "Sig" && !isContainer) {
    const isWidget = node.partialName === undefined && node.parent !== undefined;
    context.log.add(isWidget ? "widget_added" : "field_added", number);
    return;
  }
  if (["A", "AA"].some((key) => !isMissing(context.after, node.dictionary.entries.get(key)))) {
    context.log.add("action_added", number);
  }
  const isField = node.type === "Sig" && (node.partialName !== undefined || node.parent === undefined);
  if (isField && node.dictionary.entries.has("V")) judgeSignatureValue(context, node);
  else if (isField && node.kids.every((kid) => kid.partialName === undefined)) {
    context.log.add("signature_field_added", number);
  }
  if (isVisible(context, node)) {
    context.log.add("visible_signature_field_added", number);
    // The sneaky signature attack: under DocMDP 1 and 2 only fields that the certifier placed may be signed.
    const { docMdp } = context.permissions;
    if (docMdp === 1 || docMdp === 2) context.log.add("visible_signature_after_certification", number);
  }
  for (const kid of node.kids) judgeNewField(context, kid);
}

/** Whether a widget shows something: it has an area, an appearance, and is not hidden. */
function isVisible(context: ChangeContext, node: FieldNode): boolean {
  const { view } = context.after;
  const appearance = dictionaryIn(context.after, node.dictionary.entries.get("AP"));
  const flags = view.lookup(node.dictionary, "F");
  if (appearance === undefined || isMissing(context.after, appearance.entries.get("N"))) return false;
  if (flags.kind === "number" && (flags.value & hidingFlags) !== 0) return false;
  const rectangle = view.lookup(node.dictionary, "Rect");
  const corners = rectangle.kind === "array" ? rectangle.items.map((item) => view.resolve(item)) : [];
  const [left, bottom, right, top] = corners.map((corner) => (corner.kind === "number" ? corner.value : 0));
  return left !== right && bottom !== top;
}
