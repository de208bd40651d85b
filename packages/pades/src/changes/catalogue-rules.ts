import { nameOf } from "../reader/dictionary-values.ts";
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
import { judgeForm } from "./form-rules.ts";
import { judgePageTree } from "./page-rules.ts";
import { judgeStructure } from "./structure-rules.ts";

/** Bookkeeping of a save; says nothing about what a reader sees. Entries of a cross-reference stream stand in its trailer too. */
const bookkeeping = "Size Prev XRefStm ID Type W Index Length Filter DecodeParms DL DocChecksum".split(" ");

const trailerRules: EntryRules = {
  entries: {
    ...Object.fromEntries(bookkeeping.map((key) => [key, ignore])),
    Root: judgeCatalogue,
    Info: "metadata_changed",
    Encrypt: "encryption_changed",
  },
  otherwise: judgeOtherTrailerEntry,
};

const catalogueRules: EntryRules = {
  entries: {
    AcroForm: judgeForm,
    Pages: judgePageTree,
    StructTreeRoot: judgeStructure,
    DSS: judgeSecurityStore,
    Extensions: judgeExtensions,
    Version: judgeVersion,
    Perms: judgeSignaturePermissions,
    Names: judgeNames,
    Metadata: "metadata_changed",
    PieceInfo: "metadata_changed",
    LastModified: "metadata_changed",
    // Only says that the document has a structure tree.
    MarkInfo: "metadata_changed",
  },
  otherwise: "catalogue_changed",
};

/** Judges everything that a reader can reach: the trailer, the catalogue and what is below. */
export function judgeTrailer(context: ChangeContext): void {
  judgeEntries(context, context.before.view.trailer, context.after.view.trailer, trailerRules, undefined);
}

/** Readers take nothing from unknown entries, so that one may go. One that comes or changes can only be there to mislead. */
function judgeOtherTrailerEntry(context: ChangeContext, change: EntryChange): void {
  if (change.after === undefined) return;
  requireEqual(context, change, "trailer_changed");
}

function judgeCatalogue(context: ChangeContext, { before, after }: EntryChange): void {
  const earlier = dictionaryIn(context.before, before);
  const later = dictionaryIn(context.after, after);
  if (earlier === undefined || later === undefined) context.log.add("catalogue_missing");
  judgeEntries(context, earlier, later, catalogueRules, numberOf(after));
}

function judgeSecurityStore(context: ChangeContext, change: EntryChange): void {
  if (isMissing(context.before, change.before) && isMissing(context.after, change.after)) return;
  if (dictionaryIn(context.after, change.after) === undefined) context.log.add("dss_removed", change.objectNumber);
  else if (!context.equality.areEqual(change.before, change.after, change.key)) {
    context.log.add("dss_changed", numberOf(change.after) ?? change.objectNumber);
  }
}

function judgeVersion(context: ChangeContext, change: EntryChange): void {
  const earlier = nameOf(context.before.view.resolve(change.before));
  const later = nameOf(context.after.view.resolve(change.after));
  if (earlier === later) return;
  const isRaised = later !== undefined && /^\d\.\d$/.test(later) && (earlier === undefined || later > earlier);
  context.log.add(isRaised ? "version_raised" : "version_lowered", change.objectNumber);
}

/** Developer extensions (ISO 32000-2, section 7.12): new ones may come, old ones may be raised, none may go. */
function judgeExtensions(context: ChangeContext, change: EntryChange): void {
  if (context.equality.areEqual(change.before, change.after, change.key)) return;
  const earlier = dictionaryIn(context.before, change.before);
  const later = dictionaryIn(context.after, change.after);
  const isKept = [...(earlier?.entries ?? [])].every(([prefix, extension]) => {
    return prefix === "Type" || isExtensionKept(context, extension, later?.entries.get(prefix));
  });
  context.log.add(isKept && later !== undefined ? "extensions_added" : "extensions_changed", change.objectNumber);
}

function isExtensionKept(context: ChangeContext, before: PdfObject, after: PdfObject | undefined): boolean {
  if (context.equality.areEqual(before, after, "Extensions")) return true;
  const earlier = extensionsIn(context.before, before);
  const later = extensionsIn(context.after, after);
  return earlier.length > 0 && earlier.every((one) => later.some((other) => isRaised(context, one, other)));
}

/** One developer can have several extensions, as an array (PDF 2.0). */
function extensionsIn(model: ChangeContext["before"], object: PdfObject | undefined): PdfDictionary[] {
  const resolved = model.view.resolve(object);
  const items = resolved.kind === "array" ? resolved.items.slice(0, 100) : [resolved];
  return items.flatMap((item) => dictionaryIn(model, item) ?? []);
}

function isRaised(context: ChangeContext, before: PdfDictionary, after: PdfDictionary): boolean {
  const earlier = context.before.view.lookup(before, "ExtensionLevel");
  const later = context.after.view.lookup(after, "ExtensionLevel");
  const base = nameOf(context.before.view.lookup(before, "BaseVersion")) ?? "";
  const laterBase = nameOf(context.after.view.lookup(after, "BaseVersion")) ?? "";
  return earlier.kind === "number" && later.kind === "number" && later.value >= earlier.value && laterBase >= base;
}

/** `/Perms` names the certification and usage rights; both come with the first signature or never. */
function judgeSignaturePermissions(context: ChangeContext, change: EntryChange): void {
  if (context.equality.areEqual(change.before, change.after, change.key, true)) return;
  const isNew = isMissing(context.before, change.before);
  const certification = dictionaryIn(context.after, change.after)?.entries.get("DocMDP");
  const isCertified = isNew && !isMissing(context.after, certification);
  context.log.add(isCertified ? "certification_after_signature" : "permissions_changed", change.objectNumber);
}

const namesRules: EntryRules = {
  // Annotation icons that a reader stores beside the annotations that use them.
  entries: { AP: "named_appearances_changed" },
  otherwise: "catalogue_changed",
};

function judgeNames(context: ChangeContext, { before, after, objectNumber }: EntryChange): void {
  const number = numberOf(after) ?? objectNumber;
  judgeEntries(context, dictionaryIn(context.before, before), dictionaryIn(context.after, after), namesRules, number);
}
