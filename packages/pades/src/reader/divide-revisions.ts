import { AnomalyLog } from "./anomaly-log.ts";
import type { Revision, XrefEntry } from "./document.ts";
import type { EndMarker, EndMarkers } from "./end-markers.ts";
import type { Extent } from "./object.ts";
import type { XrefSection } from "./xref-section.ts";

/** A revision, and what the accounting of its bytes needs. */
export interface DividedRevision extends Revision {
  log: AnomalyLog;
  /** The bytes of its sections and of its end marker. */
  covered: readonly Extent[];
}

/**
 * Puts the sections (oldest first) into revisions. A revision ends with the `startxref` and `%%EOF` that lead to its newest section:
 * what stands before is what a reader saw when the file ended there. So both sections of a linearized file, of which only one is
 * named by the end marker, are one revision, and a section that hides in older bytes belongs to the update that leads to it.
 */
export function divideRevisions(sections: readonly XrefSection[], markers: EndMarkers): DividedRevision[] {
  const revisions: DividedRevision[] = [];
  let pending: XrefSection[] = [];
  for (const [index, section] of sections.entries()) {
    pending.push(section);
    const start = revisions.at(-1)?.end ?? 0;
    const ending = endOf(pending, section, sections[index + 1], start, markers);
    if (ending === undefined) continue;
    revisions.push(closeRevision(revisions.length, start, pending, section, ending));
    pending = [];
  }
  return revisions;
}

interface Ending {
  end: number;
  marker: EndMarker | undefined;
}

/** Gives undefined where the next newer section is of the same revision. */
function endOf(
  pending: readonly XrefSection[],
  newest: XrefSection,
  newer: XrefSection | undefined,
  start: number,
  markers: EndMarkers,
): Ending | undefined {
  const lastSectionEnd = Math.max(...pending.map(({ end }) => end));
  const direct = lastSectionEnd >= start ? markers.directlyBehind(lastSectionEnd) : undefined;
  if (direct?.target === newest.offset) return { end: direct.end, marker: direct };
  if (newer !== undefined && direct?.target === newer.offset && newer.offset < newest.offset) return undefined;
  const marker = markers.leadingTo(newest.offset, Math.max(lastSectionEnd, start));
  if (marker !== undefined) return { end: marker.end, marker };
  if (newer !== undefined && (newer.offset < newest.offset || lastSectionEnd <= start)) return undefined;
  return { end: direct?.end ?? Math.max(lastSectionEnd, start), marker: direct };
}

function closeRevision(
  index: number,
  start: number,
  sections: readonly XrefSection[],
  newest: XrefSection,
  { end, marker }: Ending,
): DividedRevision {
  const log = new AnomalyLog();
  for (const section of sections) log.addAll(section.anomalies);
  if (marker !== undefined && marker.target !== newest.offset) log.add("startxref_wrong", marker.start);
  if (marker === undefined || !marker.hasEndOfFile) log.add("end_marker_missing", end);
  const entries = mergedEntries(sections);
  if (index > 0 && entries.size === 0) log.add("xref_unreadable", newest.offset);
  return {
    index,
    start,
    end,
    xrefOffset: newest.offset,
    xrefKind: newest.kind,
    trailer: newest.trailer,
    entries,
    log,
    anomalies: log.list,
    covered: [...sections.flatMap(({ extents }) => extents), ...(marker === undefined ? [] : [marker])],
  };
}

/** Newer sections have the last word. */
function mergedEntries(sections: readonly XrefSection[]): ReadonlyMap<number, XrefEntry> {
  const [oldest, ...newer] = sections;
  const entries = oldest?.entries ?? new Map<number, XrefEntry>();
  for (const section of newer) for (const [objectNumber, entry] of section.entries) entries.set(objectNumber, entry);
  return entries;
}

/** What stands behind the last end marker, as if it were a revision that defines nothing: no signature covers it. */
export function trailingRevision(last: DividedRevision, size: number): DividedRevision {
  const log = new AnomalyLog();
  return {
    ...last,
    index: last.index + 1,
    start: last.end,
    end: size,
    entries: new Map(),
    log,
    anomalies: log.list,
    covered: [],
  };
}
