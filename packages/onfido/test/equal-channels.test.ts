import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** The same case through Signicat Assure and through Onfido's own API. */
const pairs = [
  ["accepted-passport", "api-check-accepted-passport"],
  ["accepted-driving-licence", "api-check-driving-licence"],
  ["caution", "api-check-caution"],
  ["inconclusive", "api-check-inconclusive-suspected"],
  ["rejected", "api-check-rejected"],
] as const;

interface Expected {
  reference: string;
  verdict: string;
  sessionBinding: string;
  amr: string[];
  assurance?: object;
  identifiers: unknown[];
  dataBlocks: { type: string; content: Record<string, unknown> }[];
}

function expectedOf(scenario: string): Expected {
  const file = new URL(`../../../fixtures/onfido/${scenario}/expected.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Expected;
}

/** What a caller makes use of; the provider's own number of the verification is left out of its block. */
function usedBy({ verdict, sessionBinding, amr, assurance = {}, identifiers, dataBlocks, reference }: Expected) {
  const blocks = dataBlocks.map(({ type, content }) => {
    if (type !== "verification") return { type, content };
    const { verificationProcessId, ...rest } = content;
    expect(verificationProcessId).toBe(reference);
    return { type, content: rest };
  });
  return { verdict, sessionBinding, amr, assurance, identifiers, blocks };
}

/** Both scenarios run in the contract tests: what they expect is what comes out. */
describe("the two channels", () => {
  it.each(pairs)("give equal blocks, verdict, amr and assurance for %s and %s", (assure, api) => {
    const [ofAssure, ofApi] = [expectedOf(assure), expectedOf(api)];

    expect(usedBy(ofApi)).toEqual(usedBy(ofAssure));
    expect(ofApi.reference).not.toBe(ofAssure.reference);
  });

  it("are compared in cases that end verified, rejected and inconclusive", () => {
    const verdicts = new Set(pairs.map(([assure]) => expectedOf(assure).verdict));

    expect([...verdicts].sort()).toEqual(["inconclusive", "rejected", "verified"]);
  });
});
