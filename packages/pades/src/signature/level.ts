import { type Certificate, checkRevocation, isSameName } from "@idvkit/trust";
import type { PdfDocument } from "../reader/document.ts";
import type { SignatureLevel } from "../verification.ts";
import type { InspectedSignature } from "./inspected-signature.ts";
import { crlOf, ocspResponseOf } from "./revocation-values.ts";
import { readSecurityStore, type SecurityStore } from "./security-store.ts";
import type { CheckedTimestamp } from "./timestamps-of.ts";

/**
 * The level of a signature (EN 319 142-1, section 6): B-T takes a valid timestamp over it, B-LT revocation data for the signer
 * and the authority in the document, B-LTA a document timestamp over those. What is not intact has none.
 */
export async function levelOf(
  document: PdfDocument,
  signature: InspectedSignature,
  timestamps: readonly CheckedTimestamp[],
): Promise<SignatureLevel> {
  const { found, check, revisionIndex } = signature;
  const { signer } = check;
  if (found.kind !== "signature" || signer === undefined || !signer.intact || revisionIndex === undefined)
    return "none";
  if (found.subFilter !== "ETSI.CAdES.detached") return "PKCS7";
  if (!isBaseline(signature)) return "PAdES-BES";
  const valid = timestamps.filter((timestamp) => timestamp.valid && coversSignature(timestamp, revisionIndex));
  if (valid.length === 0) return "B-B";
  return longTermLevel(document, signature, valid);
}

/** EN 319 142-1, table 1: the claimed time stands in the dictionary, and the signed attributes name the certificate. */
function isBaseline({ claimedTime, check: { signer }, found }: InspectedSignature): boolean {
  return (
    claimedTime !== undefined &&
    found.dictionary.entries.has("M") &&
    signer?.attributes.signingCertificate !== undefined
  );
}

function coversSignature({ kind, revisionIndex }: CheckedTimestamp, signatureRevision: number): boolean {
  return kind === "signature" || (revisionIndex !== undefined && revisionIndex > signatureRevision);
}

async function longTermLevel(
  document: PdfDocument,
  { check: { signer } }: InspectedSignature,
  timestamps: readonly CheckedTimestamp[],
): Promise<SignatureLevel> {
  const certificates = [
    ...(signer?.certificate === undefined ? [] : [signer.certificate]),
    ...timestamps.flatMap(({ certificate }) => certificate ?? []),
  ];
  const known = signer?.certificates ?? [];
  const isComplete = (store: SecurityStore) => hasRevocationData(certificates, known, store);
  if (!(await isComplete(readSecurityStore(document.last)))) return "B-T";
  const archived = timestamps.flatMap(({ kind, revisionIndex }) =>
    kind === "document" && revisionIndex !== undefined ? [revisionIndex] : [],
  );
  for (const index of archived) {
    if (await isComplete(readSecurityStore(document.at(index)))) return "B-LTA";
  }
  return "B-LT";
}

/**
 * Revocation data for these certificates and every one above them, but not for one that is issued by itself or by nobody who is
 * at hand: that is where the path has its anchor.
 */
async function hasRevocationData(
  certificates: readonly Certificate[],
  known: readonly Certificate[],
  store: SecurityStore,
): Promise<boolean> {
  if (store.crls.length + store.ocspResponses.length === 0) return false;
  const all = [...known, ...store.certificates, ...certificates];
  const chain = [...certificates];
  for (const certificate of chain) {
    if (isSameName(certificate.issuer, certificate.subject)) continue;
    const issuer = all.find((candidate) => isSameName(candidate.subject, certificate.issuer));
    if (issuer === undefined && certificates.includes(certificate)) return false;
    if (issuer === undefined) continue;
    if (!chain.includes(issuer)) chain.push(issuer);
    const { evidence, status } = await checkRevocation(certificate, issuer, {
      at: certificate.notBefore,
      crls: store.crls.map(crlOf),
      ocspResponses: store.ocspResponses.map(ocspResponseOf),
      certificates: all,
    });
    if (evidence === undefined && status === "unknown") return false;
  }
  return true;
}
