import { describe, expect, it } from "vitest";
import { readCertificate } from "../src/certificate/certificate.ts";
import { verifyCertificatePath } from "../src/path/validate-path.ts";
import { createTestCertificateAuthority, der, type TestGeneralName, type TestName } from "../src/testing/index.ts";

const at = new Date("2025-06-01T00:00:00Z");
const root = createTestCertificateAuthority({ name: "Example Root" });
const anchors = [readCertificate(root.certificate)];

interface Case {
  permitted?: readonly TestGeneralName[];
  excluded?: readonly TestGeneralName[];
  names?: readonly TestGeneralName[];
  subject?: TestName | string;
}

/** The reason codes for a leaf with such names below a CA with such constraints. */
function verify({ permitted, excluded, names = [], subject = "Kari" }: Case): readonly string[] {
  const constraints = { ...(permitted !== undefined && { permitted }), ...(excluded !== undefined && { excluded }) };
  const ca = createTestCertificateAuthority({ name: "Example CA", parent: root, nameConstraints: constraints });
  const leaf = ca.issue({ subject, ...(names.length > 0 && { subjectAlternativeName: names }) });
  const intermediates = [readCertificate(ca.certificate)];
  const { trusted, reasons } = verifyCertificatePath(readCertificate(leaf.certificate), { anchors, intermediates, at });
  expect(trusted).toBe(reasons.length === 0);
  return reasons.map(({ code, index }) => `${code}@${index}`);
}

const fine: readonly string[] = [];
const notPermitted = ["name_not_permitted@0"];
const excluded = ["name_excluded@0"];
const undecided = ["name_constraint_undecided@0"];

type Row = readonly [name: TestGeneralName, base: TestGeneralName, isInside: boolean | undefined];

const rows: readonly Row[] = [
  [{ dns: "example.org" }, { dns: "example.org" }, true],
  [{ dns: "WWW.Example.ORG." }, { dns: "example.org" }, true],
  [{ dns: "badexample.org" }, { dns: "example.org" }, false],
  [{ dns: "example.org" }, { dns: ".example.org" }, false],
  [{ dns: "www.example.org" }, { dns: ".example.org" }, true],
  [{ dns: "anything" }, { dns: "" }, true],
  [{ dns: "example.org\0.example.com" }, { dns: "example.com" }, undefined],
  [{ email: "kari@example.org" }, { email: "example.org" }, true],
  [{ email: "kari@EXAMPLE.org" }, { email: "kari@example.org" }, true],
  [{ email: "ola@example.org" }, { email: "kari@example.org" }, false],
  [{ email: "kari@www.example.org" }, { email: "example.org" }, false],
  [{ email: "kari@www.example.org" }, { email: ".example.org" }, true],
  [{ email: "kari@example.org" }, { email: ".example.org" }, false],
  [{ email: "@" }, { email: "example.org" }, undefined],
  [{ uri: "https://kari:secret@example.org:8443/x" }, { uri: "example.org" }, true],
  [{ uri: "https://www.example.org" }, { uri: "example.org" }, false],
  [{ uri: "https://www.example.org?x" }, { uri: ".example.org" }, true],
  [{ uri: "https://example.com/@example.org" }, { uri: "example.org" }, false],
  [{ uri: "https://192.0.2.1/" }, { uri: "example.org" }, undefined],
  [{ uri: "https://[2001:db8::1]/" }, { uri: "example.org" }, undefined],
  [{ uri: "urn:example:org" }, { uri: "example.org" }, undefined],
  [{ uri: `https://${"a".repeat(2000)}.example.org` }, { uri: "example.org" }, undefined],
  [{ ip: [192, 0, 2, 77] }, { ip: [192, 0, 2, 0, 255, 255, 255, 0] }, true],
  [{ ip: [192, 0, 3, 77] }, { ip: [192, 0, 2, 0, 255, 255, 255, 0] }, false],
  [{ ip: Array<number>(16).fill(1) }, { ip: Array<number>(32).fill(0) }, true],
  [{ ip: [192, 0, 2, 77] }, { ip: Array<number>(32).fill(0) }, false],
  [{ ip: [192, 0, 2] }, { ip: [192, 0, 2, 0, 255, 255, 255, 0] }, undefined],
  [{ ip: [192, 0, 2, 1] }, { ip: [192, 0, 2, 0] }, undefined],
];

describe("a name constraint", () => {
  it.each(rows)("%j below %j: %s", (name, base, isInside) => {
    expect(verify({ permitted: [base], names: [name] })).toEqual(
      isInside === undefined ? undecided : isInside ? fine : notPermitted,
    );
    expect(verify({ excluded: [base], names: [name] })).toEqual(
      isInside === undefined ? undecided : isInside ? excluded : fine,
    );
  });

  it("on directory names is held against the subject", () => {
    const base = { directory: { country: "NO" } };
    const subject = { country: "no", commonName: "Kari" };
    expect(verify({ permitted: [base], subject })).toEqual(fine);
    expect(verify({ permitted: [base], subject: { country: "SE", commonName: "Kari" } })).toEqual(notPermitted);
    expect(verify({ excluded: [base], subject })).toEqual(excluded);
    expect(verify({ permitted: [base], subject, names: [{ directory: "Kari" }] })).toEqual(notPermitted);
  });

  it("on one form leaves the other forms free", () => {
    expect(verify({ permitted: [{ dns: "example.org" }], names: [{ email: "kari@example.com" }] })).toEqual(fine);
  });

  it("with several bases permits what is in one of them, less what is excluded", () => {
    const permitted = [{ dns: "example.org" }, { dns: "example.com" }];
    expect(verify({ permitted, names: [{ dns: "a.example.com" }, { dns: "a.example.org" }] })).toEqual(fine);
    expect(verify({ permitted, names: [{ dns: "a.example.com" }, { dns: "example.net" }] })).toEqual(notPermitted);
    expect(verify({ permitted, excluded: [{ dns: "a.example.com" }], names: [{ dns: "a.example.com" }] })).toEqual(
      excluded,
    );
  });

  it("excludes a wildcard that could stand for an excluded host", () => {
    expect(verify({ excluded: [{ dns: "www.example.org" }], names: [{ dns: "*.example.org" }] })).toEqual(excluded);
    expect(verify({ permitted: [{ dns: "www.example.org" }], names: [{ dns: "*.example.org" }] })).toEqual(
      notPermitted,
    );
  });

  it("holds for all certificates below, but not for a CA that is issued to itself", () => {
    const base = { permitted: [{ directory: { country: "NO" } }] };
    const parent = createTestCertificateAuthority({ name: "Example CA", parent: root, nameConstraints: base });
    const same = createTestCertificateAuthority({ name: "Example CA", parent });
    const other = createTestCertificateAuthority({ name: "Other CA", parent });
    const reasonsFor = (ca: typeof parent) => {
      const leaf = ca.issue({ subject: { country: "NO", commonName: "Kari" } });
      const intermediates = leaf.issuers.map(readCertificate);
      return verifyCertificatePath(readCertificate(leaf.certificate), { anchors, intermediates, at }).reasons;
    };
    expect(reasonsFor(same)).toEqual([]);
    expect(reasonsFor(other)).toEqual([{ code: "name_not_permitted", index: 1 }]);
  });

  it("of a form that is not looked into refuses names of that form only", () => {
    const otherName = der.context(0, der.oid("1.2.3.4"), der.context(0, der.utf8String("kari")));
    const value = der.sequence(der.context(0, der.sequence(otherName)));
    const ca = createTestCertificateAuthority({
      name: "Example CA",
      parent: root,
      others: [{ oid: "2.5.29.30", critical: true, value }],
    });
    const reasonsFor = (names: Uint8Array) => {
      const leaf = ca.issue({ subject: "Kari", others: [{ oid: "2.5.29.17", value: names }] });
      const intermediates = [readCertificate(ca.certificate)];
      return verifyCertificatePath(readCertificate(leaf.certificate), { anchors, intermediates, at }).reasons;
    };
    expect(reasonsFor(der.sequence(otherName))).toEqual([{ code: "name_constraint_undecided", index: 0 }]);
    expect(reasonsFor(der.sequence(der.contextPrimitive(8, Uint8Array.of(0x2a))))).toEqual([]);
  });

  it("is not worked through when there are far too many", () => {
    const permitted = Array.from({ length: 300 }, (_, index) => ({ dns: `${index}.example.org` }));
    const names = Array.from({ length: 100 }, (_, index) => ({ dns: `${index}.example.com` }));
    expect(verify({ permitted, names })).toEqual(undecided);
  });
});
