import { accountForBytes, firstSubstance } from "./account-for-bytes.ts";
import { isWhiteSpace } from "./characters.ts";
import { type DividedRevision, divideRevisions, trailingRevision } from "./divide-revisions.ts";
import type { PdfDocument, ReaderAnomaly, ReaderLimits } from "./document.ts";
import { EndMarkers } from "./end-markers.ts";
import { EntryCounter } from "./entry-counter.ts";
import { EntryHistory } from "./entry-history.ts";
import { KeywordPositions } from "./keyword-positions.ts";
import { ObjectStore } from "./object-store.ts";
import { PdfError } from "./pdf-error.ts";
import { readSection, readSectionNear } from "./read-section.ts";
import { DocumentView, isEncrypted } from "./view.ts";
import { WorkBudget } from "./work-budget.ts";
import { readChain } from "./xref-chain.ts";
import type { XrefSection, XrefSource } from "./xref-section.ts";

/** The header must start within this many bytes, as the usual readers have it. */
const headerWindow = 1024;
/** How many `startxref` are tried when the last one leads nowhere. */
const maximumAttempts = 16;
/** White space behind the last end marker that counts as the end of the file: padding of transport. */
const maximumPadding = 1024;
/** Parsing may look at each byte this often, and at some more in small files. */
const parsedPerByte = 4;
const parsedAtLeast = 2 ** 22;

/**
 * Reads a PDF revision by revision (ISO 32000-2, section 7.5), strictly: objects are only where a cross-reference says, and no table
 * is rebuilt. Objects are read when a view is asked for them, so anomalies of single objects come up then; those of the structure and
 * of the bytes of all updates are there from the start. An encrypted document is not decrypted: strings stay as they are, and objects
 * in object streams count as null.
 *
 * Throws a {@link PdfError}: `not_pdf` without a header, `unreadable` without a cross-reference section, `limit` past a limit. Views
 * throw only the last one.
 */
export function readPdf(pdf: Uint8Array, limits: ReaderLimits): PdfDocument {
  if (pdf.length > limits.maxBytes) throw new PdfError("limit", "a file that is too large");
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const header = bytes.subarray(0, headerWindow).indexOf("%PDF-");
  if (header < 0) throw new PdfError("not_pdf", "no PDF header");
  const source: XrefSource = {
    bytes,
    limits,
    maxDepth: limits.maxDepth,
    base: 0,
    counter: new EntryCounter(limits.maxObjects),
    budget: new WorkBudget(bytes.length * parsedPerByte + parsedAtLeast, limits.maxDecodedBytes),
    endstreams: new KeywordPositions(bytes, "endstream"),
  };
  const start = findNewest(source, header);
  const sections = readChain(start.source, start.newest);
  const revisions = divideRevisions(sections, new EndMarkers(start.source));
  if (revisions.length > limits.maxRevisions) throw new PdfError("limit", "too many revisions");
  addTrailing(bytes, revisions, start.wrongMarker);
  return assemble(pdf, revisions, new ObjectStore(source, limits));
}

interface Start {
  source: XrefSource;
  newest: XrefSection;
  /** The last `startxref`, when it leads nowhere. */
  wrongMarker: number | undefined;
}

/** The section to which the last `startxref` leads; an older one where there is nothing. */
function findNewest(source: XrefSource, header: number): Start {
  let wrongMarker: number | undefined;
  let attempts = 0;
  const bases = [...new Set([0, header])].map((base) => ({ ...source, base }));
  for (const marker of new EndMarkers(source).backwards()) {
    for (const read of [readSection, readSectionNear]) {
      for (const based of bases) {
        const target = new EndMarkers(based).at(marker.start)?.target ?? marker.target;
        const newest = read(based, target);
        if (newest !== undefined) return { source: based, newest, wrongMarker };
      }
    }
    wrongMarker ??= marker.start;
    attempts += 1;
    if (attempts === maximumAttempts) break;
  }
  throw new PdfError("unreadable", "no cross-reference section");
}

function addTrailing(bytes: Buffer, revisions: DividedRevision[], wrongMarker: number | undefined): void {
  const last = revisions.at(-1);
  if (last === undefined) return;
  if (wrongMarker !== undefined && wrongMarker < last.end) last.log.add("startxref_wrong", wrongMarker);
  if (isPadding(bytes, last.end)) return;
  const trailing = trailingRevision(last, bytes.length);
  trailing.log.add("bytes_after_end", last.end);
  const substance = firstSubstance(bytes, last.end, bytes.length);
  if (substance !== undefined) trailing.log.add("unaccounted_bytes", substance);
  if (!bytes.includes("%%EOF", last.end)) trailing.log.add("end_marker_missing", bytes.length);
  if (wrongMarker !== undefined) {
    trailing.log.add("startxref_wrong", wrongMarker);
    trailing.log.add("xref_unreadable", wrongMarker);
  }
  revisions.push(trailing);
}

function isPadding(bytes: Buffer, from: number): boolean {
  if (bytes.length - from > maximumPadding) return false;
  for (let at = from; at < bytes.length; at++) if (!isWhiteSpace(bytes[at])) return false;
  return true;
}

function assemble(bytes: Uint8Array, revisions: readonly DividedRevision[], store: ObjectStore): PdfDocument {
  const history = new EntryHistory(revisions);
  const views = revisions.map((revision) => new DocumentView(revision, history, store));
  for (const view of views)
    if (view.revision.index > 0 && view.revision.covered.length > 0) accountForBytes(bytes, view);
  const at = (index: number) => {
    const view = views[index];
    if (view === undefined) throw new RangeError("no revision of that index");
    return view;
  };
  return {
    bytes,
    revisions,
    get anomalies(): readonly ReaderAnomaly[] {
      return revisions.flatMap(({ anomalies }) => anomalies);
    },
    isEncrypted: revisions.some(({ trailer }) => isEncrypted(trailer)),
    at,
    last: at(revisions.length - 1),
  };
}
