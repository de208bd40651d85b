import type { Revision, XrefEntry } from "./document.ts";

/** What one revision says on an object, and what older ones said. */
interface Version {
  revision: number;
  entry: XrefEntry;
  older: Version | undefined;
}

/** The entries of all revisions, by object: views of many revisions share it, so that none needs its own copy. */
export class EntryHistory {
  readonly #newest = new Map<number, Version>();

  constructor(revisions: readonly Revision[]) {
    for (const { index, entries } of revisions) {
      for (const [objectNumber, entry] of entries) {
        this.#newest.set(objectNumber, { revision: index, entry, older: this.#newest.get(objectNumber) });
      }
    }
  }

  /** The last word on an object up to a revision. */
  find(objectNumber: number, revision: number): Version | undefined {
    let version = this.#newest.get(objectNumber);
    while (version !== undefined && version.revision > revision) version = version.older;
    return version;
  }

  objectNumbers(): Iterable<number> {
    return this.#newest.keys();
  }
}
