import { createPublicKey, type KeyObject } from "node:crypto";
import { readDer } from "../der/element.ts";
import { oid, sequence } from "../der/encode.ts";
import { sequenceOf } from "../der/values.ts";
import type { AlgorithmIdentifier } from "./algorithm-identifier.ts";
import type { RsaPssParameters } from "./rsa-pss-parameters.ts";

/**
 * The same RSA key, bound to parameters of RSASSA-PSS. `node:crypto` takes the hash of the mask from there and has no option for it, so
 * signatures whose mask has another hash than the data need this.
 */
export function boundToPss(publicKey: KeyObject, algorithm: AlgorithmIdentifier): KeyObject {
  const [, key] = sequenceOf(readDer(publicKey.export({ type: "spki", format: "der" })));
  const parameters = algorithm.parameters === undefined ? [] : [algorithm.parameters.raw];
  const bound = sequence(sequence(oid(algorithm.oid), ...parameters), key?.raw ?? new Uint8Array());
  return createPublicKey({ key: Buffer.from(bound), format: "der", type: "spki" });
}

/** A key that is bound to parameters makes signatures with these only, with at least that much salt (RFC 4055, section 3.3). */
export function allowsPss(publicKey: KeyObject, { hash, maskHash, saltLength }: RsaPssParameters): boolean {
  const bound = publicKey.asymmetricKeyDetails ?? {};
  if (bound.hashAlgorithm === undefined) return true;
  const isSameHash = bound.hashAlgorithm.toLowerCase() === hash && bound.mgf1HashAlgorithm?.toLowerCase() === maskHash;
  return isSameHash && saltLength >= (bound.saltLength ?? 0);
}
