/** How a simulated process ends. */
export const simulatedOutcomes = [
  "accepted",
  "rejected",
  "inconclusive",
  "canceled",
  "failed",
  "caution",
  "faceConsider",
] as const;

/**
 * The first five are statuses of Assure. `caution` and `faceConsider` are the two holes in its status rule: an
 * `accepted` process with a document of sub-result `caution`, or with a face that does not match.
 */
export type SimulatedOutcome = (typeof simulatedOutcomes)[number];
