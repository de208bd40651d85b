import { type Certificate, type PathOptions, qualify } from "@idvkit/trust";
import { readPermissions } from "../changes/permissions.ts";
import { type Finding, findingOf } from "../findings.ts";
import type { ResolvedOptions } from "../options.ts";
import type { PdfDocument } from "../reader/document.ts";
import type { PdfSignature, PdfSigner, PdfTimestamp } from "../verification.ts";
import type { InspectedSignature } from "./inspected-signature.ts";
import { levelOf } from "./level.ts";
import type { SecurityStore } from "./security-store.ts";
import { type CheckedTimestamp, documentTimestamp, signatureTimestamps } from "./timestamps-of.ts";
import { type TrustDecision, type TrustMaterial, trustOf } from "./trust-of.ts";

const commonName = "2.5.4.3";
/** What a key must be for (EN 319 412-2, section 4.3.2); a timestamp's purpose is checked with its token. */
const purposes: Readonly<Record<PdfSignature["kind"], PathOptions["purpose"]>> = {
  signature: { keyUsage: ["digitalSignature", "nonRepudiation"] },
  documentTimestamp: { extendedKeyUsage: "1.3.6.1.5.5.7.3.8" },
  usageRights: undefined,
};
const weakCodes: ReadonlySet<string> = new Set(["weak_hash", "short_key"]);

/** Adds what needs more than the file and cryptography: timestamps, level, trust and qualification. */
export async function completeSignatures(
  document: PdfDocument,
  inspected: readonly InspectedSignature[],
  store: SecurityStore,
  options: ResolvedOptions,
): Promise<PdfSignature[]> {
  const material: TrustMaterial = {
    anchors: [...options.anchors, ...(options.trustedLists?.certificateAuthorities ?? [])],
    certificates: store.certificates,
    cache: new Map(),
    // What is read of them is kept by array, so the caller's get one of their own.
    crls: [...store.crls, ...(options.revocation.crls ?? []).map((crl) => crl.subarray())],
    ocspResponses: [...store.ocspResponses, ...(options.revocation.ocspResponses ?? []).map((one) => one.subarray())],
    ...(options.revocation.fetcher !== undefined && { fetcher: options.revocation.fetcher }),
  };
  const documentTimestamps = await Promise.all(
    inspected.map((signature) => documentTimestamp(signature, material, options.at)),
  );
  return Promise.all(
    inspected.map((signature, index) =>
      complete(signature, index, { document, material, options, documentTimestamps }),
    ),
  );
}

interface Surroundings {
  document: PdfDocument;
  material: TrustMaterial;
  options: ResolvedOptions;
  documentTimestamps: readonly (readonly CheckedTimestamp[])[];
}

async function complete(
  signature: InspectedSignature,
  index: number,
  { document, material, options, documentTimestamps }: Surroundings,
): Promise<PdfSignature> {
  const { found, check, claimedTime, revisionIndex } = signature;
  const own = documentTimestamps[index] ?? [];
  const inside = await signatureTimestamps(signature, material, options.at);
  const later = documentTimestamps.flat().filter((timestamp) => isBefore(revisionIndex, timestamp.revisionIndex));
  const hasEarlier = documentTimestamps.flat().some((timestamp) => isBefore(timestamp.revisionIndex, revisionIndex));
  const timestamps = found.kind === "documentTimestamp" ? own : [...inside, ...later];
  const proven = provenTime(timestamps, material);
  const certificate = check.signer?.certificate ?? check.timestamp?.certificate;
  const at = options.at ?? proven ?? new Date();
  const decision =
    certificate === undefined
      ? undefined
      : await trustOf(certificate, at, withOwn(material, signature), purposes[found.kind]);
  const findings: Finding[] = [
    ...signature.findings,
    ...inside.flatMap((timestamp) => timestamp.findings),
    ...(found.kind === "signature" && hasEarlier ? [findingOf("timestamp_before_signature")] : []),
    ...(decision?.codes ?? []).map((code) => findingOf(code)),
  ];
  const { docMdp } = readPermissions(document.last, found.dictionary);
  const isWeak = options.refusesWeakAlgorithms && findings.some(({ code }) => weakCodes.has(code));
  const intact = signature.intact && inside.every(({ valid }) => valid) && !isWeak;
  return {
    fieldName: found.fieldNames[0] ?? null,
    kind: found.kind,
    subFilter: found.subFilter,
    byteRange: signature.byteRange,
    coversWholeDocument: signature.coversWholeDocument,
    intact,
    modifications: signature.modifications,
    ...(docMdp !== undefined && { docMdp }),
    ...(certificate !== undefined && { signer: signerOf(certificate) }),
    signingTime: {
      ...(claimedTime !== undefined && { claimed: claimedTime }),
      ...(proven !== undefined && { proven }),
    },
    level: await levelOf(document, signature, timestamps),
    trust: decision?.trust ?? "unknown",
    qualification: qualificationOf(certificate, { decision, at, intact }, options),
    timestamps: timestamps.map(publicTimestamp),
    findings,
  };
}

/** Of two revisions that are covered; what covers none has no order. */
function isBefore(left: number | undefined, right: number | undefined): boolean {
  return left !== undefined && right !== undefined && left < right;
}

/** The earliest time by which the signature was there. With anchors, only a trusted authority proves a time. */
function provenTime(timestamps: readonly CheckedTimestamp[], { anchors }: TrustMaterial): Date | undefined {
  const needsTrust = anchors.length > 0;
  const times = timestamps
    .filter(({ valid, trust }) => valid && (!needsTrust || trust === "trusted"))
    .flatMap(({ time }) => time ?? []);
  return times.toSorted((left, right) => left.getTime() - right.getTime())[0];
}

/** What the signature itself brings along counts too. */
function withOwn(material: TrustMaterial, { check: { signer, timestamp } }: InspectedSignature): TrustMaterial {
  const own = signer ?? timestamp;
  const archival = signer?.revocationInfoArchival;
  return {
    ...material,
    certificates: [...(own?.certificates ?? []), ...material.certificates],
    crls: [...(own?.crls ?? []), ...(archival?.crls ?? []), ...material.crls],
    ocspResponses: [...(own?.ocspResponses ?? []), ...(archival?.ocspResponses ?? []), ...material.ocspResponses],
  };
}

/** A list confirms the certificate; a signature that is not intact, or not trusted at that time, is not what it would be. */
function qualificationOf(
  certificate: Certificate | undefined,
  { decision, at, intact }: { decision: TrustDecision | undefined; at: Date; intact: boolean },
  { trustedLists }: ResolvedOptions,
): PdfSignature["qualification"] {
  if (certificate === undefined) return { claims: "unknown", reasons: ["signer_certificate_missing"] };
  const { claims, confirmed, reasons } = qualify({
    certificate,
    path: decision?.path ?? [certificate],
    at,
    ...(trustedLists !== undefined && { trustedLists }),
  });
  const codes = reasons.map(({ code }) => code);
  if (!intact) return { claims, reasons: [...codes, "not_intact"] };
  if (decision?.trust !== "trusted") return { claims, reasons: [...codes, "not_trusted"] };
  return { claims, ...(confirmed !== undefined && { confirmed }), reasons: codes };
}

function signerOf({ subject, issuer, serialNumber, notBefore, notAfter, raw }: Certificate): PdfSigner {
  const name = subject.attributes.find(({ oid }) => oid === commonName)?.value;
  return {
    subject: subject.text,
    issuer: issuer.text,
    ...(name !== undefined && { commonName: name }),
    serialNumber,
    notBefore,
    notAfter,
    certificate: raw,
  };
}

function publicTimestamp({ certificate, revisionIndex, ...timestamp }: CheckedTimestamp): PdfTimestamp {
  return timestamp;
}
