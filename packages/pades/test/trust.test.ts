import { type Certificate, readCertificate, type TrustedLists } from "@idvkit/trust";
import {
  createTestCertificateAuthority,
  createTimestampToken,
  type TestIdentity,
  type TestIssueSettings,
} from "@idvkit/trust/testing";
import { createTrustedLists, qualifiedAuthorityType } from "@idvkit/trust/trusted-list";
import { describe, expect, it, vi } from "vitest";
import type { PdfSignature, VerifyPdfOptions } from "../src/index.ts";
import { addDocumentTimestamp, addDss, appendBytes, type MadePdf } from "./pdf-maker/index.ts";
import { authority, contract, sign, signed, stampedAt, unit, verify, verifyOne } from "./verify-pdf-setup.ts";

const anchors = [authority.certificate];
const at = new Date("2026-03-02T00:00:00Z");
const certificateOf = ({ certificate }: { certificate: Uint8Array }): Certificate => readCertificate(certificate);
const issue = (settings: Partial<TestIssueSettings> = {}) => authority.issue({ subject: "Ola Nordmann", ...settings });
const signedBy = (signer: TestIdentity, isStamped = false): MadePdf =>
  sign(contract, {
    signer,
    contentsSize: 8192,
    ...(isStamped && {
      cms: { timestamp: (value) => createTimestampToken({ unit, imprintOf: [value], time: stampedAt }) },
    }),
  });
const codesOf = ({ findings }: PdfSignature) => findings.map(({ code }) => code);

/** Trust and what is found, of a signature by a certificate that was revoked on a day, if at all. */
const current = authority.crl({ thisUpdate: at, nextUpdate: new Date("2026-04-02T00:00:00Z") });

describe("trust", () => {
  it.each<[string, VerifyPdfOptions, PdfSignature["trust"], string[]]>([
    ["nobody is trusted: nothing can be said", {}, "unknown", []],
    ["no anchors at all", { anchors: [] }, "unknown", []],
    ["the authority is an anchor", { anchors, at, revocation: { crls: [current] } }, "trusted", []],
    ["as a certificate that was read", { anchors: [certificateOf(authority)], at }, "trusted", ["revocation_unknown"]],
    ["no revocation data", { anchors, at }, "trusted", ["revocation_unknown"]],
    [
      "another authority is an anchor",
      { anchors: [createTestCertificateAuthority({ name: "Example Stranger" }).certificate], at },
      "untrusted",
      ["certificate_untrusted"],
    ],
    [
      "another authority of the same name is an anchor",
      { anchors: [createTestCertificateAuthority({ name: "Example Root" }).certificate], at },
      "untrusted",
      ["certificate_untrusted"],
    ],
    [
      "after the end of the certificate",
      { anchors, at: new Date("2045-01-01T00:00:00Z") },
      "expired",
      ["certificate_expired"],
    ],
    ["before its beginning", { anchors, at: new Date("2023-01-01T00:00:00Z") }, "expired", ["certificate_expired"]],
  ])("%s", async (_, options, trust, codes) => {
    const signature = await verifyOne(signed, options);
    expect([signature.trust, codesOf(signature)]).toEqual([trust, codes]);
    expect(signature.intact).toBe(true);
    expect((await verify(signed, options)).documentIntact).toBe(true);
  });

  it("goes over authorities between, from the signature or the DSS", async () => {
    const between = createTestCertificateAuthority({ name: "Example Issuing CA", parent: authority });
    const leaf = between.issue({ subject: "Ola Nordmann" });
    const inside = sign(contract, { signer: leaf });
    const without = sign(contract, { signer: leaf, cms: { certificates: [leaf.certificate] } });
    expect((await verifyOne(inside, { anchors, at })).trust).toBe("trusted");
    expect((await verifyOne(without, { anchors, at })).trust).toBe("untrusted");
    expect((await verifyOne(addDss(without, { certificates: [between.certificate] }), { anchors, at })).trust).toBe(
      "trusted",
    );
  });

  it("is not given by an issuer that is no authority", async () => {
    const leaf = issue();
    const below = createTestCertificateAuthority({
      name: "Example Pretender",
      parent: { ...authority, ...leaf },
      basicConstraints: { isCa: false },
    }).issue({ subject: "Example Victim" });
    const signature = await verifyOne(signedBy(below), { anchors, at });
    expect(signature).toMatchObject({ intact: true, trust: "untrusted" });
  });

  it("of a document timestamp is that of its authority", async () => {
    const pdf = addDocumentTimestamp(signed, { unit, time: stampedAt });
    const { signatures } = await verify(pdf, { anchors });
    expect(signatures.map(({ kind, trust }) => [kind, trust])).toEqual([
      ["signature", "trusted"],
      ["documentTimestamp", "trusted"],
    ]);
  });
});

describe("the time that certificates are judged for", () => {
  const shortLived = { notBefore: new Date("2026-02-01T00:00:00Z"), notAfter: new Date("2026-03-02T00:00:00Z") };

  it("is the proven one: a certificate that ended since is still good", async () => {
    const pdf = signedBy(issue(shortLived), true);
    expect(await verifyOne(pdf, { anchors })).toMatchObject({ trust: "trusted", signingTime: { proven: stampedAt } });
  });

  it("is the current one without a timestamp, whatever is claimed", async () => {
    vi.useFakeTimers({ now: new Date("2026-05-01T00:00:00Z"), toFake: ["Date"] });
    try {
      const signature = await verifyOne(signedBy(issue(shortLived)), { anchors });
      expect([signature.trust, codesOf(signature)]).toEqual(["expired", ["certificate_expired"]]);
      expect(signature.signingTime.claimed).toBeDefined();
    } finally {
      vi.useRealTimers();
    }
  });

  it("is the caller's when there is one", async () => {
    expect((await verifyOne(signedBy(issue(shortLived)), { anchors, at: stampedAt })).trust).toBe("trusted");
    expect(
      (await verifyOne(signedBy(issue(shortLived), true), { anchors, at: new Date("2027-01-01T00:00:00Z") })).trust,
    ).toBe("expired");
  });

  it("is not proven by an authority that is not trusted", async () => {
    const stranger = createTestCertificateAuthority({ name: "Example Stranger" }).issueTimestampUnit();
    const pdf = sign(contract, {
      signer: issue(shortLived),
      contentsSize: 8192,
      cms: { timestamp: (value) => createTimestampToken({ unit: stranger, imprintOf: [value], time: stampedAt }) },
    });
    const signature = await verifyOne(pdf, { anchors });
    expect(signature.signingTime.proven).toBeUndefined();
    expect(signature).toMatchObject({ intact: true, timestamps: [{ valid: true, trust: "untrusted" }] });
    expect(codesOf(signature)).toContain("timestamp_untrusted");
    expect((await verifyOne(pdf)).signingTime.proven).toEqual(stampedAt);
  });
});

describe("revocation", () => {
  const before = new Date("2026-02-20T00:00:00Z");
  const after = new Date("2026-03-01T18:00:00Z");
  const leaf = issue();
  const crlOf = (revokedAt: Date) =>
    authority.crl({
      thisUpdate: at,
      nextUpdate: new Date("2030-01-01T00:00:00Z"),
      revoked: [{ serialNumber: leaf.serialNumber, at: revokedAt, reason: "keyCompromise" }],
    });
  const responseOf = (revokedAt: Date) =>
    authority.ocspResponse({
      answers: [{ serialNumber: leaf.serialNumber, status: { revokedAt }, thisUpdate: at }],
      producedAt: at,
    });

  it.each<[string, MadePdf, VerifyPdfOptions, PdfSignature["trust"]]>([
    ["before the proven time", addDss(signedBy(leaf, true), { crls: [crlOf(before)] }), {}, "revoked"],
    ["after the proven time", addDss(signedBy(leaf, true), { crls: [crlOf(after)] }), {}, "trusted"],
    ["without proof of existence before it", addDss(signedBy(leaf), { crls: [crlOf(after)] }), {}, "revoked"],
    [
      "said by an OCSP response in the DSS",
      addDss(signedBy(leaf), { ocspResponses: [responseOf(after)] }),
      {},
      "revoked",
    ],
    ["said by a CRL of the caller", signedBy(leaf), { revocation: { crls: [crlOf(before)] } }, "revoked"],
    [
      "said by an OCSP response of the caller",
      signedBy(leaf),
      { revocation: { ocspResponses: [responseOf(before)] } },
      "revoked",
    ],
    [
      "said by the message of the signature",
      sign(contract, { signer: leaf, contentsSize: 8192, cms: { revocationArchival: { crls: [crlOf(before)] } } }),
      {},
      "revoked",
    ],
    ["after the time of the caller", signedBy(leaf), { at: before, revocation: { crls: [crlOf(after)] } }, "trusted"],
    ["said by nobody", signedBy(leaf), {}, "trusted"],
    ["of another certificate", addDss(signedBy(issue()), { crls: [crlOf(before)] }), {}, "trusted"],
  ])("%s", async (_, pdf, options, trust) => {
    const signature = await verifyOne(pdf, { anchors, ...options });
    expect(signature.trust).toBe(trust);
    expect(codesOf(signature).includes("certificate_revoked")).toBe(trust === "revoked");
    expect(signature.intact).toBe(true);
  });

  it("of an authority between reaches everything below it", async () => {
    const between = createTestCertificateAuthority({
      name: "Example Issuing CA",
      parent: authority,
      serialNumber: 77n,
    });
    const crl = authority.crl({ thisUpdate: at, revoked: [{ serialNumber: 77n, at: before }] });
    const pdf = signedBy(between.issue({ subject: "Ola Nordmann" }));
    expect((await verifyOne(pdf, { anchors, at, revocation: { crls: [crl] } })).trust).toBe("revoked");
  });

  it("is asked for online only with a fetcher", async () => {
    const online = issue({ crlDistributionPoints: ["http://crl.example/root.crl"] });
    const revoked = authority.crl({
      thisUpdate: at,
      nextUpdate: new Date("2030-01-01T00:00:00Z"),
      revoked: [{ serialNumber: online.serialNumber, at: before }],
    });
    const asked: string[] = [];
    const fetcher = async ({ url }: { url: string }) => {
      asked.push(url);
      return revoked;
    };
    expect((await verifyOne(signedBy(online), { anchors, at })).trust).toBe("trusted");
    expect((await verifyOne(signedBy(online), { anchors, at, revocation: { fetcher } })).trust).toBe("revoked");
    expect(asked).toEqual(["http://crl.example/root.crl"]);
  });
});

describe("qualification", () => {
  const qualified = { compliant: true, device: true, types: ["esign"] };
  const status = (name: string) => `http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/${name}`;
  const listsWith = (statusName: string): TrustedLists =>
    createTrustedLists([
      {
        version: 6,
        sequenceNumber: 1,
        type: "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric",
        territory: "NO",
        operatorName: "Example Operator",
        issuedAt: at,
        signer: certificateOf(authority),
        pointers: [],
        services: [
          {
            territory: "NO",
            providerName: "Example Provider",
            name: "Example Service",
            certificates: [certificateOf(authority)],
            periods: [
              {
                type: qualifiedAuthorityType,
                status: status(statusName),
                from: new Date("2020-01-01T00:00:00Z"),
                subjectKeyIdentifiers: [],
                subjectNames: [],
                additionalInformation: ["http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForeSignatures"],
                qualifications: [],
                unknownCriticalExtensions: [],
              },
            ],
          },
        ],
        findings: [],
      },
    ]);
  const granted = listsWith("granted");

  it.each([
    ["QcCompliance and QcSSCD", qualified, "QES"],
    ["QcCompliance", { compliant: true }, "AdES-QC"],
    ["none", undefined, "AdES"],
    ["for seals", { ...qualified, types: ["eseal"] }, "unknown"],
  ] as const)("a certificate with %s claims, and an anchor confirms nothing", async (_, statements, claims) => {
    const person = issue(statements === undefined ? {} : { qualifiedStatements: statements });
    const { qualification } = await verifyOne(signedBy(person), { anchors, at });
    expect(qualification.claims).toBe(claims);
    expect(qualification).not.toHaveProperty("confirmed");
    expect(qualification.reasons).toContain("no_trusted_list");
  });

  it("a granted service on a trusted list confirms, and is an anchor", async () => {
    const signature = await verifyOne(signedBy(issue({ qualifiedStatements: qualified })), {
      trustedLists: granted,
      at,
    });
    expect(signature).toMatchObject({
      trust: "trusted",
      qualification: { claims: "QES", confirmed: "QES_EIDAS", reasons: [] },
    });
  });

  it("a qualified certificate without a device is confirmed as less", async () => {
    const pdf = signedBy(issue({ qualifiedStatements: { compliant: true } }));
    expect((await verifyOne(pdf, { trustedLists: granted, at })).qualification).toMatchObject({
      claims: "AdES-QC",
      confirmed: "AES_EIDAS",
    });
  });

  it("a signature that is not intact is not confirmed, whatever its certificate is", async () => {
    const pdf = appendBytes(signedBy(issue({ qualifiedStatements: qualified })), "\n9 0 obj\n<< >>\nendobj\n");
    const { intact, qualification } = await verifyOne(pdf, { trustedLists: granted, at });
    expect(intact).toBe(false);
    expect(qualification).toEqual({ claims: "QES", reasons: ["not_intact"] });
  });

  it("a signature by a certificate that was revoked is not confirmed", async () => {
    const person = issue({ qualifiedStatements: qualified });
    const revoked = [{ serialNumber: person.serialNumber, at: new Date("2026-01-01T00:00:00Z") }];
    const crls = [authority.crl({ thisUpdate: at, nextUpdate: new Date("2030-01-01T00:00:00Z"), revoked })];
    const { trust, qualification } = await verifyOne(signedBy(person), {
      trustedLists: granted,
      at,
      revocation: { crls },
    });
    expect({ trust, qualification }).toEqual({
      trust: "revoked",
      qualification: { claims: "QES", reasons: ["not_trusted"] },
    });
  });

  it("a service that was withdrawn confirms nothing", async () => {
    const pdf = signedBy(issue({ qualifiedStatements: qualified }));
    const { qualification } = await verifyOne(pdf, { trustedLists: listsWith("withdrawn"), at });
    expect(qualification).not.toHaveProperty("confirmed");
    expect(qualification.reasons).toContain("service_not_granted");
  });

  it("an issuer that no list has is not trusted and confirms nothing", async () => {
    const stranger = createTestCertificateAuthority({ name: "Example Stranger" });
    const pdf = signedBy(stranger.issue({ subject: "Ola Nordmann", qualifiedStatements: qualified }));
    const signature = await verifyOne(pdf, { trustedLists: granted, at });
    expect(signature).toMatchObject({ trust: "untrusted", qualification: { claims: "QES" } });
    expect(signature.qualification).not.toHaveProperty("confirmed");
  });

  it("a signature without a certificate claims nothing", async () => {
    const { qualification, signer, trust } = await verifyOne(sign(contract, { cms: { certificates: [] } }), {
      anchors,
    });
    expect(signer).toBeUndefined();
    expect(trust).toBe("unknown");
    expect(qualification).toEqual({ claims: "unknown", reasons: ["signer_certificate_missing"] });
  });
});
