import { createHash } from "node:crypto";
import { type Certificate, readCertificate } from "@idvkit/trust";
import { readable } from "./attributes.ts";
import type { CmsFindingLog } from "./cms-findings.ts";

/** Signatures carry a handful; reading one costs more than verifying with it. */
const maxCertificates = 300;

/** Certificates that were read before, by their SHA-256: the signatures of one document carry mostly the same ones. */
export type CertificateCache = Map<string, Certificate>;

/** The certificates of a signature that can be read, then those known from elsewhere, each once. */
export function readCertificates(
  raw: readonly Uint8Array[],
  known: readonly Certificate[],
  log: CmsFindingLog,
  cache: CertificateCache = new Map(),
): readonly Certificate[] {
  const knownByFingerprint = new Map(known.map((certificate) => [certificate.fingerprintSha256, certificate]));
  const byFingerprint = new Map<string, Certificate>();
  if (raw.length > maxCertificates) log.add("too_many_certificates");
  for (const bytes of raw.slice(0, maxCertificates)) {
    const fingerprint = createHash("sha256").update(bytes).digest("hex");
    const certificate =
      knownByFingerprint.get(fingerprint) ?? cache.get(fingerprint) ?? readable(() => readCertificate(bytes));
    if (certificate === undefined) {
      log.add("certificate_unreadable");
      continue;
    }
    byFingerprint.set(fingerprint, certificate);
    cache.set(fingerprint, certificate);
  }
  for (const [fingerprint, certificate] of knownByFingerprint) byFingerprint.set(fingerprint, certificate);
  return [...byFingerprint.values()];
}
