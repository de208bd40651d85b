import { DerError } from "../der/der-error.ts";
import type { DerElement } from "../der/element.ts";
import { oidOf, sequenceOf, tags } from "../der/values.ts";

/** Which algorithm, and its parameters when there are any (RFC 5280, section 4.1.1.2). */
export interface AlgorithmIdentifier {
  oid: string;
  parameters?: DerElement;
}

/** Throws a `DerError`. */
export function readAlgorithmIdentifier(element: DerElement | undefined): AlgorithmIdentifier {
  const [oid, parameters, ...more] = sequenceOf(element);
  if (more.length > 0) throw new DerError("an algorithm identifier with more than parameters");
  return { oid: oidOf(oid), ...(parameters !== undefined && { parameters }) };
}

/** Whether two name the same algorithm with the same parameters; absent and NULL parameters count as the same. */
export function isSameAlgorithm(left: AlgorithmIdentifier, right: AlgorithmIdentifier): boolean {
  return left.oid === right.oid && Buffer.compare(parameterBytes(left), parameterBytes(right)) === 0;
}

function parameterBytes({ parameters }: AlgorithmIdentifier): Uint8Array {
  if (parameters === undefined || parameters.isUniversal(tags.null)) return new Uint8Array();
  return parameters.raw;
}
