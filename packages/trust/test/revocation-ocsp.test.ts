import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readDer } from "../src/der/element.ts";
import { explicitOf, octetStringOf, sequenceOf } from "../src/der/values.ts";
import { parseOcspResponse, readOcspResponse } from "../src/revocation/ocsp-response.ts";
import {
  createOcspFailure,
  createTestCertificateAuthority,
  der,
  digestAlgorithm,
  testPurposes,
} from "../src/testing/index.ts";
import {
  ask,
  at,
  authority,
  codesOf,
  crl,
  day,
  ocsp,
  otherAuthority,
  person,
  read,
  responder,
  revokedRow,
  week,
} from "./revocation-setup.ts";

const unknownCritical = { oid: "1.2.3.4", critical: true, value: der.nullValue() };
const certHash = (bytes: Uint8Array) => ({
  oid: "1.3.36.8.3.13",
  value: der.sequence(
    digestAlgorithm("sha256"),
    der.octetString(new Uint8Array(createHash("sha256").update(bytes).digest())),
  ),
});

const twice = [1, 2].map((number) => der.sequence(der.oid("1.2.3"), der.octetString(der.integer(number))));

/** An unsigned response with one part after the other as they are given. */
function basicResponse(parts: {
  version?: Uint8Array;
  responder?: Uint8Array;
  extensions?: Uint8Array;
  certificates?: Uint8Array;
  type?: Uint8Array;
  status?: Uint8Array;
  certificateId?: Uint8Array;
  single?: Uint8Array;
}): Uint8Array {
  const hash = der.octetString(new Uint8Array(20));
  const certificateId = der.sequence(digestAlgorithm("sha1"), hash, hash, der.integer(1));
  const answer = der.sequence(
    parts.certificateId ?? certificateId,
    parts.status ?? der.contextPrimitive(0, new Uint8Array()),
    der.generalizedTime(at),
    parts.single ?? new Uint8Array(),
  );
  const data = der.sequence(
    parts.version ?? new Uint8Array(),
    parts.responder ?? der.context(2, hash),
    der.generalizedTime(at),
    der.sequence(answer),
    parts.extensions ?? new Uint8Array(),
  );
  const algorithm = digestAlgorithm("sha1");
  const certificates = parts.certificates ?? new Uint8Array();
  const basic = der.sequence(data, algorithm, der.bitString(new Uint8Array(8)), certificates);
  const type = parts.type ?? der.oid("1.3.6.1.5.5.7.48.1.1");
  return der.sequence(der.enumerated(0), der.context(0, der.sequence(type, der.octetString(basic))));
}

describe("reading an OCSP response", () => {
  it("gives responder, times, nonce, certificates and the answers", () => {
    const response = readOcspResponse(
      ocsp(
        { status: { revokedAt: day("2026-05-02"), reason: "superseded" } },
        { nonce: Uint8Array.of(1, 2, 3), producedAt: day("2026-05-09") },
      ),
    );
    expect(response).toMatchObject({
      status: "successful",
      basic: {
        responder: { keyHash: Buffer.from(responder.keyIdentifier).toString("hex") },
        producedAt: day("2026-05-09"),
        nonce: "010203",
        hasUnknownCritical: false,
        responses: [
          {
            certificateId: { hashOid: "1.3.14.3.2.26", serialNumber: read(person).serialNumber },
            status: "revoked",
            revokedAt: day("2026-05-02"),
            reason: "superseded",
            ...week,
          },
        ],
      },
    });
    const certificates = response.status === "successful" ? response.basic.certificates : [];
    expect(certificates.map(({ subject }) => subject.text)).toEqual(["CN=Example OCSP Responder"]);
  });

  it("gives the responder's name and the archive cutoff", () => {
    const extensions = [{ oid: "1.3.6.1.5.5.7.48.1.6", value: der.generalizedTime(day("2020-01-01")) }];
    const response = readOcspResponse(ocsp({ extensions }, { responderId: "name" }));
    expect(response).toMatchObject({
      basic: {
        responder: { name: { text: "CN=Example OCSP Responder" } },
        responses: [{ archiveCutoff: day("2020-01-01") }],
      },
    });
  });

  it.each([
    [1, "malformedRequest"],
    [2, "internalError"],
    [3, "tryLater"],
    [5, "sigRequired"],
    [6, "unauthorized"],
  ] as const)("knows status %i as %s", async (status, name) => {
    expect(readOcspResponse(createOcspFailure(status))).toEqual({ status: name });
    expect(codesOf(await ask({ ocspResponses: [createOcspFailure(status)] }))).toEqual(["ocsp_no_answer"]);
  });

  it("reads the signed part alone too", async () => {
    const wrapped = sequenceOf(readDer(ocsp()))[1];
    if (wrapped === undefined) throw new Error("no response");
    const alone = octetStringOf(sequenceOf(explicitOf(wrapped))[1]);
    expect(await ask({ ocspResponses: [alone] })).toMatchObject({ status: "good" });
  });

  it("reads a nonce that is not wrapped in an octet string, as old responders write it", () => {
    const list = der.sequence(der.sequence(der.oid("1.3.6.1.5.5.7.48.1.2"), der.octetString(Uint8Array.of(9, 9))));
    expect(readOcspResponse(basicResponse({ extensions: der.context(1, list) }))).toMatchObject({
      basic: { nonce: "0909" },
    });
  });

  it("leaves out certificates that cannot be read", () => {
    const certificates = der.context(0, der.sequence(der.sequence(der.integer(1)), person.certificate));
    const response = readOcspResponse(basicResponse({ certificates }));
    expect(response.status === "successful" ? response.basic.certificates : []).toHaveLength(1);
  });

  it.each([
    ["of another version", { version: der.context(0, der.integer(1)) }],
    ["without a responder", { responder: der.context(3, der.nullValue()) }],
    ["with something after the extensions", { extensions: der.nullValue() }],
    ["with something else for certificates", { certificates: der.nullValue() }],
    ["of another type", { type: der.oid("1.2.3") }],
    ["with an unknown status", { status: der.contextPrimitive(3, new Uint8Array()) }],
    ["with content in the status good", { status: der.contextPrimitive(0, Uint8Array.of(0)) }],
    ["with more than a revocation", { status: der.context(1, der.generalizedTime(at), der.nullValue()) }],
    ["with a short identifier", { certificateId: der.sequence() }],
    ["with extensions twice", { single: der.context(1, der.sequence(...twice)) }],
    ["with more in an answer", { single: der.nullValue() }],
  ] as const)("refuses a response %s", (_name, parts) => {
    expect(parseOcspResponse(basicResponse({})).ok).toBe(true);
    expect(parseOcspResponse(basicResponse(parts)).ok).toBe(false);
  });

  it("is invalid_input for other bytes, without throwing", () => {
    expect(parseOcspResponse(ocsp()).ok).toBe(true);
    for (const bytes of [Uint8Array.of(), der.sequence(), der.sequence(der.enumerated(4)), person.certificate]) {
      expect(parseOcspResponse(bytes)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    }
  });
});

describe("what an OCSP response says", () => {
  it("is good", async () => {
    const bytes = ocsp();
    expect(await ask({ ocspResponses: [bytes] })).toEqual({
      status: "good",
      source: "ocsp",
      producedAt: week.thisUpdate,
      ...week,
      evidence: bytes,
      reasons: [],
    });
  });

  it("is revoked, with date and reason", async () => {
    const status = { revokedAt: day("2026-05-02"), reason: "keyCompromise" } as const;
    expect(await ask({ ocspResponses: [ocsp({ status })] })).toMatchObject({
      status: "revoked",
      source: "ocsp",
      revokedAt: day("2026-05-02"),
      reason: "keyCompromise",
    });
  });

  it("is unknown", async () => {
    expect(codesOf(await ask({ ocspResponses: [ocsp({ status: "unknown" })] }))).toEqual(["ocsp_status_unknown"]);
  });

  it("is nothing about other certificates", async () => {
    expect(codesOf(await ask({ ocspResponses: [ocsp({ serialNumber: 77n })] }))).toEqual(["no_revocation_data"]);
    const answers = [{ serialNumber: person.serialNumber, status: "good" as const, ...week }];
    const foreign = otherAuthority.ocspResponse({ answers, producedAt: at });
    expect(codesOf(await ask({ ocspResponses: [foreign] }))).toEqual(["no_revocation_data"]);
  });

  it("is nothing about a certificate of the same key under another name of the issuer", async () => {
    const { publicKey, privateKey } = authority;
    const renamed = createTestCertificateAuthority({ name: "Example Renamed CA", keyPair: { publicKey, privateKey } });
    const answers = [{ serialNumber: person.serialNumber, status: "good" as const, ...week }];
    const response = renamed.ocspResponse({ answers, producedAt: at });
    expect(codesOf(await ask({ ocspResponses: [response] }))).toEqual(["no_revocation_data"]);
  });

  it.each(["sha1", "sha256", "sha384", "sha512"] as const)("names the certificate by %s", async (digest) => {
    const response = ocsp({}, { certificateIdDigest: digest });
    expect(await ask({ ocspResponses: [response] })).toMatchObject({ status: "good" });
  });

  it("is a revocation when a CRL or another response says so", async () => {
    const revoked = crl(revokedRow(day("2026-05-01")));
    expect(await ask({ ocspResponses: [ocsp()], crls: [revoked] })).toMatchObject({ status: "revoked", source: "crl" });
    const second = ocsp({ status: { revokedAt: day("2026-05-03") } });
    expect(await ask({ ocspResponses: [second, ocsp()], crls: [revoked] })).toMatchObject({
      status: "revoked",
      revokedAt: day("2026-05-01"),
    });
  });

  it("is a final revocation before a hold", async () => {
    const held = ocsp({ status: { revokedAt: day("2026-04-01"), reason: "certificateHold" } });
    const revoked = crl(revokedRow(day("2026-05-01"), { reason: "keyCompromise" }));
    expect(await ask({ ocspResponses: [held], crls: [revoked] })).toMatchObject({ reason: "keyCompromise" });
  });

  it("is not used when a critical extension is not understood", async () => {
    const response = ocsp({ extensions: [unknownCritical] });
    expect(codesOf(await ask({ ocspResponses: [response] }))).toEqual(["ocsp_unknown_critical_extension"]);
  });

  it("is not used when it has the hash of another certificate", async () => {
    const wrong = ocsp({ extensions: [certHash(responder.certificate)] });
    expect(codesOf(await ask({ ocspResponses: [wrong] }))).toEqual(["ocsp_certificate_hash_mismatch"]);
    const right = ocsp({ extensions: [certHash(person.certificate)] });
    expect(await ask({ ocspResponses: [right] })).toMatchObject({ status: "good" });
  });
});

describe("who may sign an OCSP response", () => {
  it("is the issuer itself, named by key or by name", async () => {
    const answers = [{ serialNumber: person.serialNumber, status: "good" as const, ...week }];
    for (const responderId of ["key", "name"] as const) {
      const response = authority.ocspResponse({ answers, producedAt: at, responderId });
      expect(await ask({ ocspResponses: [response] })).toMatchObject({ status: "good", reasons: [] });
    }
  });

  it("is a delegated responder, named by key or by name, with its certificate in the response or given apart", async () => {
    expect(await ask({ ocspResponses: [ocsp({}, { responderId: "name" })] })).toMatchObject({ status: "good" });
    const bare = ocsp({}, { certificates: [] });
    expect(codesOf(await ask({ ocspResponses: [bare] }))).toEqual(["ocsp_responder_unknown"]);
    expect(await ask({ ocspResponses: [bare], certificates: [read(responder)] })).toMatchObject({ status: "good" });
  });

  it.each([
    ["without the purpose OCSPSigning", { extendedKeyUsage: { purposes: [testPurposes.clientAuth] } }],
    ["with a key usage for other things", { keyUsage: ["keyEncipherment"] as const }],
    ["with an unknown critical extension", { others: [unknownCritical] }],
    ["with a broken signature on its certificate", { defects: { brokenSignature: true } }],
    ["whose certificate names another issuer", { defects: { issuerName: "Example Other CA" } }],
  ])("is not a certificate %s", async (_name, settings) => {
    const signer = authority.issueResponder(settings);
    expect(codesOf(await ask({ ocspResponses: [ocsp({}, { signer })] }))).toEqual(["ocsp_responder_not_authorized"]);
  });

  it("is not a responder of another authority, also not one with the same name", async () => {
    const signer = otherAuthority.issueResponder();
    expect(codesOf(await ask({ ocspResponses: [ocsp({}, { signer })] }))).toEqual(["ocsp_responder_not_authorized"]);
    const disguised = otherAuthority.issueResponder({ defects: { issuerName: "Example Issuing CA" } });
    const response = ocsp({}, { signer: disguised });
    expect(codesOf(await ask({ ocspResponses: [response] }))).toEqual(["ocsp_responder_not_authorized"]);
  });

  it("is a responder of another authority when the caller trusts it", async () => {
    const signer = otherAuthority.issueResponder({ notAfter: day("2026-05-20") });
    const trustedResponders = [read(signer)];
    const [inTime, late] = [ocsp({}, { signer }), ocsp({ thisUpdate: day("2026-05-21") }, { signer })];
    expect(await ask({ ocspResponses: [inTime], trustedResponders })).toMatchObject({ status: "good" });
    expect(codesOf(await ask({ ocspResponses: [late], trustedResponders }))).toEqual(["ocsp_responder_not_valid"]);
  });

  it("is not the certificate that is asked about", async () => {
    const answers = [{ serialNumber: responder.serialNumber, status: "good" as const, ...week }];
    const response = authority.ocspResponse({ answers, producedAt: at, signer: responder });
    const result = await ask({ ocspResponses: [response] }, read(responder));
    expect(codesOf(result)).toEqual(["ocsp_responder_not_authorized"]);
  });

  it("is nobody when the signature is broken", async () => {
    const response = ocsp({}, { brokenSignature: true });
    expect(codesOf(await ask({ ocspResponses: [response] }))).toEqual(["ocsp_signature_invalid"]);
  });

  it("is a responder only while its certificate is valid", async () => {
    const signer = authority.issueResponder({ notBefore: day("2026-01-01"), notAfter: day("2026-05-01") });
    const late = ocsp({}, { signer });
    expect(codesOf(await ask({ ocspResponses: [late] }))).toEqual(["ocsp_responder_not_valid"]);
    const inTime = ocsp({ thisUpdate: day("2026-04-30") }, { signer });
    expect(await ask({ ocspResponses: [inTime] })).toMatchObject({ status: "good" });
  });

  it("is told when nothing says that the responder needs no check, and when the algorithm is weak", async () => {
    const signer = authority.issueResponder({ ocspNoCheck: false });
    const result = await ask({ ocspResponses: [ocsp({}, { signer, signatureAlgorithm: "ecdsa-sha1" })] });
    expect(result.status).toBe("good");
    expect(codesOf(result)).toEqual(["weak_signature", "ocsp_responder_unchecked"]);
  });
});

describe("the time of an OCSP response", () => {
  it.each([
    ["ended before the time", { thisUpdate: day("2026-04-01"), nextUpdate: day("2026-04-02") }, "ocsp_expired"],
    ["is from the future", { thisUpdate: day("2026-07-01"), nextUpdate: day("2026-07-02") }, "ocsp_not_yet_valid"],
  ])("%s: it does not decide", async (_name, window, code) => {
    expect(codesOf(await ask({ ocspResponses: [ocsp(window)] }))).toEqual([code]);
  });

  it("may be after the time that is asked about, and the certificate revoked in between", async () => {
    const thisUpdate = day("2026-05-20");
    const window = { thisUpdate, nextUpdate: day("2026-05-21") };
    expect(await ask({ ocspResponses: [ocsp(window)] })).toMatchObject({ status: "good", reasons: [] });
    const revoked = ocsp({ ...window, status: { revokedAt: day("2026-05-15"), reason: "superseded" } });
    expect(await ask({ ocspResponses: [revoked] })).toMatchObject({
      status: "good",
      revokedAt: day("2026-05-15"),
      reason: "superseded",
      reasons: [{ code: "revoked_later", source: "ocsp" }],
    });
  });

  it("has the freshness limit when the next update is not named", async () => {
    const response = authority.ocspResponse({
      answers: [{ serialNumber: person.serialNumber, status: "good", thisUpdate: day("2026-05-08") }],
      producedAt: day("2026-05-08"),
    });
    expect(codesOf(await ask({ ocspResponses: [response] }))).toEqual(["ocsp_too_old"]);
    expect(await ask({ ocspResponses: [response], maxAgeMs: 2 * 86_400_000 })).toMatchObject({ status: "good" });
  });

  it("shows nothing good after the end of the certificate, unless the responder keeps the status", async () => {
    const after = { thisUpdate: day("2027-02-01"), nextUpdate: day("2027-02-08") };
    const late = { now: day("2027-02-02") };
    expect(codesOf(await ask({ ocspResponses: [ocsp(after)], ...late }))).toEqual(["certificate_expired_before_data"]);
    const kept = [{ oid: "1.3.6.1.5.5.7.48.1.6", value: der.generalizedTime(day("2020-01-01")) }];
    expect(await ask({ ocspResponses: [ocsp({ ...after, extensions: kept })], ...late })).toMatchObject({
      status: "good",
    });
    const positive = [certHash(person.certificate)];
    expect(await ask({ ocspResponses: [ocsp({ ...after, extensions: positive })], ...late })).toMatchObject({
      status: "good",
    });
  });
});

it("reasons about responses that cannot be read stand beside those that can", async () => {
  const result = await ask({ ocspResponses: [Uint8Array.of(1), ocsp()] });
  expect(result).toMatchObject({ status: "good", reasons: [{ code: "ocsp_unreadable", source: "ocsp" }] });
});
