import type { WireObject } from "../wire-object.ts";
import { isClear, isContainer, isEmptyList, isInformation, isRefusal, isSaid } from "./evidence-values.ts";
import { structuralNames } from "./evidence-words.ts";
import { type Place, processPlace, unknownPlace } from "./finding-tree.ts";
import { foldName, memberNamed } from "./spelling.ts";

/** What a walk found. Techniques are bit masks. */
export interface Evidence {
  /** The places that are not clear, by path, the deepest of a branch only. */
  notClear: Map<string, Place>;
  performed: number;
  failed: number;
}

interface Walk extends Evidence {
  /** How often something was found not clear; the same place twice counts twice. */
  refusals: number;
  nodes: number;
}

/** No response of Onfido is so deep or so large; what lies beyond is not looked at and counts as not clear. */
const deepestLevel = 12;
const mostNodes = 10_000;

/**
 * Walks a whole response once and judges every result in it. Clear is the text `clear` and nothing else. A node without
 * a result was not performed and says nothing; what stands below it counts all the same.
 */
export function walkEvidence(tree: WireObject): Evidence {
  const walk: Walk = { notClear: new Map(), performed: 0, failed: 0, refusals: 0, nodes: 0 };
  visit(walk, tree, processPlace, 0, undefined);
  return walk;
}

const mostNotClear = 1_000;

/** Notes that a place is not clear. One is enough for the verdict, and no answer has more than the most that are kept. */
export function refuse(evidence: Evidence, place: Place): void {
  evidence.failed |= place.bit;
  if (evidence.notClear.size < mostNotClear) evidence.notClear.set(place.finding.path, place);
}

/** `summary` is the report's own word for a breakdown: the same node, said a second time. */
function visit(walk: Walk, node: WireObject, place: Place, level: number, summary: unknown): void {
  if (!isWithinBounds(walk, level)) {
    refuseIn(walk, place);
    return;
  }
  const before = walk.refusals;
  let result: unknown;
  let subResult: unknown;
  let breakdown: unknown;
  let breakdowns: unknown;
  let summaries: WireObject | undefined;
  for (const key in node) {
    const value = node[key];
    if (!isSaid(value)) continue;
    if (key === "result") result = value;
    else if (key === "properties") visitProperties(walk, value, place);
    else if (key === "breakdown") breakdown = value;
    else if (key === "breakdowns") breakdowns = value;
    else if (key === "subResult" || key === "sub_result") subResult = isClear(value) ? (subResult ?? value) : value;
    else if (isSummary(node, key, value, place)) summaries = node;
    else visitMember(walk, key, value, place, level);
  }
  if (isSaid(breakdown)) visitBreakdowns(walk, breakdown, summaries, place, level);
  if (isSaid(breakdowns)) visitBreakdowns(walk, breakdowns, summaries, place, level);
  if (place.known && (isSaid(result) || isSaid(summary))) walk.performed |= place.bit;
  if (walk.refusals > before) return;
  if (!isClear(result) || !isClear(summary)) refuseIn(walk, place);
  else if (!isClear(subResult)) refuseIn(walk, childPlace(place, "subResult"));
}

/** `summaries` holds what is said about the breakdowns beside them, under their names. */
function visitBreakdowns(
  walk: Walk,
  breakdowns: unknown,
  summaries: WireObject | undefined,
  place: Place,
  level: number,
): void {
  if (isContainer(breakdowns)) {
    for (const key in breakdowns) {
      const child = breakdowns[key];
      if (!isSaid(child)) continue;
      const named = childPlace(place, key);
      if (isContainer(child) && !structuralNames.has(key))
        visit(walk, child, named, level + 1, summaries && memberNamed(summaries, key));
      else judge(walk, child, named);
    }
  } else if (!isEmptyList(breakdowns)) judge(walk, breakdowns, place);
}

function visitProperties(walk: Walk, properties: unknown, place: Place): void {
  if (isContainer(properties)) {
    for (const key in properties) {
      const value = properties[key];
      if (!isSaid(value) || isInformation(key, value)) continue;
      if (key !== "reasons") judge(walk, value, childPlace(place, key));
      else if (value !== "") refuseIn(walk, childPlace(place, key));
    }
  } else if (!isEmptyList(properties)) judge(walk, properties, place);
}

/** A member beside the ones that carry results: a breakdown that stands here itself, plain data, or something new. */
function visitMember(walk: Walk, key: string, value: unknown, place: Place, level: number): void {
  const known = place.children.get(key);
  if (Array.isArray(value)) visitList(walk, value, known ?? unknownPlace(place, key), level + 1);
  else if (isContainer(value)) visit(walk, value, known ?? unknownPlace(place, key), level + 1, undefined);
  else if (known !== undefined) judge(walk, value, known);
  else if (isRefusal(key, value)) refuseIn(walk, unknownPlace(place, key));
}

/** Lists go their own way: for-in over one list makes for-in slow for every object after it. */
function visitList(walk: Walk, list: readonly unknown[], place: Place, level: number): void {
  const seen = isWithinBounds(walk, level) ? list.slice(0, mostNodes) : [];
  for (const [index, element] of seen.entries()) visitMember(walk, String(index), element, place, level);
  if (seen.length < list.length) refuseIn(walk, place);
}

function isWithinBounds(walk: Walk, level: number): boolean {
  walk.nodes++;
  return level <= deepestLevel && walk.nodes <= mostNodes;
}

/** Whether a member is the summary of a breakdown that stands there as a node of its own. */
function isSummary(node: WireObject, key: string, value: unknown, place: Place): boolean {
  if (typeof value === "object" || !place.children.has(key)) return false;
  return isNodeOf(node.breakdowns, key) || isNodeOf(node.breakdown, key);
}

function isNodeOf(breakdowns: unknown, key: string): boolean {
  return isContainer(breakdowns) && isContainer(memberNamed(breakdowns, key));
}

function judge(walk: Walk, value: unknown, place: Place): void {
  if (place.known) walk.performed |= place.bit;
  if (value !== "clear") refuseIn(walk, place);
}

function refuseIn(walk: Walk, place: Place): void {
  walk.refusals++;
  refuse(walk, place);
}

function childPlace(place: Place, key: string): Place {
  return place.children.get(key) ?? place.children.get(foldName(key)) ?? unknownPlace(place, key);
}
