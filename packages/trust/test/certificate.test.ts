import { sign, verify, X509Certificate } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCertificate, readCertificate } from "../src/certificate/certificate.ts";
import { DerError } from "../src/der/der-error.ts";
import { readDer } from "../src/der/element.ts";
import { sequenceOf } from "../src/der/values.ts";
import { createTestCertificateAuthority, createTestKeyPair, der, publicKeyInfo } from "../src/testing/index.ts";

const root = createTestCertificateAuthority({ name: { country: "NO", commonName: "Example Root" } });

describe("a certificate", () => {
  const issued = root.issue({
    subject: { country: "NO", organization: "Example, Ltd", commonName: "Kari Example" },
    serialNumber: 0x00ff01n,
    notBefore: new Date("2024-02-29T12:00:00Z"),
    notAfter: new Date("2051-01-01T00:00:00Z"),
    extendedKeyUsage: { purposes: ["1.3.6.1.5.5.7.3.36"] },
    subjectAlternativeName: [
      { email: "kari@example.org" },
      { dns: "example.org" },
      { uri: "https://example.org/kari" },
      { ip: [192, 0, 2, 1] },
      { directory: "Kari" },
    ],
    policies: ["0.4.0.194112.1.2", "2.5.29.32.0"],
    crlDistributionPoints: ["http://crl.example.org/1.crl", "ldap://crl.example.org/1"],
    ocspUrls: ["http://ocsp.example.org"],
    caIssuerUrls: ["http://ca.example.org/root.cer"],
    qualifiedStatements: { compliant: true, device: true, types: ["esign"] },
  });
  const certificate = readCertificate(issued.certificate);
  const byNode = new X509Certificate(issued.certificate);

  it("has its names, times and numbers", () => {
    expect(certificate).toMatchObject({
      version: 3,
      serialNumber: "ff01",
      notBefore: new Date("2024-02-29T12:00:00Z"),
      notAfter: new Date("2051-01-01T00:00:00Z"),
      isSignatureAlgorithmRepeated: true,
    });
    expect(certificate.subject.text).toBe("CN=Kari Example,O=Example\\, Ltd,C=NO");
    expect(certificate.issuer.attributes).toEqual([
      { oid: "2.5.4.6", value: "NO" },
      { oid: "2.5.4.3", value: "Example Root" },
    ]);
    expect(certificate.fingerprintSha256).toBe(byNode.fingerprint256.replaceAll(":", "").toLowerCase());
  });

  it("has its extensions", () => {
    expect(certificate.keyUsage).toEqual(new Set(["digitalSignature", "nonRepudiation"]));
    expect(certificate.extendedKeyUsage).toEqual(["1.3.6.1.5.5.7.3.36"]);
    expect(certificate.policies).toEqual(["0.4.0.194112.1.2", "2.5.29.32.0"]);
    expect(certificate.crlDistributionPoints).toEqual(["http://crl.example.org/1.crl", "ldap://crl.example.org/1"]);
    expect(certificate.ocspUrls).toEqual(["http://ocsp.example.org"]);
    expect(certificate.caIssuerUrls).toEqual(["http://ca.example.org/root.cer"]);
    expect(certificate.subjectAlternativeNames.map(({ form }) => form)).toEqual([
      "rfc822Name",
      "dNSName",
      "uniformResourceIdentifier",
      "iPAddress",
      "directoryName",
    ]);
    expect(certificate.qcStatements).toMatchObject({ isCompliant: true, hasSscd: true, types: ["esign"] });
    expect(certificate.authorityKeyIdentifier).toBe(readCertificate(root.certificate).subjectKeyIdentifier);
    expect(certificate.basicConstraints).toBeUndefined();
    expect(certificate.unreadableExtensions).toEqual([]);
    expect(certificate.repeatedExtensions).toEqual([]);
  });

  it("has the key that node:crypto reads", () => {
    expect(certificate.publicKey?.equals(byNode.publicKey)).toBe(true);
    expect(certificate.publicKey).toBe(certificate.publicKey);
  });
});

describe("constraints of a CA", () => {
  const ca = createTestCertificateAuthority({
    name: "Example CA",
    pathLength: 2,
    nameConstraints: { permitted: [{ dns: "example.org" }], excluded: [{ email: "example.com" }] },
    others: [
      { oid: "2.5.29.36", critical: true, value: Buffer.from("3006800100810102", "hex") },
      { oid: "2.5.29.54", critical: true, value: der.integer(3) },
      { oid: "2.5.29.33", value: der.sequence(der.sequence(der.oid("1.2.3"), der.oid("1.2.4"))) },
    ],
  });

  it("are read", () => {
    expect(readCertificate(ca.certificate)).toMatchObject({
      basicConstraints: { isCa: true, pathLength: 2 },
      nameConstraints: {
        permitted: [{ form: "dNSName", value: "example.org" }],
        excluded: [{ form: "rfc822Name", value: "example.com" }],
      },
      policyConstraints: { requireExplicitPolicy: 0, inhibitPolicyMapping: 2 },
      policyMappings: [{ issuerPolicy: "1.2.3", subjectPolicy: "1.2.4" }],
      inhibitAnyPolicy: 3,
      unreadableExtensions: [],
    });
  });
});

describe("a subtree of a name constraint", () => {
  const withBound = (bound: number) => {
    const base = der.contextPrimitive(2, Buffer.from("example.org"));
    const subtree = der.sequence(base, der.contextPrimitive(0, Uint8Array.of(bound)));
    const others = [{ oid: "2.5.29.30", critical: true, value: der.sequence(der.context(0, subtree)) }];
    return readCertificate(createTestCertificateAuthority({ name: "Example CA", others }).certificate);
  };

  it("may have the minimum that is the default, and no other bound", () => {
    expect(withBound(0).nameConstraints?.permitted).toEqual([{ form: "dNSName", value: "example.org" }]);
    expect(withBound(1).unreadableExtensions).toEqual(["2.5.29.30"]);
  });
});

describe("odd certificates", () => {
  it("of version 1 have no extensions", () => {
    const { certificate } = root.issue({ subject: "Old", defects: { version: 1 } });
    expect(readCertificate(certificate)).toMatchObject({ version: 1, extensions: [], policies: [] });
  });

  it("with a known extension that cannot be read keep the others", () => {
    const unreadable = [
      { oid: "2.5.29.19", critical: true, value: der.sequence(der.boolean(true), der.integer(-1)) },
      { oid: "2.5.29.30", critical: true, value: Uint8Array.of(1, 2, 3) },
      { oid: "2.5.29.54", value: der.integer(-1) },
      { oid: "1.3.6.1.5.5.7.1.3", value: der.nullValue() },
    ];
    const certificate = readCertificate(
      root.issue({ subject: "Odd", policies: ["1.2.3"], others: unreadable }).certificate,
    );
    expect([...certificate.unreadableExtensions].sort()).toEqual(unreadable.map(({ oid }) => oid).sort());
    expect(certificate.basicConstraints).toBeUndefined();
    expect(certificate.policies).toEqual(["1.2.3"]);
    expect(certificate.qcStatements.isCompliant).toBe(false);
  });

  it("with an extension twice say so", () => {
    const twice = { oid: "1.2.3.4", value: der.nullValue() };
    const { certificate } = root.issue({ subject: "Twice", others: [twice, twice] });
    expect(readCertificate(certificate).repeatedExtensions).toEqual(["1.2.3.4"]);
  });

  it("that name two signature algorithms say so", () => {
    const { certificate } = root.issue({ subject: "Two", defects: { outerSignatureAlgorithm: "ecdsa-sha512" } });
    expect(readCertificate(certificate).isSignatureAlgorithmRepeated).toBe(false);
  });
});

describe("the public key", () => {
  const { publicKey, privateKey } = createTestKeyPair("rsa2048");
  const [algorithm, bits] = readDerMembers(publicKeyInfo(publicKey));

  it("whose modulus lacks its zero byte, so that it reads as negative, is still the same", () => {
    const [modulus, exponent] = readDerMembers(bits?.content.subarray(1) ?? new Uint8Array());
    expect(modulus?.content[0]).toBe(0);
    const negative = der.sequence(
      der.encode(2, modulus?.content.subarray(1) ?? new Uint8Array()),
      exponent?.raw ?? new Uint8Array(),
    );
    const info = der.sequence(algorithm?.raw ?? new Uint8Array(), der.bitString(negative));
    const { certificate } = root.issue({ subject: "Negative", defects: { subjectPublicKeyInfo: info } });
    const read = readCertificate(certificate).publicKey;
    expect(read?.equals(publicKey)).toBe(true);
    const data = Uint8Array.of(1, 2, 3);
    expect(read !== undefined && verify("sha256", data, read, sign("sha256", data, privateKey))).toBe(true);
  });

  it("is missing when node:crypto cannot take it", () => {
    const unknown = der.sequence(der.sequence(der.oid("1.2.3.4")), der.bitString(Uint8Array.of(1)));
    const garbled = der.sequence(algorithm?.raw ?? new Uint8Array(), der.bitString(Uint8Array.of(1)));
    for (const info of [unknown, garbled]) {
      const { certificate } = root.issue({ subject: "Unknown", defects: { subjectPublicKeyInfo: info } });
      expect(readCertificate(certificate).publicKey).toBeUndefined();
    }
  });
});

describe("parseCertificate", () => {
  it("says invalid_input for what is no certificate", () => {
    for (const bytes of [new Uint8Array(), der.sequence(), der.sequence(der.sequence()), Buffer.from("-----BEGIN")]) {
      expect(parseCertificate(bytes)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    }
    expect(parseCertificate(Buffer.concat([root.certificate, Uint8Array.of(0)])).ok).toBe(false);
  });

  it("never throws, and readCertificate nothing but a DerError, whatever is changed", () => {
    const { certificate } = root.issue({
      subject: "Any",
      subjectAlternativeName: [{ directory: "Kari" }],
      nameConstraints: { permitted: [{ dns: "example.org" }] },
      qualifiedStatements: { compliant: true, limit: { currency: "NOK", amount: 1, exponent: 2 } },
      crlDistributionPoints: ["http://crl.example.org"],
    });
    const change = fc.tuple(fc.nat(certificate.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(certificate.length), (changes, cut) => {
        const bytes = Uint8Array.from(certificate);
        for (const [at, byte] of changes) bytes[at] = byte;
        const taken = cut % 4 === 0 ? bytes.subarray(0, cut) : bytes;
        const result = parseCertificate(taken);
        if (result.ok) expect([true, false]).toContain(result.value.publicKey === undefined);
        else expect(() => readCertificate(taken)).toThrow(DerError);
      }),
      { numRuns: 500 },
    );
  });
});

function readDerMembers(bytes: Uint8Array) {
  return sequenceOf(readDer(bytes));
}
