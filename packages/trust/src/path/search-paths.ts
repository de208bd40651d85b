import { type Certificate, isSameName } from "../certificate/certificate.ts";
import { type CertificateIndex, indexOf } from "./certificate-index.ts";
import { checkIssuerSignature, type IssuerSignature } from "./issuer-signature.ts";
import type { PathReason, PathReasonCode } from "./path-reasons.ts";

/** Bounds of the search. */
export interface PathLimits {
  /** Certificates in a path, the anchor among them. Default 12. */
  maxPathLength: number;
  /** Paths that are looked at. Default 64. */
  maxPaths: number;
  /** Signatures that are verified. Default 256. */
  maxSignatures: number;
}

export const defaultPathLimits: PathLimits = { maxPathLength: 12, maxPaths: 64, maxSignatures: 256 };

export interface CandidatePath {
  /** Leaf first. */
  certificates: readonly Certificate[];
  /** Whether the last certificate is an anchor. */
  isAnchored: boolean;
  /** About the signatures, and why the path ends without an anchor. */
  reasons: readonly PathReason[];
}

export interface PathSearchSettings {
  anchors: readonly Certificate[];
  intermediates: readonly Certificate[];
  at: Date;
  limits: PathLimits;
}

/** Goes through the possible paths from a certificate to an anchor, depth first, the likely ones first. */
export class PathSearch {
  readonly #anchors: CertificateIndex;
  readonly #intermediates: CertificateIndex;
  readonly #at: Date;
  readonly #limits: PathLimits;
  readonly #signatures = new Map<string, IssuerSignature>();
  #paths = 0;
  #isCutShort = false;

  constructor({ anchors, intermediates, at, limits }: PathSearchSettings) {
    this.#anchors = indexOf(anchors);
    this.#intermediates = indexOf(intermediates);
    this.#at = at;
    this.#limits = limits;
  }

  /** Whether a limit has ended the search before all paths were seen. */
  get isCutShort(): boolean {
    return this.#isCutShort;
  }

  /** Every path that ends: at an anchor, or where nothing leads on. */
  *pathsFrom(certificate: Certificate): Generator<CandidatePath> {
    yield* this.#extend(certificate, [certificate], []);
  }

  *#extend(
    last: Certificate,
    certificates: readonly Certificate[],
    reasons: readonly PathReason[],
  ): Generator<CandidatePath> {
    if (this.#paths >= this.#limits.maxPaths) {
      this.#isCutShort = true;
      return;
    }
    if (this.#isAnchor(last)) {
      this.#paths += 1;
      yield { certificates, isAnchored: true, reasons };
      return;
    }
    const index = certificates.length - 1;
    const issuers = this.#issuersOf(last, certificates);
    const failures = new Set<PathReasonCode>();
    if (issuers.length === 0) failures.add(isSelfIssued(last) ? "self_signed" : "issuer_not_found");
    let isExtended = false;
    for (const issuer of issuers) {
      const { failure, findings } = this.#step(last, issuer, certificates.length);
      if (failure !== undefined) {
        // Another CA of the same name says nothing about the signature.
        const isOther = failure === "signature_invalid" && isOtherKey(last, issuer);
        failures.add(isOther ? "issuer_not_found" : failure);
        continue;
      }
      isExtended = true;
      const found = findings.map((code) => ({ code, index }));
      yield* this.#extend(issuer, [...certificates, issuer], [...reasons, ...found]);
    }
    if (isExtended) return;
    this.#paths += 1;
    yield { certificates, isAnchored: false, reasons: [...reasons, ...[...failures].map((code) => ({ code, index }))] };
  }

  /** Whether the path can go on from a certificate to an issuer. */
  #step(certificate: Certificate, issuer: Certificate, pathLength: number): IssuerSignature {
    if (pathLength >= this.#limits.maxPathLength) return { failure: "path_too_long", findings: [] };
    const key = `${certificate.fingerprintSha256} ${issuer.fingerprintSha256}`;
    const known = this.#signatures.get(key);
    if (known !== undefined) return known;
    if (this.#signatures.size >= this.#limits.maxSignatures) {
      this.#isCutShort = true;
      return { failure: "search_limit", findings: [] };
    }
    const signature = checkIssuerSignature(certificate, issuer);
    this.#signatures.set(key, signature);
    return signature;
  }

  /** Certificates with the name of the issuer that are not yet in the path, the likely ones first. */
  #issuersOf(certificate: Certificate, path: readonly Certificate[]): readonly Certificate[] {
    const used = new Set(path.map(({ fingerprintSha256 }) => fingerprintSha256));
    const others = this.#intermediates.withSubject(certificate.issuer);
    const named = [
      ...this.#anchors.withSubject(certificate.issuer),
      ...others.filter((issuer) => !this.#isAnchor(issuer)),
    ];
    return named
      .filter(({ fingerprintSha256 }) => !used.has(fingerprintSha256))
      .map((issuer) => ({ issuer, rank: this.#rank(certificate, issuer) }))
      .sort((left, right) => left.rank - right.rank)
      .map(({ issuer }) => issuer);
  }

  /** Lower is likelier: the named key, then anchors, then CAs, then those that are valid at the time. */
  #rank(certificate: Certificate, issuer: Certificate): number {
    const isCa = issuer.basicConstraints?.isCa === true;
    const isInTime = issuer.notBefore <= this.#at && this.#at <= issuer.notAfter;
    return (
      (isOtherKey(certificate, issuer) ? 8 : 0) + (this.#isAnchor(issuer) ? 0 : 4) + (isCa ? 0 : 2) + (isInTime ? 0 : 1)
    );
  }

  #isAnchor(certificate: Certificate): boolean {
    return this.#anchors.has(certificate);
  }
}

/** Whether both name a key and not the same one; some issuers write it wrong, so that this alone does not exclude. */
function isOtherKey({ authorityKeyIdentifier: wanted }: Certificate, { subjectKeyIdentifier: given }: Certificate) {
  return wanted !== undefined && given !== undefined && wanted !== given;
}

/** Whether subject and issuer are the same name (RFC 5280, section 3.2). */
export function isSelfIssued({ subject, issuer }: Certificate): boolean {
  return isSameName(subject, issuer);
}
