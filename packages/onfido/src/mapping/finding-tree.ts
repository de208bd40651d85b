import { type VerificationTechnique, verificationTechniques } from "@idvkit/core";
import { documentBreakdowns } from "./document-breakdowns.ts";
import { documentProperties } from "./document-properties.ts";
import { faceBreakdowns, similarityFinding } from "./face-breakdowns.ts";
import type { OnfidoFinding } from "./finding.ts";
import { furtherBreakdowns } from "./further-breakdowns.ts";
import { foldName, spellingsOf } from "./spelling.ts";

const resultFindings = [...documentBreakdowns, ...documentProperties, ...faceBreakdowns, ...furtherBreakdowns];

/** Every result of Onfido's reports that idvkit knows: its path, the technique it belongs to, and what it means when it is not clear. */
export const onfidoFindings: readonly OnfidoFinding[] = [...resultFindings, similarityFinding];

/** A place in a response. Sets of techniques are bit masks, because a walk touches one for every node. */
export interface Place {
  readonly finding: OnfidoFinding;
  readonly known: boolean;
  readonly bit: number;
  readonly children: ReadonlyMap<string, Place>;
}

const nothingBelow: ReadonlyMap<string, Place> = new Map();
const printableKey = /^[A-Za-z0-9_,.-]{1,64}$/;

/** The bit of a technique. */
export function techniqueBit(technique: VerificationTechnique): number {
  return 1 << verificationTechniques.indexOf(technique);
}

/** A place that the table does not have. It belongs to the technique of what it stands below. */
export function unknownPlace(parent: Place, key: string): Place {
  const name = printableKey.test(key) ? foldName(key) : "unknown";
  return unknown(`${parent.finding.path}.${name}`, parent.finding.technique);
}

/** The place of the similarity score, which is judged apart from the results. */
export const similarityPlace: Place = knownPlace(similarityFinding, nothingBelow);

/** How many sets of further reports have places; no check has so many of one kind. */
const mostFurtherReports = 20;

const providerSpecificPlace = unknown("providerSpecific", "documentValidity", reportPlaces());

/**
 * The whole response as places: the process, below it its final result and `providerSpecific`, below that the reports and
 * their results. `furtherReports` is a list of the same: where there are several reports of one kind, all count.
 */
export const processPlace: Place = unknown(
  "process",
  "documentValidity",
  new Map([
    ["finalResult", unknown("finalResult", "documentValidity")],
    ["providerSpecific", providerSpecificPlace],
    ["furtherReports", unknown("furtherReports", "documentValidity", furtherPlaces())],
  ]),
);

function furtherPlaces(): Map<string, Place> {
  return new Map(Array.from({ length: mostFurtherReports }, (_, index) => [String(index), providerSpecificPlace]));
}

function reportPlaces(): Map<string, Place> {
  const reports = new Map<string, Place>();
  const childrenOf = new Map<string, Map<string, Place>>();
  for (const finding of resultFindings) {
    const children = new Map<string, Place>();
    childrenOf.set(finding.path, children);
    const cut = finding.path.lastIndexOf(".");
    const siblings = childrenOf.get(finding.path.slice(0, Math.max(cut, 0))) ?? reports;
    const place = knownPlace(finding, children);
    for (const name of spellingsOf(finding.path.slice(cut + 1))) siblings.set(name, place);
  }
  return reports;
}

function knownPlace(finding: OnfidoFinding, children: ReadonlyMap<string, Place>): Place {
  return { finding, known: true, bit: techniqueBit(finding.technique), children };
}

function unknown(path: string, technique: VerificationTechnique, children = nothingBelow): Place {
  const finding: OnfidoFinding = {
    path,
    technique,
    severity: "error",
    message: "A result of the provider is not clear.",
  };
  return { finding, known: false, bit: techniqueBit(technique), children };
}
