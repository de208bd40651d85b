import type { PdfObject } from "../reader/object.ts";
import {
  type ChangeContext,
  dictionaryIn,
  type EntryChange,
  type EntryRule,
  type EntryRules,
  ignore,
  isMissing,
  judgeEntries,
  requireEqual,
} from "./change-context.ts";
import { type FieldNode, inherited, makesAppearances } from "./field-tree.ts";
import { judgeSignatureValue } from "./signature-value.ts";

/**
 * The rule against replaced appearances (shadow attacks): what a field shows may change only together with its value. A person who fills
 * in or signs changes both; an update that changes the appearance alone shows something else than what was signed. A field's value is
 * that of the nearest field above it that has one, so that a widget may change with its field.
 */
const appearanceKeys = ["AP", "AS", "MK", "DA", "DS", "Q", "F"];

/** Where neither signing nor filling in happened. */
const untouchedRules: EntryRules = {
  entries: {
    ...always(),
    V: "field_changed",
    AP: judgeAppearance,
    AS: "appearance_without_value",
    MK: "appearance_without_value",
    F: judgeVisibility,
  },
  otherwise: "field_changed",
};

const filledRules: EntryRules = {
  entries: {
    ...always(),
    ...Object.fromEntries([...appearanceKeys, "V", "RV", "I", "TI"].map((key) => [key, ignore])),
    AP: noteReplaced,
    F: judgeVisibility,
  },
  otherwise: "field_changed",
};

/** Signing a field that had no widget makes its dictionary one; entries that were there stay. */
const signingRules: EntryRules = {
  entries: {
    ...always(),
    ...Object.fromEntries([...appearanceKeys, "V"].map((key) => [key, ignore])),
    ...Object.fromEntries(
      "Lock Type Subtype Rect P BS Border H Contents StructParent".split(" ").map((key) => [key, mayCome]),
    ),
    AP: noteReplaced,
  },
  otherwise: "field_changed",
};

const signedRules: EntryRules = {
  entries: {
    ...always(),
    V: "signature_changed",
    AP: "signature_appearance_changed",
    AS: "signature_appearance_changed",
  },
  otherwise: "signature_field_changed",
};

/** What may change in any field: when it was saved, its place in the structure, and that nobody may fill it in any more. */
function always(): Record<string, EntryRule> {
  return { Kids: ignore, M: ignore, Type: mayCome, StructParent: mayCome, Ff: judgeFlags };
}

/** Judges a field or widget that is in both revisions; its kids are judged elsewhere. */
export function judgeKeptField(context: ChangeContext, before: FieldNode, after: FieldNode): void {
  const number = after.objectNumber ?? after.parent?.objectNumber;
  if (isSigned(context.before, before)) {
    judgeEntries(context, before.dictionary, after.dictionary, signedRules, number);
  } else if (isSigning(context, before, after)) {
    judgeEntries(context, before.dictionary, after.dictionary, signingRules, number);
    if (after.dictionary.entries.has("V")) judgeSignatureValue(context, after);
  } else if (isValueChanged(context, before, after)) {
    context.log.add("field_filled", number);
    judgeEntries(context, before.dictionary, after.dictionary, filledRules, number);
  } else judgeEntries(context, before.dictionary, after.dictionary, untouchedRules, number);
}

function isSigned(model: ChangeContext["before"], node: FieldNode): boolean {
  return node.type === "Sig" && !isMissing(model, inherited(node, "V"));
}

/** A signature field that had no signature and has one now. */
function isSigning(context: ChangeContext, before: FieldNode, after: FieldNode): boolean {
  return (
    before.type === "Sig" && after.type === "Sig" && !isSigned(context.before, before) && isSigned(context.after, after)
  );
}

/** A value that is written in another style only is the same; the selected items of a choice field count where it has no value. */
function isValueChanged(context: ChangeContext, before: FieldNode, after: FieldNode): boolean {
  if (before.type === "Sig") return false;
  const hasValue = inherited(before, "V") !== undefined || inherited(after, "V") !== undefined;
  const key = hasValue ? "V" : "I";
  return !context.equality.areEqual(inherited(before, key), inherited(after, key), key);
}

function mayCome(context: ChangeContext, change: EntryChange): void {
  if (!isMissing(context.before, change.before)) requireEqual(context, change, "field_changed");
}

const readOnly = 1;

/** A reader that locks fields sets them read-only. Nothing else of the field's kind may change. */
function judgeFlags(context: ChangeContext, change: EntryChange): void {
  const earlier = flagsOf(context.before, change.before);
  const later = flagsOf(context.after, change.after);
  if (earlier === later) return;
  context.log.add((earlier | readOnly) === later ? "field_made_read_only" : "field_changed", change.objectNumber);
}

/** Invisible, Hidden and NoView (ISO 32000-2, table 167). */
const hidingFlags = 1 | 2 | 32;

function judgeVisibility(context: ChangeContext, change: EntryChange): void {
  const changed = flagsOf(context.before, change.before) ^ flagsOf(context.after, change.after);
  if ((changed & hidingFlags) !== 0) context.log.add("field_visibility_changed", change.objectNumber);
}

function flagsOf(model: ChangeContext["before"], object: PdfObject | undefined): number {
  const resolved = model.view.resolve(object);
  return resolved.kind === "number" ? resolved.value : 0;
}

/** A field without an appearance may get one where the form asks readers to make them (`/NeedAppearances`). */
function judgeAppearance(context: ChangeContext, change: EntryChange): void {
  const isAsked = makesAppearances(context.before) && isMissing(context.before, change.before);
  if (!isAsked) requireEqual(context, change, "appearance_without_value");
  else if (!isMissing(context.after, change.after)) context.log.add("field_filled", change.objectNumber);
}

/** Remembers which appearance objects the field had and has no more, with the states below them (section 12.5.5). */
function noteReplaced(context: ChangeContext, change: EntryChange): void {
  const kept = new Set(appearanceNumbers(context.after, change.after));
  for (const number of appearanceNumbers(context.before, change.before)) {
    if (!kept.has(number)) context.replacedAppearances.add(number);
  }
}

function appearanceNumbers(model: ChangeContext["before"], object: PdfObject | undefined): number[] {
  const streams = [...(dictionaryIn(model, object)?.entries.values() ?? [])];
  const states = streams.flatMap((stream) => [...(dictionaryIn(model, stream)?.entries.values() ?? [])]);
  return [object, ...streams, ...states].flatMap((one) => (one?.kind === "reference" ? [one.objectNumber] : []));
}
