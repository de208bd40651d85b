import { itemsOf } from "../reader/dictionary-values.ts";
import type { PdfObject } from "../reader/object.ts";
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
import { judgeFields } from "./field-rules.ts";
import { inherited, makesAppearances } from "./field-tree.ts";
import { textOf } from "./text-of.ts";

const formRules: EntryRules = {
  entries: {
    // Judged field by field.
    Fields: ignore,
    SigFlags: "signature_flags_changed",
    NeedAppearances: judgeNeedAppearances,
    Q: judgeDefault,
    DA: judgeDefault,
    DR: judgeResources,
    XFA: judgeXfa,
  },
  otherwise: "form_changed",
};

/** What the text of fields is set in; readers take nothing else from the form's resources. */
const textCategories: ReadonlySet<string> = new Set(["Font", "Encoding"]);

/** Packets of an XFA form that hold what a person filled in. */
const dataPackets: ReadonlySet<string> = new Set(["datasets", "form"]);

/** Judges the interactive form: its own entries here, then its fields. */
export function judgeForm(context: ChangeContext, change: EntryChange): void {
  const earlier = dictionaryIn(context.before, change.before);
  const later = dictionaryIn(context.after, change.after);
  const number = numberOf(change.after) ?? change.objectNumber;
  if (later === undefined) {
    if (!isMissing(context.before, change.before)) context.log.add("form_removed", number);
    return;
  }
  judgeEntries(context, earlier, later, formRules, number);
  judgeFields(context, context.before.fields.roots, context.after.fields.roots);
}

/** Signing software adds defaults that the form lacks. They show nothing, unless readers are to make appearances anew. */
function judgeDefault(context: ChangeContext, change: EntryChange): void {
  if (context.equality.areEqual(change.before, change.after, change.key)) return;
  if (isMissing(context.before, change.before)) context.log.add("form_resources_added", change.objectNumber);
  else context.log.add(makesAppearances(context.after) ? "form_changed" : "form_defaults_changed", change.objectNumber);
}

/** Switched on, readers show values instead of the appearances that were signed. That is harmless where no field has both. */
function judgeNeedAppearances(context: ChangeContext, change: EntryChange): void {
  if (context.equality.areEqual(change.before, change.after, change.key)) return;
  const isReplaced =
    makesAppearances(context.after) &&
    context.before.fields.nodes.some((node) => {
      return node.type !== "Sig" && node.dictionary.entries.has("AP") && inherited(node, "V") !== undefined;
    });
  context.log.add(isReplaced ? "appearance_without_value" : "form_defaults_changed", change.objectNumber);
}

/** Resources by category and name: what was there stays as it is, for fields show themselves with it; new names may come. */
function judgeResources(context: ChangeContext, { before, after, objectNumber }: EntryChange): void {
  const number = numberOf(after) ?? objectNumber;
  const judgeCategory = (_: ChangeContext, change: EntryChange): void => {
    const earlier = dictionaryIn(context.before, change.before);
    const later = dictionaryIn(context.after, change.after);
    if (earlier === undefined && isMissing(context.before, change.before)) judgeResource(context, change);
    else if (earlier === undefined || later === undefined) requireEqual(context, change, "form_resources_changed");
    else {
      const judge = textCategories.has(change.key) ? judgeResource : judgeUnusedResource;
      judgeEntries(context, earlier, later, { entries: {}, otherwise: judge }, numberOf(change.after) ?? number);
    }
  };
  const rules: EntryRules = { entries: { ProcSet: ignore }, otherwise: judgeCategory };
  judgeEntries(context, dictionaryIn(context.before, before), dictionaryIn(context.after, after), rules, number);
}

/** Some software names the latest signature's form here. Another object under that name is no matter, an overwritten one is. */
function judgeUnusedResource(context: ChangeContext, change: EntryChange): void {
  const isOther = numberOf(change.before) !== numberOf(change.after) && numberOf(change.after) !== undefined;
  if (isOther) context.log.add("form_resources_added", change.objectNumber);
  else judgeResource(context, change);
}

function judgeResource(context: ChangeContext, change: EntryChange): void {
  if (!isMissing(context.before, change.before)) requireEqual(context, change, "form_resources_changed");
  else if (!isMissing(context.after, change.after)) context.log.add("form_resources_added", change.objectNumber);
}

/** `/XFA` as an array of names and streams: the data may change, the template and everything else may not. */
function judgeXfa(context: ChangeContext, change: EntryChange): void {
  const earlier = itemsOf(context.before.view.resolve(change.before));
  const later = itemsOf(context.after.view.resolve(change.after));
  if (earlier.length !== later.length) context.log.add("form_changed", change.objectNumber);
  for (const [index, item] of earlier.entries()) {
    const packet = packetName(context, earlier[index - 1]);
    const isData = index % 2 === 1 && packet !== undefined && dataPackets.has(packet);
    const part = { key: "XFA", before: item, after: later[index], objectNumber: change.objectNumber };
    judgePacket(context, part, isData);
  }
}

/** Which fields the data belongs to is not looked into: a lock on any field locks all of it. */
function judgePacket(context: ChangeContext, change: EntryChange, isData: boolean): void {
  const { additions } = context.log;
  requireEqual(context, change, isData ? "form_data_changed" : "form_changed");
  const isChanged = context.log.additions > additions;
  if (isChanged && context.permissions.locks.length > 0) context.log.add("locked_field_changed", change.objectNumber);
}

function packetName(context: ChangeContext, object: PdfObject | undefined): string | undefined {
  return textOf(context.before.view.resolve(object));
}
