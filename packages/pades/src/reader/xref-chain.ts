import { integerAt } from "./dictionary-values.ts";
import type { ReaderAnomaly } from "./document.ts";
import { PdfError } from "./pdf-error.ts";
import { readSectionNear, sectionOffset } from "./read-section.ts";
import type { XrefSection, XrefSource } from "./xref-section.ts";

/** A revision has one section, or two where it is linearized. */
const sectionsPerRevision = 2;

/**
 * Follows /Prev from the newest section on. Gives the sections oldest first. A loop ends the chain, and so does a section that
 * cannot be read; both are anomalies of the section that leads there. Throws a {@link PdfError} of the code `limit`.
 */
export function readChain(source: XrefSource, newest: XrefSection): XrefSection[] {
  const sections = [newest];
  const seen = new Set([newest.offset]);
  for (let section = newest; ; ) {
    const written = integerAt(section.trailer, "Prev");
    if (written === undefined && section.trailer.entries.has("Prev")) note(section, "xref_unreadable");
    if (written === undefined || written === 0) break; // 0 is where the header is: such writers mean "none"
    const offset = sectionOffset(source, written);
    if (seen.has(offset)) {
      note(section, "loop");
      break;
    }
    const previous = readSectionNear(source, offset);
    if (previous === undefined) {
      note(section, "xref_unreadable");
      break;
    }
    seen.add(offset);
    sections.push(previous);
    if (sections.length > source.limits.maxRevisions * sectionsPerRevision) {
      throw new PdfError("limit", "too many revisions");
    }
    section = previous;
  }
  forgiveCopies(sections);
  return sections.reverse();
}

/** Writers that copy the trailer copy its /XRefStm too: what that differs in is only what the update is about. */
function forgiveCopies(sections: readonly XrefSection[]): void {
  const named = new Set<number>();
  for (const section of sections.toReversed()) {
    const stream = integerAt(section.trailer, "XRefStm");
    if (stream === undefined) continue;
    if (named.has(stream)) section.anomalies = section.anomalies.filter(({ code }) => code !== "hybrid_differs");
    named.add(stream);
  }
}

function note(section: XrefSection, code: ReaderAnomaly["code"]): void {
  section.anomalies.push({ code, at: section.offset });
}
