import type { Certificate } from "../certificate/certificate.ts";
import { DerError } from "../der/der-error.ts";
import { type DerElement, readDer } from "../der/element.ts";
import { explicitOf, hexOf, sequenceOf } from "../der/values.ts";

/** issuingDistributionPoint (RFC 5280, section 5.2.5): which certificates a CRL is about. */
export interface CrlScope {
  /** The names of the distribution point, as bytes in hexadecimal. Not there: not bound to a distribution point. */
  distributionPointNames?: readonly string[];
  onlyUserCertificates: boolean;
  onlyCaCertificates: boolean;
  onlyAttributeCertificates: boolean;
  onlySomeReasons: boolean;
  isIndirect: boolean;
  raw: Uint8Array;
}

const crlDistributionPoints = "2.5.29.31";

/** Reads an issuingDistributionPoint; throws a {@link DerError}. */
export function readCrlScope(element: DerElement): CrlScope {
  const parts = new Map(sequenceOf(element).map((part) => [contextNumber(part), part]));
  const point = parts.get(0);
  return {
    ...(point !== undefined && { distributionPointNames: namesOf(point) }),
    onlyUserCertificates: isTrue(parts.get(1)),
    onlyCaCertificates: isTrue(parts.get(2)),
    onlySomeReasons: parts.has(3),
    isIndirect: isTrue(parts.get(4)),
    onlyAttributeCertificates: isTrue(parts.get(5)),
    raw: element.raw,
  };
}

/** Whether the certificate is one of those that a CRL with this scope would list (RFC 5280, section 6.3.3, step b 2). */
export function coversCertificate(scope: CrlScope | undefined, certificate: Certificate): boolean {
  if (scope === undefined) return true;
  const isCa = certificate.basicConstraints?.isCa === true;
  if (scope.onlyAttributeCertificates || (scope.onlyUserCertificates && isCa)) return false;
  if (scope.onlyCaCertificates && !isCa) return false;
  const { distributionPointNames: names } = scope;
  if (names === undefined) return true;
  const own = distributionPointNamesOf(certificate);
  return names.some((name) => own.has(name));
}

/** Names of all distribution points in a certificate, also those that are no URL. */
function distributionPointNamesOf(certificate: Certificate): ReadonlySet<string> {
  const extension = certificate.extensions.find(({ oid }) => oid === crlDistributionPoints);
  if (extension === undefined) return new Set();
  const points = sequenceOf(readDer(extension.value));
  const names = points.flatMap((point) => sequenceOf(point).filter((part) => part.isContext(0)));
  return new Set(names.flatMap(namesOf));
}

/** DistributionPointName: a choice inside an explicit tag. Its general names, or the part of a name relative to the issuer. */
function namesOf(point: DerElement): string[] {
  const choice = explicitOf(point);
  if (choice.isContext(0)) return choice.children.map((name) => hexOf(name.raw));
  if (choice.isContext(1)) return [hexOf(choice.raw)];
  throw new DerError("an unknown kind of distribution point name");
}

function contextNumber(part: DerElement): number {
  if (part.tagClass !== "context") throw new DerError("expected a part with a context tag");
  return part.tagNumber;
}

function isTrue(part: DerElement | undefined): boolean {
  return part !== undefined && part.content.length === 1 && part.content[0] !== 0;
}
