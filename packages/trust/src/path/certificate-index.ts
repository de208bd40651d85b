import type { Certificate, DistinguishedName } from "../certificate/certificate.ts";
import { nameKey } from "../certificate/same-name.ts";

/** Finds certificates by their subject and by themselves; each counts once. */
export class CertificateIndex {
  readonly #bySubject = new Map<string, Certificate[]>();
  readonly #fingerprints = new Set<string>();

  constructor(certificates: readonly Certificate[]) {
    for (const certificate of certificates) this.#add(certificate);
  }

  has({ fingerprintSha256 }: Certificate): boolean {
    return this.#fingerprints.has(fingerprintSha256);
  }

  withSubject(name: DistinguishedName): readonly Certificate[] {
    return this.#bySubject.get(nameKey(name)) ?? [];
  }

  #add(certificate: Certificate): void {
    if (this.has(certificate)) return;
    this.#fingerprints.add(certificate.fingerprintSha256);
    const key = nameKey(certificate.subject);
    const group = this.#bySubject.get(key);
    if (group === undefined) this.#bySubject.set(key, [certificate]);
    else group.push(certificate);
  }
}

interface KnownIndex {
  certificates: readonly Certificate[];
  index: CertificateIndex;
}

const knownIndexes = new WeakMap<readonly Certificate[], KnownIndex>();

/** The index of a list; made again only when the list has changed. Trusted lists give thousands of anchors for each path. */
export function indexOf(certificates: readonly Certificate[]): CertificateIndex {
  const known = knownIndexes.get(certificates);
  if (known !== undefined && isSameList(known.certificates, certificates)) return known.index;
  const index = new CertificateIndex(certificates);
  knownIndexes.set(certificates, { certificates: [...certificates], index });
  return index;
}

function isSameList(left: readonly Certificate[], right: readonly Certificate[]): boolean {
  return left.length === right.length && left.every((certificate, at) => certificate === right[at]);
}
