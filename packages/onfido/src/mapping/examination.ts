import { type MappingWarning, type Verification, verificationTechniques } from "@idvkit/core";
import type { OnfidoAnswer } from "./answer.ts";
import { type Evidence, refuse, walkEvidence } from "./evidence-walk.ts";
import type { Issue } from "./finding.ts";
import { similarityPlace, techniqueBit } from "./finding-tree.ts";
import { readSimilarity } from "./similarity.ts";

type Check = Extract<Verification["methods"][number], { type: "documentCheck" }>["checks"][number];

/** What the results of a response come to. */
export interface Examination {
  /** One for each result that is not clear, the deepest of a branch only. */
  issues: Issue[];
  /** The techniques that were applied, in core's order. */
  checks: Check[];
  warnings: MappingWarning[];
}

/** Judges every result of an answer. A low similarity score counts where the face match itself raised nothing. */
export function examine(answer: OnfidoAnswer): Examination {
  const evidence = walkEvidence(answer.tree);
  const faceMatched = (evidence.failed & similarityPlace.bit) === 0;
  if (faceMatched && readSimilarity(answer) !== "fine") refuse(evidence, similarityPlace);
  return { issues: issuesOf(evidence), checks: checksOf(evidence), warnings: warningsOf(evidence) };
}

function issuesOf({ notClear }: Evidence): Issue[] {
  const issues: Issue[] = [];
  for (const { finding } of notClear.values()) {
    issues.push({ code: finding.path, severity: finding.severity, message: finding.message });
  }
  return issues;
}

function checksOf({ performed, failed }: Evidence): Check[] {
  const checks: Check[] = [];
  for (const technique of verificationTechniques) {
    const bit = techniqueBit(technique);
    if (failed & bit) checks.push({ technique, outcome: "failed" });
    else if (performed & bit) checks.push({ technique, outcome: "passed" });
  }
  return checks;
}

function warningsOf({ notClear }: Evidence): MappingWarning[] {
  const warnings: MappingWarning[] = [];
  for (const [path, { known }] of notClear) if (!known) warnings.push({ code: "unknown_breakdown", path });
  return warnings;
}
