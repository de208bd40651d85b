import type { WireObject } from "../assure/wire.ts";
import { dataFields, refusingWords } from "./evidence-words.ts";
import { type Place, processPlace, unknownPlace } from "./finding-tree.ts";

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

/** Measurements and ids are no results; some versions of the API write numbers as text. */
const informationProperty = /^score$|Id$/;

/**
 * Walks a whole response once and judges every result in it. Clear is the text `clear` and nothing else. A node without
 * a result was not performed and says nothing; what stands below it counts all the same.
 */
export function walkEvidence(raw: WireObject): Evidence {
  const walk: Walk = { notClear: new Map(), performed: 0, failed: 0, refusals: 0, nodes: 0 };
  // A fail reason is no result: that there is one is judged apart.
  visit(walk, { ...raw, failReason: undefined }, processPlace, 0, undefined);
  return walk;
}

/** Notes that a place is not clear. */
export function refuse(evidence: Evidence, place: Place): void {
  evidence.failed |= place.bit;
  evidence.notClear.set(place.finding.path, place);
}

/** `summary` is the report's own word for a breakdown: the same node, said a second time. */
function visit(walk: Walk, node: WireObject, place: Place, level: number, summary: unknown): void {
  walk.nodes++;
  if (level > deepestLevel || walk.nodes > mostNodes) {
    refuseIn(walk, place);
    return;
  }
  const before = walk.refusals;
  visitMembers(walk, node, place, level);
  const { result, subResult } = node;
  if (place.known && (isSaid(result) || isSaid(summary))) walk.performed |= place.bit;
  if (walk.refusals > before) return;
  if (!isClear(result) || !isClear(summary)) refuseIn(walk, place);
  else if (!isClear(subResult)) refuseIn(walk, childPlace(place, "subResult"));
}

function visitMembers(walk: Walk, node: WireObject, place: Place, level: number): void {
  for (const key in node) {
    const value = node[key];
    if (!isSaid(value) || isResultName(key)) continue;
    if (key === "breakdown" || key === "breakdowns") visitBreakdowns(walk, node, value, place, level);
    else if (key === "properties") visitProperties(walk, value, place);
    else visitMember(walk, node, key, place, level);
  }
}

function visitBreakdowns(walk: Walk, node: WireObject, breakdowns: unknown, place: Place, level: number): void {
  if (isContainer(breakdowns)) {
    for (const key in breakdowns) {
      const child = breakdowns[key];
      if (!isSaid(child)) continue;
      if (isContainer(child) && !isResultName(key)) visit(walk, child, childPlace(place, key), level + 1, node[key]);
      else judge(walk, child, childPlace(place, key));
    }
  } else judge(walk, breakdowns, place);
}

function visitProperties(walk: Walk, properties: unknown, place: Place): void {
  if (isContainer(properties)) {
    for (const key in properties) {
      const value = properties[key];
      if (!isSaid(value) || isInformation(key, value)) continue;
      if (key !== "reasons") judge(walk, value, childPlace(place, key));
      else if (value !== "") refuseIn(walk, childPlace(place, key));
    }
  } else judge(walk, properties, place);
}

/** A member beside the ones that carry results: the summary of a breakdown, plain data, or something new. */
function visitMember(walk: Walk, node: WireObject, key: string, place: Place, level: number): void {
  const value = node[key];
  const known = place.children.get(key);
  if (known !== undefined) {
    if (isContainer(value)) visit(walk, value, known, level + 1, undefined);
    else if (!isBrokenDown(node, key)) judge(walk, value, known);
  } else if (isContainer(value)) visit(walk, value, unknownPlace(place, key), level + 1, undefined);
  else if (isRefusingWord(value) && !dataFields.has(key)) refuseIn(walk, unknownPlace(place, key));
}

/** Whether the breakdown of this name stands there as a node, which then carries the summary. */
function isBrokenDown(node: WireObject, key: string): boolean {
  return isNodeOf(node.breakdowns, key) || isNodeOf(node.breakdown, key);
}

function isNodeOf(breakdowns: unknown, key: string): boolean {
  return isContainer(breakdowns) && isContainer(breakdowns[key]);
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
  return place.children.get(key) ?? unknownPlace(place, key);
}

function isInformation(key: string, value: unknown): boolean {
  return typeof value === "number" || (typeof value === "string" && informationProperty.test(key));
}

function isResultName(key: string): boolean {
  return key === "result" || key === "subResult";
}

function isRefusingWord(value: unknown): boolean {
  return typeof value === "string" && refusingWords.has(value.toLowerCase());
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isClear(value: unknown): boolean {
  return value === "clear" || !isSaid(value);
}

/** Arrays too: an empty map is an empty list in some JSON writers. */
function isContainer(value: unknown): value is WireObject {
  return typeof value === "object" && value !== null;
}
