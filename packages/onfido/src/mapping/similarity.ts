import type { OnfidoAnswer } from "./answer.ts";

/** How alike face and portrait are, in Assure's buckets: none of them, or unset, contradicts a match; others do. */
const matchingScores: ReadonlySet<unknown> = new Set([undefined, null, "medium", "high"]);

/** Whether the similarity scores fit a match: `low` does not, and neither does a word that Assure does not document. */
export function readSimilarity({ finalResult, face }: OnfidoAnswer): "fine" | "low" | "unknown" {
  const scores = [finalResult?.similarityScore, face?.data.similarityScore];
  if (scores.every((score) => matchingScores.has(score))) return "fine";
  return scores.includes("low") ? "low" : "unknown";
}
