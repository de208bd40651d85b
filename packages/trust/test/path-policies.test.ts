import { describe, expect, it } from "vitest";
import { readCertificate } from "../src/certificate/certificate.ts";
import { verifyCertificatePath } from "../src/path/validate-path.ts";
import { createTestCertificateAuthority, der, type TestAuthoritySettings } from "../src/testing/index.ts";

const at = new Date("2025-06-01T00:00:00Z");
const root = createTestCertificateAuthority({ name: "Example Root" });
const anchors = [readCertificate(root.certificate)];
const [gold, silver, anyPolicy] = ["1.2.3.1", "1.2.3.2", "2.5.29.32.0"];

const constraints = (require: number | undefined, inhibitMapping?: number) => ({
  oid: "2.5.29.36",
  critical: true,
  value: der.sequence(
    ...(require === undefined ? [] : [der.contextPrimitive(0, Uint8Array.of(require))]),
    ...(inhibitMapping === undefined ? [] : [der.contextPrimitive(1, Uint8Array.of(inhibitMapping))]),
  ),
});
const mapping = (from: string, to: string) => ({
  oid: "2.5.29.33",
  critical: true,
  value: der.sequence(der.sequence(der.oid(from), der.oid(to))),
});
const inhibitAny = (count: number) => ({ oid: "2.5.29.54", critical: true, value: der.integer(count) });

/** Where a path of CAs, the upper one first, and a leaf with such policies lacks one; undefined when it is trusted. */
function missingAt(authorities: readonly Partial<TestAuthoritySettings>[], policies?: readonly string[]) {
  const ca = authorities.reduce<typeof root>(
    (parent, settings, index) => createTestCertificateAuthority({ name: `CA ${index}`, parent, ...settings }),
    root,
  );
  const leaf = ca.issue({ subject: "Kari", ...(policies !== undefined && { policies }) });
  const intermediates = leaf.issuers.map(readCertificate);
  const result = verifyCertificatePath(readCertificate(leaf.certificate), { anchors, intermediates, at });
  expect(result.reasons.filter(({ code }) => code !== "policy_not_permitted")).toEqual([]);
  expect(result.trusted).toBe(result.reasons.length === 0);
  return result.reasons[0]?.index;
}

describe("policies", () => {
  it("do not matter when no CA asks for one", () => {
    expect(missingAt([{}], undefined)).toBeUndefined();
    expect(missingAt([{ policies: [gold] }], [silver])).toBeUndefined();
  });

  it("that a CA asks for must go down to the leaf", () => {
    const asking = { policies: [gold, silver], others: [constraints(0)] };
    expect(missingAt([asking], [silver])).toBeUndefined();
    expect(missingAt([asking], ["1.2.3.9"])).toBe(0);
    expect(missingAt([asking], undefined)).toBe(0);
    expect(missingAt([asking, { policies: ["1.2.3.9"] }], [silver])).toBe(1);
    expect(missingAt([{ ...asking, policies: [anyPolicy] }], [silver])).toBeUndefined();
    expect(missingAt([asking], [anyPolicy])).toBeUndefined();
  });

  it("may be asked for only further down", () => {
    expect(missingAt([{ others: [constraints(1)] }, {}])).toBe(0);
    expect(missingAt([{ others: [constraints(5)] }, {}])).toBeUndefined();
  });

  it("are mapped to those of another CA, where that is allowed", () => {
    const asking = { policies: [gold], others: [constraints(0)] };
    const mapped = { policies: [gold], others: [mapping(gold, silver)] };
    expect(missingAt([asking, mapped], [silver])).toBeUndefined();
    expect(missingAt([asking, mapped], [gold])).toBe(0);
    expect(missingAt([{ policies: [gold], others: [constraints(0, 0)] }, mapped], [silver])).toBe(0);
    expect(missingAt([{ others: [mapping(anyPolicy, gold)] }])).toBe(1);
  });

  it("of any kind stop to count where a CA says so", () => {
    const asking = { policies: [gold], others: [constraints(0), inhibitAny(0)] };
    expect(missingAt([asking], [anyPolicy])).toBe(0);
    expect(missingAt([asking], [gold])).toBeUndefined();
    expect(missingAt([{ ...asking, others: [constraints(0), inhibitAny(1)] }], [anyPolicy])).toBeUndefined();
  });
});
