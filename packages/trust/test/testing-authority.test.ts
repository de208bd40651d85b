import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  createTestCertificateAuthority,
  createTestKeyPair,
  type TestKeyType,
  testPurposes,
} from "../src/testing/index.ts";

describe("the test certificate authority", () => {
  const root = createTestCertificateAuthority({
    name: { country: "DE", organization: "Example Trust Services", commonName: "Example Root" },
  });
  const authority = createTestCertificateAuthority({ name: "Example Issuing CA", parent: root, pathLength: 0 });

  it("signs itself, what is below it, and what is below that", () => {
    const person = authority.issue({
      subject: { country: "DE", commonName: "Erika Mustermann", serialNumber: "PNO-1" },
    });
    const [rootX509, authorityX509, personX509] = [root, authority, person].map(
      ({ certificate }) => new X509Certificate(certificate),
    );
    expect(rootX509?.verify(root.publicKey)).toBe(true);
    expect(authorityX509?.verify(root.publicKey)).toBe(true);
    expect(personX509?.verify(authority.publicKey)).toBe(true);
    expect(personX509?.checkIssued(authorityX509 ?? new X509Certificate(""))).toBe(true);
    expect(personX509?.subject).toBe("C=DE\nCN=Erika Mustermann\nserialNumber=PNO-1");
    expect(authorityX509?.ca).toBe(true);
    expect(personX509?.ca).toBe(false);
    expect(person.issuers).toEqual([authority.certificate, root.certificate]);
  });

  it.each<TestKeyType>([
    "rsa2048",
    "rsaPss2048",
    "p256",
    "p384",
    "p521",
    "brainpoolP256r1",
    "brainpoolP384r1",
    "brainpoolP512r1",
    "ed25519",
    "ed448",
  ])("signs with a key of the type %s", (keyType) => {
    const own = createTestCertificateAuthority({ name: `Example ${keyType}`, keyType });
    expect(new X509Certificate(own.certificate).verify(own.publicKey)).toBe(true);
  });

  it("makes an RSA key once for a holder, other keys each time", () => {
    expect(createTestKeyPair("rsa2048", "Erika Mustermann")).toBe(createTestKeyPair("rsa2048", "Erika Mustermann"));
    expect(createTestKeyPair("p256").publicKey.equals(createTestKeyPair("p256").publicKey)).toBe(false);
  });

  it("cross-signs: one name and key below another authority", () => {
    const other = createTestCertificateAuthority({ name: "Example Other Root" });
    const crossed = createTestCertificateAuthority({ name: "Example Issuing CA", keyPair: authority, parent: other });
    const person = authority.issue({ subject: "Max Mustermann" });
    expect(new X509Certificate(person.certificate).checkIssued(new X509Certificate(crossed.certificate))).toBe(true);
    expect(new X509Certificate(crossed.certificate).verify(other.publicKey)).toBe(true);
  });

  it("writes the extensions that are asked for", () => {
    const person = authority.issue({
      subject: "Erika Mustermann",
      subjectAlternativeName: [{ email: "erika@example.com" }, { dns: "example.com" }, { uri: "https://example.com/" }],
      extendedKeyUsage: { purposes: [testPurposes.emailProtection] },
      ocspUrls: ["http://ocsp.example.com/"],
      caIssuerUrls: ["http://ca.example.com/ca.cer"],
    });
    const x509 = new X509Certificate(person.certificate);
    expect(x509.subjectAltName).toBe("email:erika@example.com, DNS:example.com, URI:https://example.com/");
    expect(x509.keyUsage).toEqual([testPurposes.emailProtection]);
    expect(x509.infoAccess).toContain("OCSP - URI:http://ocsp.example.com/");
  });

  it("counts serial numbers", () => {
    const own = createTestCertificateAuthority({ name: "Example Root" });
    expect([own.issue({ subject: "A" }), own.issue({ subject: "B" })].map((one) => one.serialNumber)).toEqual([
      0x1001n,
      0x1002n,
    ]);
  });

  it("breaks a signature when asked to", () => {
    const person = authority.issue({ subject: "Erika Mustermann", defects: { brokenSignature: true } });
    expect(new X509Certificate(person.certificate).verify(authority.publicKey)).toBe(false);
  });
});
