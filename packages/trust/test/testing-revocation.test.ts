import { verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readCertificate } from "../src/certificate/certificate.ts";
import { readCrl } from "../src/revocation/crl.ts";
import { readOcspResponse } from "../src/revocation/ocsp-response.ts";
import { createOcspFailure, createTestCertificateAuthority, invalidityDate } from "../src/testing/index.ts";

const authority = createTestCertificateAuthority({ name: "Example Issuing CA" });
const person = authority.issue({ subject: "Erika Mustermann" });
const thisUpdate = new Date("2026-05-01T00:00:00Z");
const nextUpdate = new Date("2026-05-08T00:00:00Z");

describe("revocation lists of the tests", () => {
  const settings = {
    thisUpdate,
    nextUpdate,
    crlNumber: 7,
    revoked: [{ serialNumber: person.serialNumber, at: thisUpdate, reason: "keyCompromise" as const }],
  };

  it("are signed by the authority and say what they were given", () => {
    const list = readCrl(authority.crl(settings));
    expect(verify("sha256", list.tbs, authority.publicKey, list.signature)).toBe(true);
    expect({ thisUpdate: list.thisUpdate, nextUpdate: list.nextUpdate, crlNumber: list.crlNumber }).toEqual({
      thisUpdate,
      nextUpdate,
      crlNumber: "7",
    });
    expect(list.issuer.text).toBe("CN=Example Issuing CA");
    expect(list.authorityKeyIdentifier).toBe(readCertificate(authority.certificate).subjectKeyIdentifier);
    expect(list.countEntries()).toBe(1);
  });

  it("may be a delta list, have a scope, unknown extensions or a broken signature", () => {
    const distributionPoint = { url: "http://crl.example.com/", onlyUserCertificates: true, indirect: true };
    const extensions = [{ oid: "1.2.3.4", critical: true, value: Uint8Array.of(5, 0) }];
    const list = readCrl(
      authority.crl({ ...settings, deltaBase: 6, distributionPoint, extensions, brokenSignature: true }),
    );
    expect(list.baseCrlNumber).toBe("6");
    expect(list.scope).toBeDefined();
    expect(list.hasUnknownCritical).toBe(true);
    expect(verify("sha256", list.tbs, authority.publicKey, list.signature)).toBe(false);
  });

  it("may name another issuer and have extensions in their rows", () => {
    const revoked = [{ serialNumber: 5n, at: thisUpdate, extensions: [invalidityDate(thisUpdate)] }];
    const list = readCrl(authority.crl({ thisUpdate, issuerName: "Example Other CA", revoked }));
    expect(list.issuer.text).toBe("CN=Example Other CA");
    expect(list.nextUpdate).toBeUndefined();
  });
});

describe("OCSP responses of the tests", () => {
  const good = { serialNumber: person.serialNumber, status: "good" as const, thisUpdate };

  function basic(settings: Partial<Parameters<typeof authority.ocspResponse>[0]> = {}) {
    const response = readOcspResponse(authority.ocspResponse({ answers: [good], producedAt: thisUpdate, ...settings }));
    if (response.status !== "successful") throw new Error("no answer");
    return response.basic;
  }

  it("are signed by the authority, or by a responder whose certificate comes along", () => {
    const own = basic();
    expect(verify("sha256", own.tbs, authority.publicKey, own.signature)).toBe(true);
    expect(own.certificates).toHaveLength(0);
    const responder = authority.issueResponder();
    const delegated = basic({ signer: responder, responderId: "name", nonce: Uint8Array.of(1, 2) });
    expect(verify("sha256", delegated.tbs, responder.publicKey, delegated.signature)).toBe(true);
    expect(delegated.certificates[0]?.raw).toEqual(responder.certificate);
    expect(delegated.responder).toMatchObject({ name: { text: "CN=Example OCSP Responder" } });
  });

  it("answer for several certificates", () => {
    const { responses } = basic({
      answers: [
        good,
        { serialNumber: 5n, status: "unknown", thisUpdate, nextUpdate },
        { serialNumber: 6n, status: { revokedAt: thisUpdate, reason: "superseded" }, thisUpdate },
      ],
    });
    expect(responses.map(({ status }) => status)).toEqual(["good", "unknown", "revoked"]);
  });

  it("may have a broken signature, or no answer", () => {
    const { tbs, signature } = basic({ brokenSignature: true });
    expect(verify("sha256", tbs, authority.publicKey, signature)).toBe(false);
    expect(readOcspResponse(createOcspFailure(3))).toEqual({ status: "tryLater" });
  });
});
