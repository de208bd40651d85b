import { describe, expect, it } from "vitest";
import { type Certificate, readCertificate } from "../src/certificate/certificate.ts";
import { extendedKeyUsageOids as purposes } from "../src/certificate/key-usage.ts";
import { pathReasons } from "../src/path/path-reasons.ts";
import { type PathOptions, verifyCertificatePath } from "../src/path/validate-path.ts";
import {
  createTestCertificateAuthority,
  createTestKeyPair,
  der,
  type TestAuthoritySettings,
  type TestIdentity,
  type TestIssueSettings,
} from "../src/testing/index.ts";

const at = new Date("2025-06-01T00:00:00Z");
const root = createTestCertificateAuthority({ name: "Example Root" });
const read = ({ certificate }: TestIdentity) => readCertificate(certificate);
const below = (settings: Partial<TestAuthoritySettings> = {}, parent = root) =>
  createTestCertificateAuthority({ name: "Example CA", parent, ...settings });
const leafOf = (authority = root, settings: Partial<TestIssueSettings> = {}) =>
  authority.issue({ subject: "Kari Example", ...settings });

/** The reasons as `code@index`, and whether the path is trusted. */
function verify(leaf: TestIdentity, options: Partial<PathOptions> = {}) {
  const intermediates = leaf.issuers.slice(0, -1).map(readCertificate);
  const result = verifyCertificatePath(read(leaf), { anchors: [read(root)], intermediates, at, ...options });
  return {
    trusted: result.trusted,
    reasons: result.reasons.map(({ code, index }) => `${code}@${index}`),
    path: result.path.map(({ subject }) => subject.text.replace("CN=", "")),
  };
}
const refusal = (...reasons: readonly string[]) => ({ trusted: false, reasons });

describe("a path", () => {
  it("goes over the CAs to the anchor", () => {
    const leaf = leafOf(below());
    expect(verify(leaf)).toEqual({
      trusted: true,
      reasons: [],
      path: ["Kari Example", "Example CA", "Example Root"],
    });
  });

  it("ends where the issuer is missing", () => {
    const leaf = leafOf(below());
    expect(verify(leaf, { intermediates: [] })).toMatchObject(refusal("issuer_not_found@0"));
    expect(verify(leaf, { anchors: [] })).toMatchObject(refusal("issuer_not_found@1"));
    expect(verify(root, { anchors: [] })).toMatchObject(refusal("self_signed@0"));
    expect(verify(leaf, { anchors: [], intermediates: [below(), root].map(read) }).trusted).toBe(false);
  });

  it("may end at a CA below the root, and an anchor may be the certificate itself", () => {
    const ca = below();
    const leaf = leafOf(ca);
    expect(verify(leaf, { anchors: [read(ca)] })).toMatchObject({
      trusted: true,
      path: ["Kari Example", "Example CA"],
    });
    expect(verify(leaf, { anchors: [read(leaf)] })).toMatchObject({ trusted: true, path: ["Kari Example"] });
  });

  it("needs each signature to verify", () => {
    expect(verify(leafOf(below(), { defects: { brokenSignature: true } }))).toMatchObject(
      refusal("signature_invalid@0"),
    );
    expect(verify(leafOf(below({ defects: { brokenSignature: true } })))).toMatchObject(refusal("signature_invalid@1"));
  });

  it("is not misled by another CA of the same name", () => {
    const other = createTestCertificateAuthority({ name: "Example Root", keyPair: createTestKeyPair("p256", "other") });
    expect(verify(leafOf(other))).toMatchObject(refusal("issuer_not_found@0"));
    const unnamed = leafOf(other, { defects: { withoutAuthorityKeyIdentifier: true } });
    expect(verify(unnamed)).toMatchObject(refusal("signature_invalid@0"));
    expect(verify(unnamed, { anchors: [root, other].map(read) }).trusted).toBe(true);
  });

  it("is found although the key identifier names another key", () => {
    expect(verify(leafOf(root, { defects: { authorityKeyIdentifier: Uint8Array.of(1) } })).trusted).toBe(true);
  });

  it("does not depend on case and kind of string of the names", () => {
    const leaf = leafOf(root, { defects: { issuerName: "EXAMPLE  root" } });
    expect(verify(leaf).trusted).toBe(true);
  });

  it("reports a signature algorithm that is unknown or contradicts itself, and a key that cannot be used", () => {
    const contradicting = leafOf(root, { defects: { outerSignatureAlgorithm: "ecdsa-sha512" } });
    expect(verify(contradicting)).toMatchObject(refusal("signature_algorithm_contradiction@0"));
    const info = der.sequence(der.sequence(der.oid("1.2.3.4")), der.bitString(Uint8Array.of(1)));
    const ca = below({ defects: { subjectPublicKeyInfo: info } });
    expect(verify(leafOf(ca))).toMatchObject(refusal("key_unsupported@0"));
    const leaf = read(leafOf());
    const unknown: Certificate = { ...leaf, signatureAlgorithm: { oid: "1.2.3.4" } };
    expect(verifyCertificatePath(unknown, { anchors: [read(root)], at }).reasons).toEqual([
      { code: "signature_unsupported", index: 0 },
    ]);
  });

  it("reports weak hashes and short keys, and refuses MD5", () => {
    const weak = createTestCertificateAuthority({ name: "Weak Root", keyPair: createTestKeyPair("rsa1024") });
    const anchors = [read(weak)];
    const old = leafOf(weak, { signatureAlgorithm: "rsa-sha1" });
    expect(verify(old, { anchors })).toMatchObject({ trusted: true, reasons: ["weak_hash@0", "short_key@0"] });
    const broken = leafOf(weak, { signatureAlgorithm: "rsa-md5" });
    expect(verify(broken, { anchors })).toMatchObject(refusal("broken_hash@0"));
  });
});

describe("the time", () => {
  const leaf = leafOf(
    below({ notBefore: new Date("2025-01-01T00:00:00Z"), notAfter: new Date("2025-12-31T00:00:00Z") }),
    {
      notBefore: new Date("2025-02-01T00:00:00Z"),
      notAfter: new Date("2025-03-01T00:00:00Z"),
    },
  );
  const moments: readonly (readonly [at: string, reasons: readonly string[]])[] = [
    ["2025-02-01T00:00:00.000Z", []],
    ["2025-01-31T23:59:59.999Z", ["not_yet_valid@0"]],
    ["2025-03-01T00:00:00.999Z", []],
    ["2025-03-01T00:00:01.000Z", ["expired@0"]],
    ["2024-12-31T00:00:00.000Z", ["not_yet_valid@0", "not_yet_valid@1"]],
    ["2026-01-01T00:00:00.000Z", ["expired@0", "expired@1"]],
  ];
  it.each(moments)("%s gives %j", (moment, reasons) => {
    expect(verify(leaf, { at: new Date(moment) })).toMatchObject({ trusted: reasons.length === 0, reasons });
  });

  it("of an anchor above is only reported, of one that is asked about it counts", () => {
    const notBefore = new Date("2020-01-01T00:00:00Z");
    const ended = createTestCertificateAuthority({
      name: "Old",
      notBefore,
      notAfter: new Date("2025-01-01T00:00:00Z"),
    });
    const anchors = [read(ended)];
    expect(verify(leafOf(ended), { anchors })).toMatchObject({ trusted: true, reasons: ["anchor_expired@1"] });
    expect(verify(ended, { anchors })).toMatchObject(refusal("expired@0"));
    const later = createTestCertificateAuthority({ name: "New", notBefore: new Date("2026-01-01T00:00:00Z") });
    expect(verify(leafOf(later), { anchors: [read(later)] }).reasons).toEqual(["anchor_not_yet_valid@1"]);
  });
});

describe("an issuer", () => {
  it("must be a CA", () => {
    const person = { basicConstraints: { isCa: false } };
    expect(verify(leafOf(below(person)))).toMatchObject(refusal("not_a_ca@1"));
    const { issuers, ...signer } = leafOf();
    const issued = createTestCertificateAuthority({ ...signer, name: "Kari Example", keyPair: signer, parent: root });
    const fake = { ...leafOf(issued), issuers: [signer.certificate, ...issuers] };
    expect(verify(fake)).toMatchObject(refusal("not_a_ca@1", "no_cert_sign_usage@1"));
  });

  it("that is a pinned end-entity certificate issues nothing", () => {
    const pinned = below({ basicConstraints: { isCa: false }, keyUsage: ["digitalSignature"] });
    expect(verify(leafOf(pinned), { anchors: [read(pinned)] })).toMatchObject(
      refusal("not_a_ca@1", "no_cert_sign_usage@1"),
    );
  });

  it("needs keyCertSign, when it has key usages", () => {
    expect(verify(leafOf(below({ keyUsage: ["cRLSign"] })))).toMatchObject(refusal("no_cert_sign_usage@1"));
    expect(verify(leafOf(below({ keyUsage: [] }))).trusted).toBe(true);
  });

  it("may have basicConstraints that are not critical", () => {
    expect(verify(leafOf(below({ basicConstraints: { isCa: true, critical: false } }))).trusted).toBe(true);
  });

  it("of version 1 is accepted as anchor only", () => {
    const old = createTestCertificateAuthority({ name: "Old Root", defects: { version: 1 } });
    expect(verify(leafOf(old), { anchors: [read(old)] }).trusted).toBe(true);
    expect(verify(leafOf(below({ defects: { version: 1 } })))).toMatchObject(refusal("not_a_ca@1"));
  });

  it("has no more CAs below it than its path length; those that it issues to itself do not count", () => {
    const strict = below({ pathLength: 0 });
    const further = below({ name: "Further CA" }, strict);
    expect(verify(leafOf(strict)).trusted).toBe(true);
    expect(verify(leafOf(further))).toMatchObject(refusal("path_length_exceeded@2"));
    const renewed = below({ keyPair: createTestKeyPair("p256", "renewed") }, strict);
    expect(verify(leafOf(renewed))).toMatchObject({
      trusted: true,
      path: ["Kari Example", "Example CA", "Example CA", "Example Root"],
    });
  });

  it("that is an anchor has its path length followed as well", () => {
    const strict = createTestCertificateAuthority({ name: "Strict Root", pathLength: 0 });
    expect(verify(leafOf(below({}, strict)), { anchors: [read(strict)] })).toMatchObject(
      refusal("path_length_exceeded@2"),
    );
  });
});

describe("extensions", () => {
  const unknown = { oid: "1.2.3.4", value: der.nullValue() };
  it("that are unknown and critical are refused, at any place but the anchor", () => {
    const others = [{ ...unknown, critical: true }];
    expect(verify(leafOf(root, { others }))).toMatchObject(refusal("unknown_critical_extension@0"));
    expect(verify(leafOf(below({ others })))).toMatchObject(refusal("unknown_critical_extension@1"));
    expect(verify(leafOf(root, { others: [unknown] })).trusted).toBe(true);
    const odd = createTestCertificateAuthority({ name: "Odd Root", others });
    expect(verify(leafOf(odd), { anchors: [read(odd)] }).trusted).toBe(true);
  });

  it("that come twice are refused", () => {
    expect(verify(leafOf(root, { others: [unknown, unknown] }))).toMatchObject(refusal("repeated_extension@0"));
  });

  it("that cannot be read are refused when they limit something or are critical", () => {
    const value = Uint8Array.of(1, 2, 3);
    expect(verify(leafOf(root, { others: [{ oid: "2.5.29.19", value }] }))).toMatchObject(
      refusal("unreadable_extension@0"),
    );
    expect(verify(leafOf(below({ others: [{ oid: "2.5.29.30", value }] })))).toMatchObject(
      refusal("unreadable_extension@1"),
    );
    const qcStatements = { oid: "1.3.6.1.5.5.7.1.3", value };
    expect(verify(leafOf(root, { others: [qcStatements] })).trusted).toBe(true);
    expect(verify(leafOf(root, { others: [{ ...qcStatements, critical: true }] }))).toMatchObject(
      refusal("unreadable_extension@0"),
    );
  });
});

describe("the purpose", () => {
  it("asks for one of the key usages, when there are any", () => {
    const purpose = { keyUsage: ["digitalSignature", "nonRepudiation"] } as const;
    expect(verify(leafOf(root, { keyUsage: ["nonRepudiation"] }), { purpose }).trusted).toBe(true);
    expect(verify(leafOf(root, { keyUsage: [] }), { purpose }).trusted).toBe(true);
    expect(verify(leafOf(root, { keyUsage: ["keyAgreement"] }), { purpose })).toMatchObject(
      refusal("key_usage_not_permitted@0"),
    );
    expect(
      verify(leafOf(root, { keyUsage: ["keyAgreement"] }), { purpose: { keyUsage: "keyAgreement" } }).trusted,
    ).toBe(true);
  });

  it("is met by no extended key usage, by its own or by any", () => {
    const purpose = { extendedKeyUsage: purposes.documentSigning };
    const using = (...allowed: readonly string[]) => leafOf(root, { extendedKeyUsage: { purposes: allowed } });
    expect(verify(leafOf(), { purpose }).trusted).toBe(true);
    expect(verify(using(purposes.documentSigning), { purpose }).trusted).toBe(true);
    expect(verify(using(purposes.any), { purpose }).trusted).toBe(true);
    expect(verify(using(purposes.clientAuth), { purpose })).toMatchObject(
      refusal("extended_key_usage_not_permitted@0"),
    );
  });

  it("of time-stamping must be named, and be critical", () => {
    const purpose = { extendedKeyUsage: purposes.timeStamping };
    expect(verify(root.issueTimestampUnit(), { purpose }).trusted).toBe(true);
    const using = (name: string, critical: boolean) =>
      verify(leafOf(root, { extendedKeyUsage: { purposes: [name], critical } }), { purpose });
    expect(verify(leafOf(), { purpose })).toMatchObject(refusal("extended_key_usage_not_permitted@0"));
    expect(using(purposes.any, true)).toMatchObject(refusal("extended_key_usage_not_permitted@0"));
    expect(using(purposes.timeStamping, false)).toMatchObject(refusal("extended_key_usage_not_critical@0"));
  });

  it("of an OCSP responder must be named", () => {
    const purpose = { extendedKeyUsage: purposes.ocspSigning };
    expect(verify(root.issueResponder(), { purpose }).trusted).toBe(true);
    expect(verify(leafOf(), { purpose })).toMatchObject(refusal("extended_key_usage_not_permitted@0"));
  });

  it("is limited by a CA between, except for OCSP responders", () => {
    const limited = below({ extendedKeyUsage: { purposes: [purposes.clientAuth] } });
    const purpose = { extendedKeyUsage: purposes.timeStamping };
    expect(verify(limited.issueTimestampUnit(), { purpose })).toMatchObject(
      refusal("extended_key_usage_not_permitted@1"),
    );
    expect(verify(limited.issueResponder(), { purpose: { extendedKeyUsage: purposes.ocspSigning } }).trusted).toBe(
      true,
    );
  });
});

describe("several paths", () => {
  const other = createTestCertificateAuthority({ name: "Other Root" });
  const keyPair = createTestKeyPair("p256", "crossed");

  it("are tried when a CA is certified by two roots", () => {
    const ca = below({ keyPair });
    const crossed = below({ keyPair }, other);
    const intermediates = [ca, crossed].map(read);
    for (const anchor of [root, other]) {
      const result = verify(leafOf(ca), { anchors: [read(anchor)], intermediates });
      expect(result.trusted).toBe(true);
    }
  });

  it("are tried when the first one found has ended", () => {
    const ended = below({ keyPair, notAfter: new Date("2024-01-01T00:00:00Z") });
    const ca = below({ keyPair, serialNumber: 7n });
    expect(verify(leafOf(ca), { intermediates: [ended, ca].map(read) }).trusted).toBe(true);
    expect(verify(leafOf(ca), { intermediates: [ended].map(read) })).toMatchObject(refusal("expired@1"));
  });

  it("lead round in a circle without harm", () => {
    const first = createTestCertificateAuthority({ name: "First" });
    const second = createTestCertificateAuthority({ name: "Second" });
    const firstBySecond = below({ name: "First", keyPair: first }, second);
    const secondByFirst = below({ name: "Second", keyPair: second }, first);
    const intermediates = [firstBySecond, secondByFirst, first, second].map(read);
    expect(verify(leafOf(first), { intermediates }).trusted).toBe(false);
    expect(verify(leafOf(first), { intermediates, anchors: [read(second)] }).trusted).toBe(true);
  });

  it("are bounded in length", () => {
    let authority = below({ name: "CA 0" });
    for (let index = 1; index < 13; index++) authority = below({ name: `CA ${index}` }, authority);
    expect(verify(leafOf(authority)).reasons).toContain("path_too_long@11");
    expect(verify(leafOf(authority), { limits: { maxPathLength: 20 } }).trusted).toBe(true);
  });

  it("are bounded in number, with many CAs of one name that certify each other", () => {
    const pairs = ["a", "b", "c"].map((name) => createTestKeyPair("p256", name));
    const authorities = pairs.map((pair) => createTestCertificateAuthority({ name: "Maze", keyPair: pair }));
    const intermediates = Array.from({ length: 4 }).flatMap((_, number) =>
      authorities.flatMap((parent) =>
        pairs.map((pair) => read(below({ name: "Maze", keyPair: pair, serialNumber: BigInt(number + 2) }, parent))),
      ),
    );
    const [first = root] = authorities;
    const leaf = leafOf(first);
    expect(verify(leaf, { intermediates }).reasons).toContain("search_limit@0");
    expect(verify(leaf, { intermediates, limits: { maxSignatures: 5 } }).reasons).toContain("search_limit@0");
  });
});

describe("the anchors", () => {
  it("are looked at anew when the list has been changed in place", () => {
    const other = read(createTestCertificateAuthority({ name: "Other Root" }));
    const leaf = leafOf();
    const anchors = [other, read(root)];
    expect(verify(leaf, { anchors }).trusted).toBe(true);
    anchors.splice(1, 1, other);
    expect(verify(leaf, { anchors }).trusted).toBe(false);
    anchors.push(read(root), read(root));
    expect(verify(leaf, { anchors }).trusted).toBe(true);
  });
});

describe("the table of reasons", () => {
  it("has a sentence for every code, and says which leave a path trusted", () => {
    const mild = Object.entries(pathReasons).filter(([, { isFatal }]) => !isFatal);
    expect(mild.map(([code]) => code)).toEqual(["anchor_expired", "anchor_not_yet_valid", "weak_hash", "short_key"]);
    for (const { sentence } of Object.values(pathReasons)) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});
