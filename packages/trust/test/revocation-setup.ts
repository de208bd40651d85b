import { type Certificate, readCertificate } from "../src/certificate/certificate.ts";
import type { RevocationOptions, RevocationResult } from "../src/revocation/check-revocation.ts";
import { checkRevocation } from "../src/revocation/check-revocation.ts";
import { createTestCertificateAuthority, type TestIdentity, type TestOcspAnswer } from "../src/testing/index.ts";

export const day = (text: string) => new Date(`${text}T00:00:00Z`);
/** What the tests ask about, and the time of the call. */
export const at = day("2026-05-10");
export const now = day("2026-06-01");

export const ocspUrl = "http://ocsp.test.example/";
export const crlUrl = "http://crl.test.example/ca.crl";

export const authority = createTestCertificateAuthority({ name: "Example Issuing CA" });
export const otherAuthority = createTestCertificateAuthority({ name: "Example Other CA" });
export const responder = authority.issueResponder();
export const person = authority.issue({
  subject: "Example Signer",
  notAfter: day("2027-01-01"),
  ocspUrls: [ocspUrl],
  crlDistributionPoints: [crlUrl],
});

export const read = ({ certificate }: TestIdentity): Certificate => readCertificate(certificate);
export const issuer = read(authority);

/** Asks about the person, with everything but the data as it usually is. */
export function ask(options: Partial<RevocationOptions>, certificate = read(person)): Promise<RevocationResult> {
  return checkRevocation(certificate, issuer, { at, now, ...options });
}

export const codesOf = ({ reasons }: RevocationResult) => reasons.map(({ code }) => code);

/** A week that begins two days before the time that is asked about. */
export const week = { thisUpdate: day("2026-05-08"), nextUpdate: day("2026-05-15") };

export function crl(settings: Partial<Parameters<typeof authority.crl>[0]> = {}): Uint8Array {
  return authority.crl({ ...week, ...settings });
}

export function revokedRow(revokedAt: Date, more: object = {}) {
  return { revoked: [{ serialNumber: person.serialNumber, at: revokedAt, ...more }] };
}

type OcspSettings = Partial<Parameters<typeof authority.ocspResponse>[0]>;

/** A response about the person, by the delegated responder. */
export function ocsp(answer: Partial<TestOcspAnswer> = {}, settings: OcspSettings = {}): Uint8Array {
  const answers = [{ serialNumber: person.serialNumber, status: "good" as const, ...week, ...answer }];
  return authority.ocspResponse({ answers, producedAt: answers[0]?.thisUpdate ?? at, signer: responder, ...settings });
}
