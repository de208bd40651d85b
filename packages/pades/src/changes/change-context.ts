import type { PdfDictionary, PdfObject } from "../reader/object.ts";
import { type ChangeFindingCode, type ChangeLog, changeFindings } from "./change-findings.ts";
import type { DocumentModel } from "./document-model.ts";
import type { ObjectEquality } from "./object-equality.ts";
import type { ChangePermissions } from "./permissions.ts";

/** What every rule of the classification works with. */
export interface ChangeContext {
  before: DocumentModel;
  after: DocumentModel;
  equality: ObjectEquality;
  log: ChangeLog;
  permissions: ChangePermissions;
  isLocked(fieldName: string): boolean;
  /** Signature dictionaries of the earlier revision. */
  signatureNumbers: ReadonlySet<number>;
  /** Old appearance objects that fields no longer use: none of them may serve as content elsewhere. */
  replacedAppearances: Set<number>;
}

/** A change of one entry, as it stands in the dictionaries (references not followed). */
export interface EntryChange {
  key: string;
  before: PdfObject | undefined;
  after: PdfObject | undefined;
  /** The object that holds the entry in the later revision. */
  objectNumber: number | undefined;
}

/** Judges the change of one entry: by a code that it always gives, or by looking closer. */
export type EntryRule = ChangeFindingCode | ((context: ChangeContext, change: EntryChange) => void);

export interface EntryRules {
  /** Rules by key. A rule that is a function is called whether the entry changed or not; a code is given when it changed. */
  entries: Readonly<Record<string, EntryRule>>;
  /** For keys without a rule. */
  otherwise: EntryRule;
}

/** Judges two versions of a dictionary, entry by entry. Entries whose change is forbidden count as content. */
export function judgeEntries(
  context: ChangeContext,
  before: PdfDictionary | undefined,
  after: PdfDictionary | undefined,
  rules: EntryRules,
  objectNumber: number | undefined,
): void {
  for (const key of new Set([...(before?.entries.keys() ?? []), ...(after?.entries.keys() ?? [])])) {
    const rule = Object.hasOwn(rules.entries, key) ? (rules.entries[key] ?? rules.otherwise) : rules.otherwise;
    const change = { key, before: before?.entries.get(key), after: after?.entries.get(key), objectNumber };
    if (typeof rule === "function") rule(context, change);
    else requireEqual(context, change, rule);
  }
}

/** Gives the code when the entry differs. What must not change counts as content. */
export function requireEqual(context: ChangeContext, change: EntryChange, code: ChangeFindingCode): void {
  const isContent = changeFindings[code].level === "forbidden";
  const isEqual = context.equality.areEqual(change.before, change.after, change.key, isContent);
  if (!isEqual) context.log.add(code, change.objectNumber);
}

/** For entries that may be anything. */
export function ignore(): void {}

/** The dictionary there, references followed. */
export function dictionaryIn(model: DocumentModel, object: PdfObject | undefined): PdfDictionary | undefined {
  const resolved = model.view.resolve(object);
  return resolved.kind === "dictionary" ? resolved : undefined;
}

/** Whether the entry is absent or null. */
export function isMissing(model: DocumentModel, object: PdfObject | undefined): boolean {
  return model.view.resolve(object).kind === "null";
}

export function numberOf(object: PdfObject | undefined): number | undefined {
  return object?.kind === "reference" ? object.objectNumber : undefined;
}
