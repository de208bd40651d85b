import { integerOf } from "./dictionary-values.ts";
import type { DividedRevision } from "./divide-revisions.ts";
import type { ReaderAnomalyCode, RevisionView, XrefEntry } from "./document.ts";
import type { EntryHistory } from "./entry-history.ts";
import type { IndirectObject } from "./indirect-object.ts";
import type { PdfDictionary, PdfNull, PdfObject, PdfReference } from "./object.ts";
import type { ObjectStore } from "./object-store.ts";
import { PdfError } from "./pdf-error.ts";

const nothing: PdfNull = { kind: "null", start: 0, end: 0 };
const maximumHops = 32;

/** The document as a reader saw it after one revision. */
export class DocumentView implements RevisionView {
  readonly revision: DividedRevision;
  readonly #history: EntryHistory;
  readonly #store: ObjectStore;
  readonly #isEncrypted: boolean;

  constructor(revision: DividedRevision, history: EntryHistory, store: ObjectStore) {
    this.revision = revision;
    this.#history = history;
    this.#store = store;
    this.#isEncrypted = isEncrypted(revision.trailer);
  }

  get trailer(): PdfDictionary {
    return this.revision.trailer;
  }

  get root(): PdfDictionary | undefined {
    const root = this.lookup(this.trailer, "Root");
    return root.kind === "dictionary" ? root : undefined;
  }

  get(objectNumber: number, generation?: number): PdfObject {
    const entry = this.#history.find(objectNumber, this.revision.index)?.entry;
    if (entry === undefined || entry.kind === "free") return nothing;
    if (entry.kind === "compressed") {
      return generation === undefined || generation === 0 ? this.#getCompressed(objectNumber, entry) : nothing;
    }
    if (generation !== undefined && generation !== entry.generation) return nothing;
    return this.objectOf(objectNumber, entry)?.object ?? nothing;
  }

  resolve(object: PdfObject | undefined): PdfObject {
    let current = object ?? nothing;
    for (let hop = 0; current.kind === "reference"; hop++) {
      if (hop === maximumHops) return nothing;
      current = this.get(current.objectNumber, current.generation);
    }
    return current;
  }

  lookup(dictionary: PdfDictionary | undefined, key: string): PdfObject {
    return this.resolve(dictionary?.entries.get(key));
  }

  *objectNumbers(): Iterable<number> {
    for (const objectNumber of this.#history.objectNumbers()) {
      const version = this.#history.find(objectNumber, this.revision.index);
      if (version !== undefined && version.entry.kind !== "free") yield objectNumber;
    }
  }

  definedIn(objectNumber: number): number | undefined {
    return this.#history.find(objectNumber, this.revision.index)?.revision;
  }

  decode(stream: PdfObject): Uint8Array {
    if (stream.kind !== "stream") throw new PdfError("unreadable", "an object that is no stream");
    if (this.#isEncrypted) throw new PdfError("unreadable", "a stream that is encrypted");
    return this.#store.decode(stream, (object) => this.resolve(object));
  }

  /**
   * What stands where an entry points, when it is that object and all of it stands in this revision or an older one.
   * Anything else is an anomaly: no other place is searched for the object.
   */
  objectOf(objectNumber: number, entry: XrefEntry & { kind: "inUse" }): IndirectObject | undefined {
    const { offset, generation } = entry;
    const found = this.#store.objectAt(offset, (length) => this.#lengthOf(length));
    if (found === "loop") return this.#note("loop", offset);
    const isRight = found?.objectNumber === objectNumber && found.generation === generation;
    return isRight && found.end <= this.revision.end ? found : this.#note("entry_wrong", offset);
  }

  /**
   * Looks at an entry of this revision that leads to older bytes: it must not lead astray, since many readers then rebuild the table
   * from whatever looks like an object. What an older revision says just so is not this one's doing.
   */
  checkOlder(objectNumber: number, entry: XrefEntry & { kind: "inUse" }): void {
    const { offset, generation } = entry;
    const before = this.#history.find(objectNumber, this.revision.index - 1)?.entry;
    if (before?.kind === "inUse" && before.offset === offset && before.generation === generation) return;
    if (!this.#store.isAt(offset, objectNumber, generation)) this.#note("entry_wrong", offset);
  }

  /** Object streams of an encrypted document are encrypted with all that is in them: their objects count as null. */
  #getCompressed(objectNumber: number, entry: XrefEntry & { kind: "compressed" }): PdfObject {
    const holder = this.#history.find(entry.objectStream, this.revision.index)?.entry;
    if (this.#isEncrypted) return nothing;
    const stream = holder?.kind === "inUse" ? this.objectOf(entry.objectStream, holder)?.object : undefined;
    const at = holder?.kind === "inUse" ? holder.offset : this.revision.xrefOffset;
    if (stream?.kind !== "stream") return this.#note("entry_wrong", at) ?? nothing;
    const found = this.#store.compressedObject(stream, entry.index, objectNumber, (object) => this.resolve(object));
    if (found === "loop") return this.#note("loop", at) ?? nothing;
    return found ?? this.#note("entry_wrong", at) ?? nothing;
  }

  #lengthOf(reference: PdfReference): number | undefined {
    const entry = this.#history.find(reference.objectNumber, this.revision.index)?.entry;
    if (entry?.kind === "inUse" && this.#store.isKnownStream(entry.offset)) return undefined;
    return integerOf(this.get(reference.objectNumber, reference.generation));
  }

  #note(code: ReaderAnomalyCode, at: number): undefined {
    this.revision.log.add(code, at);
  }
}

/** Whether a trailer names an encryption dictionary. */
export function isEncrypted(trailer: PdfDictionary): boolean {
  const encrypt = trailer.entries.get("Encrypt");
  return encrypt !== undefined && encrypt.kind !== "null";
}
