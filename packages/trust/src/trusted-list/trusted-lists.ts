import { type Certificate, isSameName } from "../certificate/certificate.ts";
import {
  periodAt,
  type ServicePeriod,
  type TrustedList,
  type TrustedListFinding,
  type TrustedService,
} from "./trusted-list.ts";

/** Lists that were verified, ready for questions about certificates. */
export interface TrustedLists {
  lists: readonly TrustedList[];
  /** What was found while the lists were read. */
  findings: readonly TrustedListFinding[];
  /** The certificates of all services that issue qualified certificates, now or earlier: anchors for a path. */
  certificateAuthorities: readonly Certificate[];
  /**
   * The services that issue qualified certificates and hold the key and the name of one of these certificates at that time. Takes the
   * issuers of a certificate, nearest first; the nearest one that is listed counts. Undefined when none is.
   */
  findService(issuers: readonly Certificate[], at: Date): ServiceMatch | undefined;
}

/** A listed issuer. */
export interface ServiceMatch {
  issuer: Certificate;
  /** Where the issuer is among those given. */
  index: number;
  /** Never empty. More than one when a key is listed several times. */
  candidates: readonly { service: TrustedService; period: ServicePeriod }[];
}

/** ServiceTypeIdentifier of services that issue qualified certificates. */
export const qualifiedAuthorityType = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC";

/** Puts verified lists together. `findings` are those of reading them, when {@link readTrustedLists} was used. */
export function createTrustedLists(
  lists: readonly TrustedList[],
  findings: readonly TrustedListFinding[] = lists.flatMap((list) => list.findings),
): TrustedLists {
  const services = lists.flatMap((list) => list.services).filter(issuesQualifiedCertificates);
  const byKey = groupByKey(services);
  const certificates = services.flatMap((service) => service.certificates);
  return {
    lists,
    findings,
    certificateAuthorities: [
      ...new Map(certificates.map((certificate) => [certificate.fingerprintSha256, certificate])).values(),
    ],
    findService: (issuers, at) => {
      for (const [index, issuer] of issuers.entries()) {
        const candidates = (byKey.get(keyOf(issuer)) ?? [])
          .filter((service) => service.certificates.some((listed) => isSameAuthority(listed, issuer)))
          .flatMap((service) => {
            const period = periodAt(service, at);
            return period?.type === qualifiedAuthorityType ? [{ service, period }] : [];
          });
        if (candidates.length > 0) return { issuer, index, candidates };
      }
      return undefined;
    },
  };
}

function issuesQualifiedCertificates({ periods }: TrustedService): boolean {
  return periods.some(({ type }) => type === qualifiedAuthorityType);
}

function groupByKey(services: readonly TrustedService[]): ReadonlyMap<string, readonly TrustedService[]> {
  const byKey = new Map<string, TrustedService[]>();
  for (const service of services) {
    for (const key of new Set(service.certificates.map(keyOf))) byKey.set(key, [...(byKey.get(key) ?? []), service]);
  }
  return byKey;
}

/** A service is its name and key, whatever certificate carries them (ETSI TS 119 612, section 5.5.3). */
function isSameAuthority(listed: Certificate, issuer: Certificate): boolean {
  return keyOf(listed) === keyOf(issuer) && isSameName(listed.subject, issuer.subject);
}

function keyOf({ subjectPublicKeyInfo }: Certificate): string {
  return Buffer.from(subjectPublicKeyInfo).toString("base64");
}
