import { isWhiteSpace } from "./characters.ts";
import type { DividedRevision } from "./divide-revisions.ts";
import { maximumLead } from "./indirect-object.ts";
import type { Extent } from "./object.ts";
import type { DocumentView } from "./view.ts";

const percent = 0x25;

/**
 * Looks whether every byte of an update belongs to something that its cross-reference names: an object, the section itself, the end
 * marker; white space and comments may stand between. Whatever else is there is what a reader that repairs files might show, and an
 * older signature would not know. That includes an object that a writer left behind when it wrote the object again in the same
 * update: nobody can tell it from a planted one. Each byte is looked at once.
 */
export function accountForBytes(bytes: Uint8Array, view: DocumentView): void {
  const { revision } = view;
  let from = revision.start;
  for (const { start, end } of coveredExtents(view)) {
    if (start > from) checkGap(bytes, from, start, revision);
    from = Math.max(from, end);
  }
  checkGap(bytes, from, revision.end, revision);
}

function coveredExtents(view: DocumentView): Extent[] {
  const { revision } = view;
  const extents: Extent[] = [];
  for (const [objectNumber, entry] of revision.entries) {
    if (entry.kind !== "inUse") continue;
    if (entry.offset < revision.start - maximumLead) {
      view.checkOlder(objectNumber, entry);
      continue;
    }
    const found = view.objectOf(objectNumber, entry);
    if (found !== undefined && found.start >= revision.start) extents.push(found);
  }
  for (const extent of revision.covered) if (extent.start >= revision.start) extents.push(extent);
  return extents.sort((left, right) => left.start - right.start);
}

function checkGap(bytes: Uint8Array, from: number, to: number, revision: DividedRevision): void {
  const at = firstSubstance(bytes, from, to);
  if (at !== undefined) revision.log.add("unaccounted_bytes", at);
}

/** The first byte that is neither white space nor in a comment. A comment with `obj` in it is no comment to all readers. */
export function firstSubstance(bytes: Uint8Array, from: number, to: number): number | undefined {
  for (let at = from; at < to; at++) {
    if (isWhiteSpace(bytes[at])) continue;
    if (bytes[at] !== percent) return at;
    const start = at;
    while (at < to && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at += 1;
    if (Buffer.from(bytes.buffer, bytes.byteOffset + start, at - start).includes("obj")) return start;
  }
  return undefined;
}
