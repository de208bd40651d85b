import { nameOf } from "../reader/dictionary-values.ts";
import type { PdfDocument, RevisionView } from "../reader/document.ts";
import type { PdfDictionary, PdfObject } from "../reader/object.ts";
import type { SignatureKind } from "../verification.ts";
import { coverTest } from "./covered-offsets.ts";
import { type SignatureField, signatureFields } from "./signature-fields.ts";

export type FoundSignatureProblem =
  | "signature_in_two_fields"
  | "signature_unreferenced"
  | "signature_replaced"
  | "signature_removed"
  | "timestamp_type_wrong";

/** A signature dictionary, wherever it was found. */
export interface FoundSignature {
  /** Fully qualified names of the fields that hold it. */
  fieldNames: readonly string[];
  field: SignatureField | undefined;
  dictionary: PdfDictionary;
  objectNumber: number | undefined;
  kind: SignatureKind;
  subFilter: string | null;
  problems: readonly FoundSignatureProblem[];
}

/**
 * All signatures: those of the form's fields, the usage rights, and every dictionary with a `/ByteRange` that no field
 * leads to, in whatever revision. What only the form shows could be hidden by leaving it out there.
 */
export function findSignatures(document: PdfDocument): FoundSignature[] {
  const { last } = document;
  const fields = signatureFields(last);
  const found = groupByDictionary(fields).map((group) => ofFields(last, group));
  const usageRights = usageRightsOf(last);
  if (usageRights !== undefined && !found.some(({ dictionary }) => isSameExtent(dictionary, usageRights.dictionary))) {
    found.push({ ...bare(last, usageRights), kind: "usageRights", problems: [] });
  }
  return [...found, ...unreferenced(document, found)];
}

function groupByDictionary(fields: readonly SignatureField[]): SignatureField[][] {
  const groups = new Map<string, SignatureField[]>();
  for (const field of fields) {
    const key = field.valueNumber === undefined ? `at ${field.value.start}` : `object ${field.valueNumber}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [field]);
    else group.push(field);
  }
  return [...groups.values()];
}

function ofFields(view: RevisionView, fields: readonly SignatureField[]): FoundSignature {
  const [field] = fields;
  if (field === undefined) throw new RangeError("a group has a field");
  const names = fields.map(({ name }) => name);
  const found = bare(view, { dictionary: field.value, objectNumber: field.valueNumber });
  return {
    ...found,
    fieldNames: names,
    field,
    problems: [...found.problems, ...(names.length > 1 ? (["signature_in_two_fields"] as const) : [])],
  };
}

interface Located {
  dictionary: PdfDictionary;
  objectNumber: number | undefined;
}

function bare(view: RevisionView, { dictionary, objectNumber }: Located): FoundSignature {
  const subFilter = nameOf(view.lookup(dictionary, "SubFilter")) ?? null;
  const type = nameOf(view.lookup(dictionary, "Type"));
  const isTimestamp = subFilter === "ETSI.RFC3161" || type === "DocTimeStamp";
  return {
    fieldNames: [],
    field: undefined,
    dictionary,
    objectNumber,
    kind: isTimestamp ? "documentTimestamp" : "signature",
    subFilter,
    problems: isTimestamp && type === "Sig" ? ["timestamp_type_wrong"] : [],
  };
}

/** Usage rights of a vendor's reader (ISO 32000-1, section 12.8.2.3). */
function usageRightsOf(view: RevisionView): Located | undefined {
  const permissions = view.lookup(view.root, "Perms");
  if (permissions.kind !== "dictionary") return undefined;
  for (const key of ["UR3", "UR"]) {
    const value = permissions.entries.get(key);
    const dictionary = view.resolve(value);
    if (dictionary.kind === "dictionary") return { dictionary, objectNumber: numberOf(value) };
  }
  return undefined;
}

/** Whether the key of a signature stands anywhere in the file. */
export function holdsByteRange({ bytes }: PdfDocument): boolean {
  return byteRangeKeys(bytes).length > 0;
}

function unreferenced(document: PdfDocument, found: readonly FoundSignature[]): FoundSignature[] {
  const isKnown = coverTest(
    found.filter((signature) => isInFile(document, signature)).map(({ dictionary }) => dictionary),
  );
  const offsets = byteRangeKeys(document.bytes).filter((offset) => !isKnown(offset));
  if (offsets.length === 0) return [];
  const holders = new Map(found.toReversed().map((signature) => [signature.objectNumber, signature]));
  const seen = new Set<number>();
  return objectVersions(document, offsets).flatMap(({ dictionary, objectNumber, view }) => {
    if (seen.has(dictionary.start) || !isSignature(view, dictionary)) return [];
    seen.add(dictionary.start);
    const holder = holders.get(objectNumber);
    const signature = bare(view, { dictionary, objectNumber });
    const problem = whyUnreferenced(document, { dictionary, objectNumber }, holder);
    return {
      ...signature,
      fieldNames: holder?.fieldNames ?? [],
      kind: holder?.kind ?? signature.kind,
      problems: [...signature.problems, problem],
    };
  });
}

/** Whether the dictionary is an object that stands in the file: positions inside an object stream say nothing about the file. */
function isInFile({ last, revisions }: PdfDocument, { objectNumber, dictionary }: FoundSignature): boolean {
  if (objectNumber === undefined || last.get(objectNumber) !== dictionary) return false;
  const revision = revisions[last.definedIn(objectNumber) ?? -1];
  return revision?.entries.get(objectNumber)?.kind === "inUse";
}

function whyUnreferenced(
  { last }: PdfDocument,
  { dictionary, objectNumber }: { dictionary: PdfDictionary; objectNumber: number },
  holder: FoundSignature | undefined,
): FoundSignatureProblem {
  const current = last.get(objectNumber);
  if (current.kind === "dictionary" && isSameExtent(current, dictionary)) return "signature_unreferenced";
  return holder === undefined ? "signature_removed" : "signature_replaced";
}

/** Offsets of all `/ByteRange` in the file. */
function byteRangeKeys(bytes: Uint8Array): number[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offsets: number[] = [];
  for (let at = buffer.indexOf("/ByteRange"); at >= 0; at = buffer.indexOf("/ByteRange", at + 1)) offsets.push(at);
  return offsets;
}

interface ObjectVersion {
  dictionary: PdfDictionary;
  objectNumber: number;
  view: RevisionView;
}

/** The dictionaries, of any revision, that these offsets, which ascend, are in. */
function objectVersions(document: PdfDocument, offsets: readonly number[]): ObjectVersion[] {
  let next = 0;
  return document.revisions.flatMap((revision) => {
    const first = next;
    while (next < offsets.length && (offsets[next] ?? 0) < revision.end) next += 1;
    if (next === first) return [];
    return versionsIn(document.at(revision.index), offsets.slice(first, next));
  });
}

function versionsIn(view: RevisionView, offsets: readonly number[]): ObjectVersion[] {
  const starts = [...view.revision.entries]
    .flatMap(([objectNumber, entry]) => (entry.kind === "inUse" ? [{ objectNumber, offset: entry.offset }] : []))
    .sort((left, right) => left.offset - right.offset);
  let next = 0;
  return offsets.flatMap((offset) => {
    while (next < starts.length && (starts[next]?.offset ?? 0) <= offset) next += 1;
    const holder = starts[next - 1];
    const object: PdfObject | undefined = holder === undefined ? undefined : view.get(holder.objectNumber);
    if (holder === undefined || object?.kind !== "dictionary") return [];
    if (offset < object.start || offset >= object.end) return [];
    return [{ dictionary: object, objectNumber: holder.objectNumber, view }];
  });
}

/** A placeholder that nobody has signed is none. */
function isSignature(view: RevisionView, dictionary: PdfDictionary): boolean {
  const contents = view.lookup(dictionary, "Contents");
  if (!dictionary.entries.has("ByteRange") || contents.kind !== "string") return false;
  return contents.bytes.some((byte) => byte !== 0);
}

function isSameExtent(left: PdfDictionary, right: PdfDictionary): boolean {
  return left.start === right.start && left.end === right.end;
}

function numberOf(object: PdfObject | undefined): number | undefined {
  return object?.kind === "reference" ? object.objectNumber : undefined;
}
