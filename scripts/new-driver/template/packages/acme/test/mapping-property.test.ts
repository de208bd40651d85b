import { contentSchemas } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acmeProducts, mapSession } from "../src/index.ts";

const word = fc.constantFrom("passed", "failed", "unclear", "verified", "rejected", "open", "1990-04-01", "", "x");
const anyValue = fc.oneof(word, fc.jsonValue({ maxDepth: 2 }));
const names = (...allowed: string[]) => fc.constantFrom(...allowed, "__proto__", "other");

/** Answers near to real ones, and far from them. */
const answer = fc.oneof(
  fc.record({
    id: fc.constant("ses_1"),
    status: word,
    endedAt: fc.option(fc.oneof(fc.constant("2026-01-15T10:01:00Z"), anyValue), { nil: undefined }),
    checks: fc.oneof(fc.dictionary(names("document", "face"), anyValue), anyValue),
    person: fc.oneof(fc.dictionary(names("givenName", "familyName", "birthDate"), anyValue), anyValue),
  }),
  fc.jsonValue({ maxDepth: 4 }),
);
const context = fc.record({
  now: fc.constant(new Date("2026-01-15T10:00:00.000Z")),
  order: fc.record({ product: fc.constantFrom(...acmeProducts) }),
});

describe("any answer at all", () => {
  it("gives valid data blocks or an error, and the same ones again", () => {
    fc.assert(
      fc.property(answer, context, (raw, given) => {
        const mapped = mapSession(raw, given);
        expect(mapSession(raw, given)).toEqual(mapped);
        if (!mapped.ok) expect(mapped.error.code).toBe("invalid_response");
        const contents = mapped.ok && mapped.value.final ? mapped.value.contents : [];
        for (const { type, content } of contents) {
          expect(contentSchemas[type].safeParse(content).success).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is verified only where the status says so and every check passed", () => {
    fc.assert(
      fc.property(answer, context, (raw, given) => {
        const mapped = mapSession(raw, given);
        if (!mapped.ok || !mapped.value.final || mapped.value.verdict !== "verified") return;
        const { status, checks } = raw as { status: string; checks: Record<string, unknown> };
        expect(status).toBe("verified");
        expect(Object.values(checks).every((result) => result === "passed")).toBe(true);
        expect(Object.keys(checks)).toContain("document");
        if (given.order.product === "documentSelfie") expect(Object.keys(checks)).toContain("face");
      }),
      { numRuns: 500 },
    );
  });
});
