import type { ChangeContext } from "./change-context.ts";
import type { FieldNode } from "./field-tree.ts";
import { judgeKeptField } from "./kept-field-rules.ts";
import { judgeNewField } from "./new-field-rules.ts";

/** Judges two lists of fields: kept ones by what changed in them, new ones, and that none is gone. */
export function judgeFields(context: ChangeContext, before: readonly FieldNode[], after: readonly FieldNode[]): void {
  const { pairs, removed, added } = match(before, after);
  for (const node of removed) judgeRemoved(context, node);
  for (const node of added) judgeNewField(context, node);
  for (const [earlier, later] of pairs) {
    judgeLocked(context, earlier.name, () => {
      judgeKeptField(context, earlier, later);
      judgeFields(context, earlier.kids, later.kids);
    });
  }
}

/** A lock makes every change of the field, and of what is below it, a violation. */
function judgeLocked(context: ChangeContext, name: string, judge: () => void): void {
  const { additions } = context.log;
  judge();
  if (context.log.additions > additions && context.isLocked(name)) context.log.add("locked_field_changed");
}

function judgeRemoved(context: ChangeContext, node: FieldNode): void {
  const isWidget = node.partialName === undefined && node.parent !== undefined;
  context.log.add(isWidget ? "widget_removed" : "field_removed", node.objectNumber ?? node.parent?.objectNumber);
}

interface Matched {
  pairs: [FieldNode, FieldNode][];
  removed: FieldNode[];
  added: FieldNode[];
}

/** The same object number is the same field; then the same partial name; then widgets in order. */
function match(before: readonly FieldNode[], after: readonly FieldNode[]): Matched {
  const left = new Set(after);
  const byNumber = new Map(after.map((node) => [node.objectNumber, node]));
  const pairs: [FieldNode, FieldNode][] = [];
  const rest: FieldNode[] = [];
  for (const node of before) {
    const same = node.objectNumber === undefined ? undefined : byNumber.get(node.objectNumber);
    if (same === undefined) rest.push(node);
    else if (left.delete(same)) pairs.push([node, same]);
  }
  const byName = new Map<string, FieldNode[]>();
  // Turned round, so that the first of a name is taken first.
  for (const node of [...left].reverse()) {
    const sameName = byName.get(node.partialName ?? "");
    if (sameName === undefined) byName.set(node.partialName ?? "", [node]);
    else sameName.push(node);
  }
  const removed: FieldNode[] = [];
  for (const node of rest) {
    const same = byName.get(node.partialName ?? "")?.pop();
    if (same === undefined) removed.push(node);
    else if (left.delete(same)) pairs.push([node, same]);
  }
  return { pairs, removed, added: [...left] };
}
