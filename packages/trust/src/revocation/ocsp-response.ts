import { failure, IdvError, type IdvResult, success } from "@idvkit/core";
import { type Certificate, readCertificate } from "../certificate/certificate.ts";
import { type DistinguishedName, readDistinguishedName } from "../certificate/distinguished-name.ts";
import { DerError } from "../der/der-error.ts";
import { type DerElement, readDer } from "../der/element.ts";
import { readTime } from "../der/time.ts";
import {
  bitStringOf,
  explicitOf,
  hexOf,
  octetStringOf,
  oidOf,
  sequenceOf,
  smallIntegerOf,
  tags,
} from "../der/values.ts";
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from "../signature/algorithm-identifier.ts";
import { type OcspSingleResponse, readSingleResponse } from "./ocsp-single-response.ts";
import { hasUnknownCritical, readUniqueExtensions } from "./unique-extensions.ts";

/** The signed part of an OCSP response (RFC 6960, section 4.2). It is read, not verified. */
export interface BasicOcspResponse {
  raw: Uint8Array;
  /** Who signed: a name, or the SHA-1 of the public key in hexadecimal. */
  responder: { name: DistinguishedName } | { keyHash: string };
  producedAt: Date;
  responses: readonly OcspSingleResponse[];
  /** What the request sent, hexadecimal. */
  nonce?: string;
  hasUnknownCritical: boolean;
  /** Certificates that came along. Those that cannot be read are left out. */
  certificates: readonly Certificate[];
  tbs: Uint8Array;
  signatureAlgorithm: AlgorithmIdentifier;
  signature: Uint8Array;
}

export type OcspResponseStatus =
  | "successful"
  | "malformedRequest"
  | "internalError"
  | "tryLater"
  | "sigRequired"
  | "unauthorized";

/** `basic` is there exactly when the status is `successful`. */
export type OcspResponse =
  | { status: "successful"; basic: BasicOcspResponse }
  | { status: Exclude<OcspResponseStatus, "successful"> };

/** OCSPResponseStatus (RFC 6960, section 4.2.1). 4 is not used. */
const errorStatuses: Readonly<Record<number, Exclude<OcspResponseStatus, "successful">>> = {
  1: "malformedRequest",
  2: "internalError",
  3: "tryLater",
  5: "sigRequired",
  6: "unauthorized",
};
const basicResponseType = "1.3.6.1.5.5.7.48.1.1";
const nonceExtension = "1.3.6.1.5.5.7.48.1.2";
const extendedRevoke = "1.3.6.1.5.5.7.48.1.9";
const understood: ReadonlySet<string> = new Set([nonceExtension, extendedRevoke]);

/** Reads an OCSP response. Never throws: what is none is `invalid_input`. Nothing is verified: see `checkRevocation`. */
export function parseOcspResponse(bytes: Uint8Array): IdvResult<OcspResponse> {
  try {
    return success(readOcspResponse(bytes));
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return failure(new IdvError({ code: "invalid_input", message: `no OCSP response: ${error.message}` }));
  }
}

/** Reads an OCSPResponse, or the BasicOCSPResponse alone, as CAdES attributes hold it. Throws a {@link DerError}. */
export function readOcspResponse(bytes: Uint8Array): OcspResponse {
  const raw = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const element = readDer(raw);
  const [first, wrapped] = sequenceOf(element);
  if (first?.isUniversal(tags.sequence) === true) return { status: "successful", basic: readBasic(element, raw) };
  if (first?.isUniversal(tags.enumerated) !== true) throw new DerError("expected the status of a response");
  const status = smallIntegerOf(first);
  if (status !== 0) {
    const name = errorStatuses[status];
    if (name === undefined) throw new DerError("an unknown status of a response");
    return { status: name };
  }
  if (wrapped?.isContext(0) !== true) throw new DerError("a successful response without content");
  const [type, response] = sequenceOf(explicitOf(wrapped));
  if (oidOf(type) !== basicResponseType) throw new DerError("a response of another type");
  return { status: "successful", basic: readBasic(readDer(octetStringOf(response)), raw) };
}

function readBasic(element: DerElement, raw: Uint8Array): BasicOcspResponse {
  const [tbs, algorithm, signature, certificates, ...more] = sequenceOf(element);
  if (tbs === undefined || algorithm === undefined || more.length > 0) throw new DerError("expected a basic response");
  if (certificates !== undefined && !certificates.isContext(0)) throw new DerError("expected certificates");
  return {
    raw,
    ...readResponseData(tbs),
    certificates: certificates === undefined ? [] : sequenceOf(explicitOf(certificates)).flatMap(readableCertificate),
    tbs: tbs.raw,
    signatureAlgorithm: readAlgorithmIdentifier(algorithm),
    signature: bitStringOf(signature),
  };
}

function readResponseData(tbs: DerElement) {
  const parts = [...sequenceOf(tbs)];
  if (parts[0]?.isContext(0) === true && smallIntegerOf(explicitOf(parts.shift() ?? tbs)) !== 0) {
    throw new DerError("a response of another version");
  }
  const [responder, producedAt, responses, extensionList, ...more] = parts;
  if (more.length > 0 || (extensionList !== undefined && !extensionList.isContext(1))) {
    throw new DerError("more in a response than expected");
  }
  const extensions = readUniqueExtensions(extensionList && explicitOf(extensionList));
  const nonce = extensions.get(nonceExtension);
  return {
    responder: readResponder(responder),
    producedAt: readTime(producedAt),
    responses: sequenceOf(responses).map(readSingleResponse),
    ...(nonce !== undefined && { nonce: nonceOf(nonce.value) }),
    hasUnknownCritical: hasUnknownCritical(extensions, understood),
  };
}

function readResponder(element: DerElement | undefined): BasicOcspResponse["responder"] {
  if (element?.isContext(1) === true) return { name: readDistinguishedName(explicitOf(element)) };
  if (element?.isContext(2) === true) return { keyHash: hexOf(octetStringOf(explicitOf(element))) };
  throw new DerError("expected a responder");
}

/** RFC 6960 says OCTET STRING in the extension; older responders put the bare bytes there. */
function nonceOf(value: Uint8Array): string {
  try {
    return hexOf(octetStringOf(readDer(value)));
  } catch (error) {
    if (error instanceof DerError) return hexOf(value);
    throw error;
  }
}

function readableCertificate(element: DerElement): Certificate[] {
  try {
    return [readCertificate(element.raw)];
  } catch (error) {
    if (error instanceof DerError) return [];
    throw error;
  }
}
