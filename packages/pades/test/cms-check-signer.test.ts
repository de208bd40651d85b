import { digestOfChunks, hexOf } from "@idvkit/trust";
import {
  createTestKeyPair,
  der,
  digestAlgorithm,
  signatureAlgorithm,
  type TestCmsSettings,
  testAttributeOids,
  testDigest,
} from "@idvkit/trust/testing";
import { describe, expect, it } from "vitest";
import { cmsFindings } from "../src/cms/cms-findings.ts";
import { authority, certificateOf, check, codesOf, content, other, rsaSigner, signer } from "./cms-setup.ts";

const pkcs7 = { subFilter: "adbe.pkcs7.detached" } as const;

describe("a signature of ETSI.CAdES.detached", () => {
  it("is intact when everything is as the standard has it", () => {
    const result = check({ signingTime: new Date("2026-05-06T07:08:09Z") });
    expect(result).toMatchObject({
      intact: true,
      digest: "sha256",
      scheme: { family: "ecdsa", hash: "sha256", curve: "prime256v1" },
      signingTimeClaimed: new Date("2026-05-06T07:08:09Z"),
      attributes: { isSigned: true, signingCertificate: "v2", hasAlgorithmProtection: false },
      timestampTokens: [],
      findings: [],
    });
    expect(result.certificate?.subject.text).toBe("CN=Example Signer");
    expect(result.certificates).toHaveLength(2);
  });

  it.each([
    "p384",
    "p521",
    "brainpoolP256r1",
    "brainpoolP384r1",
    "brainpoolP512r1",
    "rsa2048",
    "rsaPss2048",
    "ed25519",
    "ed448",
  ] as const)("is intact with a key of the type %s", (keyType) => {
    const result = check({ signer: authority.issue({ subject: "Example Signer", keyType }) });
    expect([result.intact, codesOf(result)]).toEqual([true, []]);
  });

  it("may name its certificate by the key, and only the kind of key as algorithm", () => {
    expect(check({ signerIdentifier: "keyIdentifier" }).intact).toBe(true);
    expect(check({ namesKeyOnly: true }).intact).toBe(true);
    expect(check({ signer: rsaSigner, namesKeyOnly: true, digestAlgorithm: "sha256" }).intact).toBe(true);
  });

  it("may name its certificate by a key identifier that the certificate itself leaves out", () => {
    const defects = { withoutSubjectKeyIdentifier: true };
    const bare = authority.issue({ subject: "Example Signer", defects });
    expect(check({ signer: bare, signerIdentifier: "keyIdentifier" }).intact).toBe(true);
    const wrong = { ...bare, keyIdentifier: Buffer.alloc(20) };
    expect(codesOf(check({ signer: wrong, signerIdentifier: "keyIdentifier" }))).toEqual(["signer_id_mismatch"]);
  });

  it("whose certificate has a key of an unknown kind cannot be verified", () => {
    const subjectPublicKeyInfo = der.sequence(der.sequence(der.oid("1.2.3")), der.bitString(Buffer.alloc(32)));
    const strange = authority.issue({ subject: "Example Signer", defects: { subjectPublicKeyInfo } });
    const result = check({ signer: strange });
    expect([result.intact, codesOf(result)]).toEqual([false, ["signer_key_unsupported"]]);
    expect(result.certificate?.subject.text).toBe("CN=Example Signer");
  });

  it("takes the digest of the content from the caller, who hashes once", () => {
    const asked: string[] = [];
    const digestOf = (hash: Parameters<typeof digestOfChunks>[0]) => {
      asked.push(hash);
      return digestOfChunks(hash, content);
    };
    expect(check({}, { content: [], digestOf }).intact).toBe(true);
    expect(asked).toEqual(["sha256"]);
  });

  it.each<[string, Partial<TestCmsSettings>, readonly string[]]>([
    ["changed bytes", { content: [Buffer.from("else")] }, ["message_digest_mismatch"]],
    ["a wrong digest", { messageDigest: "wrong" }, ["message_digest_mismatch"]],
    ["no digest", { messageDigest: "missing" }, ["message_digest_missing"]],
    ["two digests", { messageDigest: "twice" }, ["attribute_repeated", "message_digest_missing"]],
    ["a broken signature value", { brokenSignature: true }, ["signature_invalid"]],
    ["no type of the content", { contentTypeAttribute: "missing" }, ["content_type_missing"]],
    ["another type of the content", { contentTypeAttribute: "1.2.3" }, ["content_type_mismatch"]],
    ["a content of another type", { contentType: "1.2.3" }, ["content_type_wrong", "content_type_mismatch"]],
    ["a content inside", { encapsulated: "yes" }, ["encapsulated_content"]],
    ["an empty content inside", { encapsulated: "empty" }, ["encapsulated_content"]],
    ["no signer", { signerInfos: 0 }, ["signer_count"]],
    ["two signers", { signerInfos: 2 }, ["signer_count"]],
    [
      "no signed attributes",
      { hasSignedAttributes: false },
      ["signed_attributes_missing", "signing_certificate_missing"],
    ],
    ["no name of the certificate", { signingCertificate: "missing" }, ["signing_certificate_missing"]],
    [
      "the name of another certificate",
      { namedCertificate: other.certificate },
      ["signing_certificate_mismatch", "signing_certificate_serial_mismatch"],
    ],
    ["no certificate", { certificates: [] }, ["signer_certificate_missing"]],
    ["only certificates of others", { certificates: signer.issuers }, ["signer_certificate_missing"]],
    [
      "a hash that the algorithm does not go with",
      { signatureAlgorithm: "ecdsa-sha256", digestAlgorithm: "sha512" },
      ["digest_contradicts_algorithm", "signature_invalid"],
    ],
    [
      "Ed448 and another hash than SHAKE256",
      { signer: authority.issue({ subject: "Example", keyType: "ed448" }), digestAlgorithm: "sha512" },
      ["digest_contradicts_algorithm", "signature_invalid"],
    ],
    [
      "an attribute that cannot be read",
      {
        signingCertificate: "missing",
        signedAttributes: [{ oid: testAttributeOids.signingCertificateV2, values: [der.nullValue()] }],
      },
      ["attribute_unreadable", "signing_certificate_missing"],
    ],
    [
      "an attribute without a value",
      {
        signingCertificate: "missing",
        signedAttributes: [{ oid: testAttributeOids.signingCertificateV2, values: [] }],
      },
      ["attribute_unreadable", "signing_certificate_missing"],
    ],
  ])("with %s is not intact", (_what, settings, codes) => {
    const result = check(settings, { content });
    expect([result.intact, codesOf(result)]).toEqual([false, codes]);
  });

  it("names its certificate in the old form with a finding", () => {
    const result = check({ signingCertificate: "v1" });
    expect([result.intact, codesOf(result)]).toEqual([true, ["signing_certificate_v1"]]);
    expect(result.attributes.signingCertificate).toBe("v1");
    expect(check({ signingCertificate: "v1", namedCertificate: other.certificate }).intact).toBe(false);
  });

  it("that names its certificate in both forms has to be right in both", () => {
    const sha1 = der.sequence(der.sequence(der.sequence(der.octetString(testDigest("sha1", other.certificate)))));
    const result = check({ signedAttributes: [{ oid: testAttributeOids.signingCertificate, values: [sha1] }] });
    expect([result.intact, codesOf(result)]).toEqual([false, ["signing_certificate_mismatch"]]);
  });

  it("has the certificate's issuer and number only as a hint beside its digest", () => {
    const issuerSerial = der.sequence(der.sequence(der.context(4, signer.name)), der.integer(7));
    const named = der.sequence(der.octetString(testDigest("sha256", signer.certificate)), issuerSerial);
    const attribute = { oid: testAttributeOids.signingCertificateV2, values: [der.sequence(der.sequence(named))] };
    const result = check({ signingCertificate: "missing", signedAttributes: [attribute] });
    expect([result.intact, codesOf(result)]).toEqual([true, ["signing_certificate_serial_mismatch"]]);
  });

  it("may name its certificate with any hash that is known", () => {
    const named = (algorithm: Uint8Array, digest: Uint8Array) => ({
      oid: testAttributeOids.signingCertificateV2,
      values: [der.sequence(der.sequence(der.sequence(algorithm, der.octetString(digest))))],
    });
    const attempt = (algorithm: Uint8Array, digest: Uint8Array) =>
      check({ signingCertificate: "missing", signedAttributes: [named(algorithm, digest)] });
    expect(attempt(digestAlgorithm("sha512"), testDigest("sha512", signer.certificate)).intact).toBe(true);
    expect(attempt(digestAlgorithm("sha512"), testDigest("sha256", signer.certificate)).intact).toBe(false);
    expect(codesOf(attempt(der.sequence(der.oid("1.2.3")), Buffer.alloc(32)))).toEqual([
      "signing_certificate_mismatch",
    ]);
  });

  it("finds its certificate among those known from elsewhere", () => {
    const result = check({ certificates: [] }, { certificates: [certificateOf(other), certificateOf(signer)] });
    expect([result.intact, result.certificate?.subject.text]).toEqual([true, "CN=Example Signer"]);
  });

  it("is verified with the right one of several certificates of the same issuer and number", () => {
    const twin = authority.issue({ subject: "Example Twin", serialNumber: signer.serialNumber });
    for (const certificates of [
      [twin.certificate, signer.certificate],
      [signer.certificate, twin.certificate],
    ]) {
      expect(check({ certificates }).certificate?.subject.text).toBe("CN=Example Signer");
      const unnamed = check({ certificates, signingCertificate: "missing" }, pkcs7);
      expect([unnamed.intact, unnamed.certificate?.subject.text]).toEqual([true, "CN=Example Signer"]);
    }
    const replaced = check({ certificates: [twin.certificate] });
    expect(codesOf(replaced)).toContain("signing_certificate_mismatch");
  });

  it("prefers, of two certificates with the same key, the one that is signed", () => {
    const renewed = authority.issue({ subject: "Example Renewed", serialNumber: signer.serialNumber, keyPair: signer });
    const result = check({ certificates: [renewed.certificate, signer.certificate] });
    expect([result.certificate?.subject.text, codesOf(result)]).toEqual(["CN=Example Signer", []]);
  });

  it("is found by its signed name where the unsigned one leads nowhere, with a finding", () => {
    const renamed = authority.issue({ subject: "Example Renamed", serialNumber: 77n, keyPair: signer });
    const result = check({ certificates: [renamed.certificate], namedCertificate: renamed.certificate });
    expect([result.intact, codesOf(result)]).toEqual([true, ["signer_id_mismatch"]]);
    const unnamed = check({ certificates: [renamed.certificate], signingCertificate: "missing" }, pkcs7);
    expect([unnamed.intact, codesOf(unnamed)]).toEqual([false, ["signer_certificate_missing"]]);
  });

  it("whose key is for another algorithm is not intact, and nothing is thrown", () => {
    const twin = authority.issue({ subject: "Example", serialNumber: signer.serialNumber, keyType: "rsa2048" });
    expect(codesOf(check({ certificates: [twin.certificate], signingCertificate: "missing" }, pkcs7))).toEqual([
      "key_type_mismatch",
      "signature_invalid",
    ]);
  });

  it("with attributes in another order than DER's is intact with a finding", () => {
    const result = check({ unsortedAttributes: true, signingTime: new Date("2026-05-06") });
    expect([result.intact, codesOf(result)]).toEqual([true, ["signed_attributes_unsorted"]]);
  });

  it("keeps a certificate that cannot be read out, with a finding", () => {
    const result = check({ certificates: [signer.certificate, der.sequence(der.nullValue())] });
    expect([result.intact, codesOf(result), result.certificates.length]).toEqual([true, ["certificate_unreadable"], 1]);
  });

  it("is read with its first certificates only where there are hundreds", () => {
    const many = Array.from({ length: 400 }, () => other.certificate);
    const first = check({ certificates: [signer.certificate, ...many] });
    expect([first.intact, codesOf(first)]).toEqual([true, ["too_many_certificates"]]);
    expect(codesOf(check({ certificates: [...many, signer.certificate] }))).toContain("signer_certificate_missing");
  });

  it("reads no certificate again that is known from elsewhere", () => {
    const known = certificateOf(signer);
    expect(check({}, { certificates: [known] }).certificate).toBe(known);
  });

  it("reports what is weak and stays intact", () => {
    const weak = authority.issue({ subject: "Example", keyPair: createTestKeyPair("rsa1024") });
    const result = check({ signer: weak, signatureAlgorithm: "rsa-sha1" });
    expect([result.intact, codesOf(result)]).toEqual([true, ["weak_hash", "short_key"]]);
  });

  it("without the NULL in its DigestInfo is intact with a finding", () => {
    const result = check({ signer: rsaSigner, signatureAlgorithm: "rsa-sha256-without-null" });
    expect([result.intact, codesOf(result)]).toEqual([true, ["digest_info_without_null"]]);
  });

  it("that signs the names of its algorithms has to have these", () => {
    const attribute = (digest: "sha256" | "sha512") => ({
      oid: "1.2.840.113549.1.9.52",
      values: [der.sequence(digestAlgorithm(digest), der.context(1, der.oid("1.2.840.10045.4.3.2")))],
    });
    const right = check({ signedAttributes: [attribute("sha256")] });
    expect([right.intact, right.attributes.hasAlgorithmProtection]).toEqual([true, true]);
    expect(codesOf(check({ signedAttributes: [attribute("sha512")] }))).toEqual(["algorithm_protection_mismatch"]);
    const otherSignature = der.sequence(
      digestAlgorithm("sha256"),
      der.context(1, signatureAlgorithm("ed25519").subarray(2)),
    );
    const values = [otherSignature];
    expect(check({ signedAttributes: [{ oid: "1.2.840.113549.1.9.52", values }] }).intact).toBe(false);
    const unreadable = [{ oid: "1.2.840.113549.1.9.52", values: [der.nullValue()] }];
    expect(codesOf(check({ signedAttributes: unreadable }))).toEqual(["attribute_unreadable"]);
  });

  it("hands over its timestamps, its revocation data and what the timestamps are over", () => {
    const crl = authority.crl({ thisUpdate: new Date("2026-05-01"), nextUpdate: new Date("2026-06-01") });
    const response = der.sequence(der.enumerated(6));
    let stamped = new Uint8Array();
    const result = check({
      revocationArchival: { crls: [crl], ocspResponses: [response] },
      timestamp: (value) => {
        stamped = Uint8Array.from(value);
        return der.sequence(der.nullValue());
      },
    });
    expect(Buffer.from(result.signatureValue)).toEqual(Buffer.from(stamped));
    expect(result.timestampTokens.map(hexOf)).toEqual([hexOf(der.sequence(der.nullValue()))]);
    expect(result.revocationInfoArchival?.crls.map(hexOf)).toEqual([hexOf(crl)]);
    expect(result.revocationInfoArchival?.ocspResponses.map(hexOf)).toEqual([hexOf(response)]);
  });

  it("with a signing time that cannot be read has none", () => {
    const signedAttributes = [{ oid: testAttributeOids.signingTime, values: [der.nullValue()] }];
    const result = check({ signedAttributes });
    expect([result.intact, result.signingTimeClaimed, codesOf(result)]).toEqual([
      true,
      undefined,
      ["signing_time_unreadable"],
    ]);
  });
});

describe("a signature of adbe.pkcs7.detached", () => {
  it("may name neither its certificate nor the type of the content", () => {
    expect(check({ signingCertificate: "missing", contentTypeAttribute: "missing" }, pkcs7)).toMatchObject({
      intact: true,
      attributes: { isSigned: true },
      findings: [],
    });
  });

  it("may do without signed attributes: then it is over the file itself", () => {
    const result = check({ hasSignedAttributes: false }, pkcs7);
    expect([result.intact, codesOf(result)]).toEqual([true, ["signed_attributes_absent"]]);
    const changed = check({ hasSignedAttributes: false, content: [Buffer.from("else")] }, pkcs7);
    expect([changed.intact, codesOf(changed)]).toEqual([false, ["signed_attributes_absent", "signature_invalid"]]);
  });

  it("is not taken over content that could be the signed attributes of another signature", () => {
    const attributes = [Buffer.from(der.set(der.sequence(der.oid("1.2.840.113549.1.9.3"), der.set(der.oid("1.2.3")))))];
    const result = check({ hasSignedAttributes: false, content: attributes }, { ...pkcs7, content: attributes });
    expect([result.intact, codesOf(result)]).toEqual([false, ["signed_attributes_absent", "content_is_attributes"]]);
    const text = [Buffer.from("1 is the tag of a set")];
    expect(check({ hasSignedAttributes: false, content: text }, { ...pkcs7, content: text }).intact).toBe(true);
  });

  it.each<[string, Partial<TestCmsSettings>, string]>([
    ["signed attributes but no digest", { messageDigest: "missing" }, "message_digest_missing"],
    ["a content inside", { encapsulated: "yes" }, "encapsulated_content"],
    ["another type of the content", { contentTypeAttribute: "1.2.3" }, "content_type_mismatch"],
    ["the name of another certificate", { namedCertificate: other.certificate }, "signing_certificate_mismatch"],
  ])("with %s is not intact", (_what, settings, code) => {
    const result = check(settings, pkcs7);
    expect(result.intact).toBe(false);
    expect(codesOf(result)).toContain(code);
  });
});

describe("a signature of adbe.pkcs7.sha1", () => {
  const sha1 = { subFilter: "adbe.pkcs7.sha1" } as const;
  const inner = (parts: readonly Uint8Array[]): Partial<TestCmsSettings> => ({
    content: [testDigest("sha1", ...parts)],
    encapsulated: "yes",
    signingCertificate: "missing",
  });

  it.each([true, false])(
    "is over the SHA-1 of the file, which is inside (signed attributes: %s)",
    (hasSignedAttributes) => {
      const result = check({ ...inner(content), hasSignedAttributes }, sha1);
      expect(result.intact).toBe(true);
      expect(codesOf(result)).toContain("weak_hash");
      const changed = check({ ...inner([Buffer.from("else")]), hasSignedAttributes }, sha1);
      expect(changed.intact).toBe(false);
      expect(codesOf(changed)).toContain("message_digest_mismatch");
    },
  );

  it("without a content inside is not intact", () => {
    const result = check({ ...inner(content), encapsulated: "no" }, sha1);
    expect([result.intact, codesOf(result)]).toEqual([
      false,
      ["weak_hash", "encapsulated_content_missing", "message_digest_mismatch"],
    ]);
  });
});

describe("the table of findings", () => {
  it("has one sentence for each code", () => {
    for (const [code, { message }] of Object.entries(cmsFindings)) {
      expect(code).toMatch(/^[a-z0-9]+(_[a-z0-9]+)*$/);
      expect(message).toMatch(/^[A-Z][^.]*\.$/);
    }
  });
});
