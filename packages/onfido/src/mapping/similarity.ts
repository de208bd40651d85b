import type { WireProcess } from "../assure/wire.ts";

/** How alike face and portrait are, in Assure's buckets: none of them, or unset, contradicts a match; others do. */
const matchingScores: ReadonlySet<unknown> = new Set([undefined, null, "medium", "high"]);

/** Whether the similarity scores fit a match: `low` does not, and neither does a word that Assure does not document. */
export function readSimilarity({ finalResult, facialSimilarity }: WireProcess): "fine" | "low" | "unknown" {
  const scores = [finalResult?.similarityScore, facialSimilarity?.similarityScore];
  if (scores.every((score) => matchingScores.has(score))) return "fine";
  return scores.includes("low") ? "low" : "unknown";
}
