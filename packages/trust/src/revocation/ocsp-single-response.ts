import { DerError } from "../der/der-error.ts";
import { type DerElement, readDer } from "../der/element.ts";
import { readTime } from "../der/time.ts";
import { explicitOf, hexOf, integerHexOf, octetStringOf, sequenceOf, smallIntegerOf } from "../der/values.ts";
import { readAlgorithmIdentifier } from "../signature/algorithm-identifier.ts";
import { revocationReasonName } from "./revocation-reasons.ts";
import { hasUnknownCritical, readUniqueExtensions } from "./unique-extensions.ts";

/** CertID (RFC 6960, section 4.1.1): which certificate is meant. The hashes are hexadecimal. */
export interface OcspCertificateId {
  hashOid: string;
  issuerNameHash: string;
  issuerKeyHash: string;
  serialNumber: string;
}

/** What a responder says about one certificate. */
export interface OcspSingleResponse {
  certificateId: OcspCertificateId;
  status: "good" | "revoked" | "unknown";
  revokedAt?: Date;
  /** Name of the CRLReason, such as `keyCompromise`. */
  reason?: string;
  thisUpdate: Date;
  nextUpdate?: Date;
  /** The responder keeps the status of certificates that ended since then (RFC 6960, section 4.4.4). */
  archiveCutoff?: Date;
  /** CertHash of Common PKI: the responder knows this very certificate. Hash in hexadecimal. */
  certificateHash?: { hashOid: string; hash: string };
  hasUnknownCritical: boolean;
}

const oids = {
  archiveCutoff: "1.3.6.1.5.5.7.48.1.6",
  certificateHash: "1.3.36.8.3.13",
  reasonCode: "2.5.29.21",
} as const;
const understood: ReadonlySet<string> = new Set(Object.values(oids));

/** Reads a SingleResponse (RFC 6960, section 4.2.1); throws a {@link DerError}. */
export function readSingleResponse(element: DerElement): OcspSingleResponse {
  const [identifier, status, thisUpdate, ...optional] = sequenceOf(element);
  const nextUpdate = optional[0]?.isContext(0) === true ? optional.shift() : undefined;
  const extensionList = optional[0]?.isContext(1) === true ? optional.shift() : undefined;
  if (optional.length > 0) throw new DerError("more in a single response than expected");
  const extensions = readUniqueExtensions(extensionList && explicitOf(extensionList));
  const archiveCutoff = extensions.get(oids.archiveCutoff);
  const certificateHash = extensions.get(oids.certificateHash);
  return {
    certificateId: readCertificateId(identifier),
    ...readStatus(status),
    thisUpdate: readTime(thisUpdate),
    ...(nextUpdate !== undefined && { nextUpdate: readTime(explicitOf(nextUpdate)) }),
    ...(archiveCutoff !== undefined && { archiveCutoff: readTime(readDer(archiveCutoff.value)) }),
    ...(certificateHash !== undefined && { certificateHash: readCertificateHash(readDer(certificateHash.value)) }),
    hasUnknownCritical: hasUnknownCritical(extensions, understood),
  };
}

function readCertificateId(element: DerElement | undefined): OcspCertificateId {
  const [algorithm, nameHash, keyHash, serialNumber, ...more] = sequenceOf(element);
  if (algorithm === undefined || more.length > 0) throw new DerError("expected the identifier of a certificate");
  return {
    hashOid: readAlgorithmIdentifier(algorithm).oid,
    issuerNameHash: hexOf(octetStringOf(nameHash)),
    issuerKeyHash: hexOf(octetStringOf(keyHash)),
    serialNumber: integerHexOf(serialNumber),
  };
}

/** `good` and `unknown` are a NULL under another tag: content there is an error, not a status. */
function readStatus(element: DerElement | undefined): Pick<OcspSingleResponse, "status" | "revokedAt" | "reason"> {
  if (element?.isContext(1) === true) return readRevoked(element);
  if (element === undefined || element.constructed || element.content.length > 0)
    throw new DerError("expected a status");
  if (element.isContext(0)) return { status: "good" };
  if (element.isContext(2)) return { status: "unknown" };
  throw new DerError("expected a status");
}

function readRevoked(element: DerElement): Pick<OcspSingleResponse, "status" | "revokedAt" | "reason"> {
  const [time, reason, ...more] = element.children;
  if (more.length > 0 || (reason !== undefined && !reason.isContext(0))) throw new DerError("expected a revocation");
  return {
    status: "revoked",
    revokedAt: readTime(time),
    ...(reason !== undefined && { reason: revocationReasonName(smallIntegerOf(explicitOf(reason))) }),
  };
}

function readCertificateHash(element: DerElement) {
  const [algorithm, hash] = sequenceOf(element);
  if (algorithm === undefined) throw new DerError("expected an algorithm");
  return { hashOid: readAlgorithmIdentifier(algorithm).oid, hash: hexOf(octetStringOf(hash)) };
}
