import { DerError } from "../der/der-error.ts";
import type { DerElement } from "../der/element.ts";
import { explicitOf, sequenceOf, smallIntegerOf } from "../der/values.ts";
import { readAlgorithmIdentifier } from "./algorithm-identifier.ts";
import { type DigestName, digestNameOf } from "./digests.ts";

/** RSASSA-PSS-params with its defaults filled in (RFC 4055, section 3.1). */
export interface RsaPssParameters {
  /** Undefined for a hash that is not known. */
  hash: DigestName | undefined;
  /** Of the mask generation function MGF1; undefined for another function or hash. */
  maskHash: DigestName | undefined;
  /** Bytes. */
  saltLength: number;
}

const maskGeneration1 = "1.2.840.113549.1.1.8";
const fieldCount = 4;

/** Absent parameters are the defaults: SHA-1 and 20 bytes of salt. Throws a `DerError`. */
export function readRsaPssParameters(parameters: DerElement | undefined): RsaPssParameters {
  const fields: DerElement[] = [];
  let last = -1;
  for (const element of parameters === undefined ? [] : sequenceOf(parameters)) {
    const isInOrder = element.tagClass === "context" && element.tagNumber > last && element.tagNumber < fieldCount;
    if (!isInOrder) throw new DerError("unreadable parameters of RSASSA-PSS");
    last = element.tagNumber;
    fields[element.tagNumber] = explicitOf(element);
  }
  const [hash, mask, salt, trailer] = fields;
  if (trailer !== undefined && smallIntegerOf(trailer) !== 1) throw new DerError("another trailer of RSASSA-PSS");
  const saltLength = salt === undefined ? 20 : smallIntegerOf(salt);
  if (saltLength < 0) throw new DerError("a negative length of the salt");
  return {
    hash: hash === undefined ? "sha1" : digestNameOf(readAlgorithmIdentifier(hash)),
    maskHash: mask === undefined ? "sha1" : maskHashOf(mask),
    saltLength,
  };
}

function maskHashOf(element: DerElement): DigestName | undefined {
  const { oid, parameters } = readAlgorithmIdentifier(element);
  if (oid !== maskGeneration1) return undefined;
  return digestNameOf(readAlgorithmIdentifier(parameters));
}
