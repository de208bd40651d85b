import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RevocationResult } from "../src/revocation/check-revocation.ts";
import { parseCrl } from "../src/revocation/crl.ts";
import { parseOcspResponse } from "../src/revocation/ocsp-response.ts";
import { revocationReasons } from "../src/revocation/revocation-reasons.ts";
import { invalidityDate } from "../src/testing/index.ts";
import { ask, at, authority, crl, crlUrl, day, ocsp, person, revokedRow, week } from "./revocation-setup.ts";

type Mutation =
  | { kind: "flip"; at: number; bit: number }
  | { kind: "cut"; at: number; length: number }
  | { kind: "insert"; at: number; bytes: Uint8Array }
  | { kind: "repeat"; at: number; length: number };

const position = fc.nat({ max: 4000 });
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), at: position, bit: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant("cut" as const), at: position, length: fc.integer({ min: 1, max: 60 }) }),
  fc.record({
    kind: fc.constant("insert" as const),
    at: position,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 20 }),
  }),
  fc.record({ kind: fc.constant("repeat" as const), at: position, length: fc.integer({ min: 1, max: 60 }) }),
);

function mutate(bytes: Uint8Array, change: Mutation): Uint8Array {
  const index = change.at % bytes.length;
  const [before, after] = [bytes.subarray(0, index), bytes.subarray(index)];
  if (change.kind === "insert") return new Uint8Array(Buffer.concat([before, change.bytes, after]));
  if (change.kind === "cut") return new Uint8Array(Buffer.concat([before, after.subarray(change.length)]));
  if (change.kind === "repeat") {
    return new Uint8Array(Buffer.concat([before, after.subarray(0, change.length), after]));
  }
  const flipped = new Uint8Array(bytes);
  flipped[index] = (flipped[index] ?? 0) ^ (1 << change.bit);
  return flipped;
}

function expectKnownReasons({ reasons }: RevocationResult): void {
  for (const { code } of reasons) expect(revocationReasons).toHaveProperty(code);
}

const revokedRows = revokedRow(day("2026-05-01"), {
  reason: "keyCompromise",
  extensions: [invalidityDate(day("2026-04-20"))],
});
const revokedCrls = [
  crl(revokedRows),
  crl({ ...revokedRows, distributionPoint: { url: crlUrl } }),
  crl({ ...revokedRow(day("2026-05-01"), { reason: "certificateHold" }), deltaBase: 1, crlNumber: 2 }),
  crl({ ...revokedRows, thisUpdate: day("2020-01-01"), nextUpdate: day("2020-02-01") }),
];
const answers = [{ serialNumber: person.serialNumber, status: "unknown" as const, ...week }];
const notGoodResponses = [
  ocsp({ status: { revokedAt: day("2026-05-01"), reason: "keyCompromise" } }),
  ocsp({ status: "unknown" }),
  authority.ocspResponse({ answers, producedAt: at, responderId: "name" }),
  ocsp({ serialNumber: 4711n }),
];

describe("mutated data", () => {
  it("of a revoked or unlisted kind never make a certificate good", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...revokedCrls), mutation, async (bytes, change) => {
        const result = await ask({ crls: [mutate(bytes, change)] });
        expect(result.status).not.toBe("good");
        expectKnownReasons(result);
      }),
      { numRuns: 600 },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...notGoodResponses), mutation, async (bytes, change) => {
        const result = await ask({ ocspResponses: [mutate(bytes, change)] });
        expect(result.status).not.toBe("good");
        expectKnownReasons(result);
      }),
      { numRuns: 600 },
    );
  });

  it("of a good kind never make a certificate revoked", async () => {
    const [goodCrl, goodResponse] = [crl(), ocsp()];
    await fc.assert(
      fc.asyncProperty(mutation, async (change) => {
        const ofCrl = await ask({ crls: [mutate(goodCrl, change)] });
        const ofResponse = await ask({ ocspResponses: [mutate(goodResponse, change)] });
        expect([ofCrl.status, ofResponse.status]).not.toContain("revoked");
      }),
      { numRuns: 500 },
    );
  });

  it("do not hide a revocation that other data have", async () => {
    const [revoked, good] = [crl(revokedRows), ocsp()];
    await fc.assert(
      fc.asyncProperty(mutation, async (change) => {
        const result = await ask({ ocspResponses: [mutate(good, change)], crls: [revoked] });
        expect(result.status).toBe("revoked");
      }),
      { numRuns: 300 },
    );
  });

  it("of any kind give a result and no exception", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        parseCrl(bytes);
        parseOcspResponse(bytes);
        const fetcher = () => Promise.resolve(bytes);
        expect(await ask({ crls: [bytes], ocspResponses: [bytes], fetcher })).toMatchObject({ status: "unknown" });
      }),
    );
  });
});

describe("times", () => {
  const instant = fc.date({ min: day("2025-01-01"), max: day("2026-12-01"), noInvalidDate: true });

  it("never make a certificate good at or after its revocation", async () => {
    await fc.assert(
      fc.asyncProperty(instant, instant, instant, async (revokedAt, thisUpdate, asked) => {
        const window = { thisUpdate, nextUpdate: new Date(thisUpdate.getTime() + 7 * 86_400_000) };
        const result = await ask({ crls: [crl({ ...window, ...revokedRow(revokedAt) })], at: asked });
        // Times in certificates and CRLs have whole seconds.
        const isBefore = asked.getTime() < Math.floor(revokedAt.getTime() / 1000) * 1000;
        if (!isBefore) expect(result.status).not.toBe("good");
        else expect(result.status).not.toBe("revoked");
      }),
      { numRuns: 300 },
    );
  });
});
