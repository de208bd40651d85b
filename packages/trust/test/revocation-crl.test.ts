import { describe, expect, it } from "vitest";
import { readCertificate } from "../src/certificate/certificate.ts";
import { checkRevocation } from "../src/revocation/check-revocation.ts";
import { parseCrl, readCrl } from "../src/revocation/crl.ts";
import { createTestCertificateAuthority, der, invalidityDate } from "../src/testing/index.ts";
import {
  ask,
  at,
  authority,
  codesOf,
  crl,
  crlUrl,
  day,
  issuer,
  now,
  otherAuthority,
  person,
  read,
  revokedRow,
  week,
} from "./revocation-setup.ts";

const issuingDistributionPoint = "2.5.29.28";

describe("reading a CRL", () => {
  it("gives its issuer, times, number and the row of a serial number", () => {
    const list = readCrl(
      crl({
        crlNumber: 0x1f,
        revoked: [
          { serialNumber: 5n, at: day("2026-01-01") },
          {
            serialNumber: person.serialNumber,
            at: day("2026-05-01"),
            reason: "keyCompromise",
            extensions: [invalidityDate(day("2026-04-20"))],
          },
        ],
      }),
    );
    expect(list).toMatchObject({ ...week, crlNumber: "1f", hasUnknownCritical: false });
    expect(list.issuer.text).toBe("CN=Example Issuing CA");
    expect(list.baseCrlNumber).toBeUndefined();
    expect(list.scope).toBeUndefined();
    expect(list.countEntries()).toBe(2);
    expect(list.lookUp(read(person).serialNumber).entries).toEqual([
      { revokedAt: day("2026-05-01"), reason: "keyCompromise", invalidityDate: day("2026-04-20") },
    ]);
    expect(list.lookUp("7").entries).toEqual([]);
  });

  it("finds serial numbers of any size and sign", () => {
    const serialNumbers = [0n, 1n, 127n, 128n, 255n, 256n, -1n, -128n, 2n ** 159n - 1n, 2n ** 159n];
    const list = readCrl(crl({ revoked: serialNumbers.map((serialNumber) => ({ serialNumber, at })) }));
    for (const serialNumber of serialNumbers) {
      expect(list.lookUp(serialNumber.toString(16)).entries, `${serialNumber}`).toHaveLength(1);
    }
  });

  it("reads an empty list and one without nextUpdate", () => {
    const list = readCrl(authority.crl({ thisUpdate: at }));
    expect(list.countEntries()).toBe(0);
    expect(list.nextUpdate).toBeUndefined();
  });

  it("goes over many thousand rows in one pass", () => {
    const revoked = Array.from({ length: 30_000 }, (_, index) => ({ serialNumber: BigInt(index) + 10_000n, at }));
    const list = readCrl(crl({ revoked }));
    expect(list.lookUp((39_999).toString(16)).entries).toHaveLength(1);
    expect(list.lookUp("1").entries).toEqual([]);
    expect(list.countEntries()).toBe(30_000);
  });

  it("is invalid_input for other bytes, without throwing", () => {
    expect(parseCrl(crl()).ok).toBe(true);
    expect(parseCrl(Uint8Array.of(0x30, 0))).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect(parseCrl(person.certificate)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });
});

describe("what a CRL says", () => {
  it("is good for a certificate that is not listed", async () => {
    const bytes = crl();
    expect(await ask({ crls: [bytes] })).toEqual({
      status: "good",
      source: "crl",
      producedAt: week.thisUpdate,
      ...week,
      evidence: bytes,
      reasons: [],
    });
  });

  it("is revoked for one that is listed, with date and reason", async () => {
    const result = await ask({ crls: [crl(revokedRow(day("2026-05-01"), { reason: "keyCompromise" }))] });
    expect(result).toMatchObject({
      status: "revoked",
      source: "crl",
      revokedAt: day("2026-05-01"),
      reason: "keyCompromise",
      reasons: [],
    });
  });

  it("takes a CRL that was read before", async () => {
    expect(await ask({ crls: [readCrl(crl())] })).toMatchObject({ status: "good" });
  });

  it("says nothing about certificates of another issuer", async () => {
    const result = await ask({ crls: [otherAuthority.crl({ ...week })] });
    expect(result).toEqual({ status: "unknown", reasons: [{ code: "no_revocation_data" }] });
  });

  it("refuses an issuer that the certificate does not name", async () => {
    const stranger = read(otherAuthority.issue({ subject: "Example Stranger" }));
    expect(await ask({ crls: [crl()] }, stranger)).toEqual({
      status: "unknown",
      reasons: [{ code: "issuer_mismatch" }],
    });
  });
});

describe("who may sign a CRL", () => {
  const answers = [{ serialNumber: person.serialNumber, status: "good" as const, ...week }];
  const ocspByIssuer = authority.ocspResponse({ answers, producedAt: at });

  it("is not somebody else under the issuer's name", async () => {
    const forged = otherAuthority.crl({ ...week, issuerName: "Example Issuing CA" });
    expect(await ask({ crls: [forged] })).toMatchObject({
      status: "unknown",
      reasons: [{ code: "crl_other_issuer_key", source: "crl" }],
    });
  });

  it("is nobody when the signature is broken", async () => {
    expect(codesOf(await ask({ crls: [crl({ brokenSignature: true })] }))).toEqual(["crl_signature_invalid"]);
  });

  it("is not an issuer whose key usage leaves cRLSign out", async () => {
    const signer = createTestCertificateAuthority({ name: "Example No CRL CA", keyUsage: ["keyCertSign"] });
    const leaf = read(signer.issue({ subject: "Example Signer" }));
    const result = await checkRevocation(leaf, readCertificate(signer.certificate), { at, crls: [signer.crl(week)] });
    expect(codesOf(result)).toEqual(["crl_signer_not_allowed"]);
  });

  it("is not an issuer whose key usage cannot be read", async () => {
    const odd = { ...issuer, unreadableExtensions: ["2.5.29.15"] };
    expect(codesOf(await checkRevocation(read(person), odd, { at, now, crls: [crl()] }))).toEqual([
      "crl_signer_not_allowed",
    ]);
  });

  it("is nobody whose key cannot be used", async () => {
    const odd = { ...issuer, fingerprintSha256: "00", publicKey: undefined };
    expect(
      codesOf(await checkRevocation(read(person), odd, { at, now, crls: [crl()], ocspResponses: [ocspByIssuer] })),
    ).toEqual(["ocsp_signature_unsupported", "crl_signature_unsupported"]);
  });

  it("is told when the algorithm is weak", async () => {
    const result = await ask({ crls: [crl({ signatureAlgorithm: "ecdsa-sha1" })] });
    expect(result).toMatchObject({ status: "good", reasons: [{ code: "weak_signature", source: "crl" }] });
  });
});

describe("which certificates a CRL is about", () => {
  const scoped = (distributionPoint: NonNullable<Parameters<typeof crl>[0]>["distributionPoint"] & object) =>
    ask({ crls: [crl({ distributionPoint })] });

  it.each([
    ["those of a distribution point that the certificate names", { url: crlUrl }],
    ["those of users", { onlyUserCertificates: true }],
  ])("%s: it is one of them", async (_name, distributionPoint) => {
    expect(await scoped(distributionPoint)).toMatchObject({ status: "good", reasons: [] });
  });

  it.each([
    ["those of another distribution point", { url: "http://crl.test.example/other.crl" }],
    ["those of authorities", { onlyAuthorityCertificates: true }],
  ])("%s: it is none of them", async (_name, distributionPoint) => {
    const result = await scoped(distributionPoint);
    expect(result).toMatchObject({ status: "unknown", reasons: [{ code: "crl_scope_mismatch", source: "crl" }] });
  });

  it("those of users: an authority is none of them", async () => {
    const below = read(createTestCertificateAuthority({ name: "Example Sub CA", parent: authority }));
    const askBelow = (distributionPoint: object) => ask({ crls: [crl({ distributionPoint })] }, below);
    expect(codesOf(await askBelow({ onlyUserCertificates: true }))).toEqual(["crl_scope_mismatch"]);
    expect(await askBelow({ onlyAuthorityCertificates: true })).toMatchObject({ status: "good" });
  });

  it("is not supported for indirect ones", async () => {
    expect(codesOf(await scoped({ indirect: true }))).toEqual(["crl_indirect_unsupported"]);
    const foreign = otherAuthority.crl({ ...week, distributionPoint: { indirect: true } });
    expect(codesOf(await ask({ crls: [foreign] }))).toEqual(["crl_indirect_unsupported"]);
  });

  it("is not good for one that lists some reasons only, and revoked when it lists the certificate", async () => {
    const extensions = [
      {
        oid: issuingDistributionPoint,
        critical: true,
        value: der.sequence(der.contextPrimitive(3, Uint8Array.of(6, 0x40))),
      },
    ];
    expect(codesOf(await ask({ crls: [crl({ extensions })] }))).toEqual(["crl_some_reasons_only"]);
    const listed = crl({ extensions, ...revokedRow(day("2026-05-01")) });
    expect(await ask({ crls: [listed] })).toMatchObject({ status: "revoked" });
  });

  it("is not users' certificates for attribute certificates, and names relative to the issuer have to be the same", async () => {
    const withPoint = (value: Uint8Array) => [{ oid: issuingDistributionPoint, critical: true, value }];
    const attributes = der.sequence(der.contextPrimitive(5, Uint8Array.of(0xff)));
    expect(codesOf(await ask({ crls: [crl({ extensions: withPoint(attributes) })] }))).toEqual(["crl_scope_mismatch"]);
    const relative = der.sequence(der.context(0, der.context(1, der.sequence())));
    expect(codesOf(await ask({ crls: [crl({ extensions: withPoint(relative) })] }))).toEqual(["crl_scope_mismatch"]);
  });
});

describe("critical extensions that are not understood", () => {
  const unknown = { oid: "1.2.3.4", critical: true, value: der.boolean(true) };

  it("make the CRL unusable", async () => {
    const result = await ask({ crls: [crl({ extensions: [unknown] })] });
    expect(codesOf(result)).toEqual(["crl_unknown_critical_extension"]);
  });

  it("make it unusable in any row, also of another certificate", async () => {
    const row = { serialNumber: 99n, at: day("2026-05-01"), extensions: [unknown] };
    expect(codesOf(await ask({ crls: [crl({ revoked: [row] })] }))).toEqual(["crl_unknown_critical_extension"]);
    const notCritical = { ...row, extensions: [{ ...unknown, critical: false }] };
    expect(await ask({ crls: [crl({ revoked: [notCritical] })] })).toMatchObject({ status: "good" });
  });
});

describe("delta CRLs", () => {
  const base = crl({ crlNumber: 10 });
  const later = { thisUpdate: day("2026-05-09"), nextUpdate: day("2026-05-11"), crlNumber: 12, deltaBase: 10 };

  it("say alone only that a certificate is revoked", async () => {
    const alone = await ask({ crls: [crl(later)] });
    expect(alone).toMatchObject({ status: "unknown", reasons: [{ code: "crl_delta_without_base", source: "crl" }] });
    const revoked = await ask({ crls: [crl({ ...later, ...revokedRow(day("2026-05-09")) })] });
    expect(revoked).toMatchObject({ status: "revoked", revokedAt: day("2026-05-09") });
  });

  it("add to their complete CRL", async () => {
    const delta = crl({ ...later, ...revokedRow(day("2026-05-09")) });
    expect(await ask({ crls: [base, delta] })).toMatchObject({ status: "revoked" });
    expect(await ask({ crls: [base, crl(later)] })).toMatchObject({ status: "good", reasons: [] });
  });

  it("take a certificate from hold", async () => {
    const held = crl({ crlNumber: 10, ...revokedRow(day("2026-05-01"), { reason: "certificateHold" }) });
    expect(await ask({ crls: [held] })).toMatchObject({ status: "revoked", reason: "certificateHold" });
    const delta = crl({ ...later, ...revokedRow(day("2026-05-01"), { reason: "removeFromCRL" }) });
    expect(await ask({ crls: [held, delta] })).toMatchObject({
      status: "good",
      reasons: [{ code: "hold_released", source: "crl" }],
    });
  });

  it("do not take back what their complete CRL does not have on hold, or without an authentic complete CRL", async () => {
    const row = revokedRow(day("2026-05-01"), { reason: "keyCompromise" });
    const delta = crl({ ...later, ...revokedRow(day("2026-05-01"), { reason: "removeFromCRL" }) });
    expect(await ask({ crls: [crl({ crlNumber: 10, ...row }), delta] })).toMatchObject({ status: "revoked" });
    expect(await ask({ crls: [delta] })).toMatchObject({ status: "unknown" });
    expect(await ask({ crls: [delta, crl({ crlNumber: 10, brokenSignature: true })] })).toMatchObject({
      status: "unknown",
    });
    for (const crlNumber of [9, 13]) {
      const otherBase = crl({ crlNumber, thisUpdate: day("2020-01-01"), nextUpdate: day("2020-02-01") });
      expect(await ask({ crls: [delta, otherBase] }), `${crlNumber}`).toMatchObject({ status: "unknown" });
    }
  });

  it("only: a complete CRL cannot take a certificate back", async () => {
    const odd = crl(revokedRow(day("2026-05-01"), { reason: "removeFromCRL" }));
    expect(codesOf(await ask({ crls: [odd] }))).toEqual(["crl_remove_outside_delta"]);
  });
});

describe("the time of a CRL", () => {
  it.each([
    ["ended before the time", { thisUpdate: day("2026-04-01"), nextUpdate: day("2026-04-08") }, "crl_expired"],
    ["is from the future", { thisUpdate: day("2026-07-01"), nextUpdate: day("2026-07-08") }, "crl_not_yet_valid"],
  ])("%s: it does not decide", async (_name, window, code) => {
    expect(await ask({ crls: [crl(window)] })).toMatchObject({ status: "unknown", reasons: [{ code, source: "crl" }] });
  });

  it("may end within the clock tolerance", async () => {
    const nextUpdate = new Date(at.getTime() - 200_000);
    expect(await ask({ crls: [crl({ nextUpdate })] })).toMatchObject({ status: "good" });
    expect(await ask({ crls: [crl({ nextUpdate })], clockToleranceMs: 0 })).toMatchObject({ status: "unknown" });
  });

  it("may be after the time that is asked about", async () => {
    const window = { thisUpdate: day("2026-05-20"), nextUpdate: day("2026-05-27") };
    expect(await ask({ crls: [crl(window)] })).toMatchObject({ status: "good", reasons: [] });
    expect(await ask({ crls: [crl({ ...window, ...revokedRow(day("2026-05-12")) })] })).toMatchObject({
      status: "good",
      revokedAt: day("2026-05-12"),
      reasons: [{ code: "revoked_later", source: "crl" }],
    });
    expect(await ask({ crls: [crl({ ...window, ...revokedRow(at) })] })).toMatchObject({ status: "revoked" });
  });

  it("does not matter for a revocation, which is final", async () => {
    const old = { thisUpdate: day("2025-04-01"), nextUpdate: day("2025-04-08"), ...revokedRow(day("2025-03-01")) };
    expect(await ask({ crls: [crl(old), crl()] })).toMatchObject({ status: "revoked" });
  });

  it("lets a hold end that newer data no longer have", async () => {
    const held = { reason: "certificateHold" };
    const old = {
      thisUpdate: day("2026-04-01"),
      nextUpdate: day("2026-04-08"),
      ...revokedRow(day("2026-03-01"), held),
    };
    expect(await ask({ crls: [crl(old), crl()] })).toMatchObject({ status: "good" });
    const after = { thisUpdate: day("2026-05-20"), nextUpdate: day("2026-05-27") };
    expect(await ask({ crls: [crl(old), crl(after)] }), "released when is not known").toMatchObject({
      status: "revoked",
    });
  });

  it("counts a revocation from the invalidity date on", async () => {
    const row = revokedRow(day("2026-05-20"), {
      reason: "keyCompromise",
      extensions: [invalidityDate(day("2026-05-02"))],
    });
    const result = await ask({ crls: [crl({ thisUpdate: day("2026-05-21"), nextUpdate: day("2026-05-28"), ...row })] });
    expect(result).toMatchObject({
      status: "revoked",
      revokedAt: day("2026-05-20"),
      invalidityDate: day("2026-05-02"),
      reasons: [{ code: "invalid_before_revocation", source: "crl" }],
    });
  });

  it("has the freshness limit when the next update is not named", async () => {
    const crls = [authority.crl({ thisUpdate: week.thisUpdate })];
    expect(codesOf(await ask({ crls }))).toEqual(["crl_too_old"]);
    expect(await ask({ crls, maxAgeMs: 3 * 86_400_000 })).toMatchObject({ status: "good" });
  });

  it("shows nothing good after the end of the certificate, unless ended ones stay listed", async () => {
    const after = { thisUpdate: day("2027-02-01"), nextUpdate: day("2027-02-08") };
    const late = { now: day("2027-02-02") };
    expect(codesOf(await ask({ crls: [crl(after)], ...late }))).toEqual(["certificate_expired_before_data"]);
    expect(await ask({ crls: [crl({ ...after, ...revokedRow(day("2026-01-01")) })], ...late })).toMatchObject({
      status: "revoked",
    });
    const extensions = [{ oid: "2.5.29.60", value: der.generalizedTime(day("2020-01-01")) }];
    expect(await ask({ crls: [crl({ ...after, extensions })], ...late })).toMatchObject({ status: "good" });
  });
});

describe("CRLs that cannot be read", () => {
  it("are a reason beside those that can", async () => {
    const result = await ask({ crls: [Uint8Array.of(1, 2, 3), crl()] });
    expect(result).toMatchObject({ status: "good", reasons: [{ code: "crl_unreadable", source: "crl" }] });
  });

  it("may have readable parts and broken rows", async () => {
    const list = readCrl(crl({ revoked: [{ serialNumber: 1n, at }] }));
    const broken = { ...list, lookUp: () => readCrl(der.integer(1)).lookUp("1") };
    expect(codesOf(await ask({ crls: [broken] }))).toEqual(["crl_unreadable"]);
  });
});
