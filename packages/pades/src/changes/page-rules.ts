import { itemsOf } from "../reader/dictionary-values.ts";
import { judgeAnnotations } from "./annotation-rules.ts";
import {
  type ChangeContext,
  type EntryChange,
  type EntryRules,
  ignore,
  judgeEntries,
  requireEqual,
} from "./change-context.ts";
import type { PageNode } from "./document-model.ts";

const pageRules: EntryRules = {
  entries: {
    // Judged by page, with the fields at hand.
    Annots: ignore,
    Contents: "page_content_changed",
    Resources: "page_resources_changed",
    LastModified: "metadata_changed",
    Metadata: "metadata_changed",
    PieceInfo: "metadata_changed",
    Tabs: "tab_order_changed",
    StructParents: judgeStructureKey,
  },
  otherwise: "page_changed",
};

/** What pages inherit and what makes the tree; software leaves marks of its own beside it. */
const treeEntries = "Type Count Parent Resources MediaBox CropBox Rotate".split(" ");
const treeRules: EntryRules = {
  entries: {
    Kids: ignore,
    ...Object.fromEntries(treeEntries.map((key) => [key, "page_tree_changed" as const])),
  },
  otherwise: judgePrivateEntry,
};

/** Judges the page tree: the same pages in the same order, and each the same outside its annotations. */
export function judgePageTree(context: ChangeContext): void {
  const { before, after } = context;
  if (after.pages.length > before.pages.length) context.log.add("page_added", after.pageTree?.objectNumber);
  if (after.pages.length < before.pages.length) context.log.add("page_removed", after.pageTree?.objectNumber);
  if (before.pageTree !== undefined && after.pageTree !== undefined)
    judgeNode(context, before.pageTree, after.pageTree);
  else if (before.pageTree !== after.pageTree) context.log.add("page_tree_changed");
}

/** A page that gets its first tagged annotation gets a key into the structure tree's index. */
function judgeStructureKey(context: ChangeContext, change: EntryChange): void {
  requireEqual(context, change, change.before === undefined ? "structure_extended" : "page_changed");
}

/** A string, name or number that no reader knows and that was not there. */
function judgePrivateEntry(context: ChangeContext, change: EntryChange): void {
  const value = change.after?.kind;
  const isMark = change.before === undefined && (value === "string" || value === "name" || value === "number");
  requireEqual(context, change, isMark ? "metadata_changed" : "page_tree_changed");
}

function judgeNode(context: ChangeContext, before: PageNode, after: PageNode): void {
  if (before.kids === undefined && after.kids === undefined) judgePage(context, before, after);
  else if (before.kids === undefined || after.kids === undefined || before.kids.length !== after.kids.length) {
    context.log.add("page_tree_changed", after.objectNumber);
  } else {
    judgeEntries(context, before.dictionary, after.dictionary, treeRules, after.objectNumber);
    for (const [index, kid] of before.kids.entries()) {
      const later = after.kids[index];
      if (later !== undefined) judgeNode(context, kid, later);
    }
  }
}

function judgePage(context: ChangeContext, before: PageNode, after: PageNode): void {
  judgeEntries(context, before.dictionary, after.dictionary, pageRules, after.objectNumber);
  judgeAnnotations(
    context,
    itemsOf(context.before.view.lookup(before.dictionary, "Annots")),
    itemsOf(context.after.view.lookup(after.dictionary, "Annots")),
    after.objectNumber,
  );
}
