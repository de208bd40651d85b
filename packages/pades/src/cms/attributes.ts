import { type DerElement, DerError, oidOf, readDer, sequenceOf, setOf, tags } from "@idvkit/trust";
import type { CmsFindingLog } from "./cms-findings.ts";
import type { CmsAttribute } from "./signer-info.ts";

/** The value of an attribute that may come once with one value; several are a finding, and then there is none. */
export function singleValue(
  attributes: readonly CmsAttribute[],
  type: string,
  log: CmsFindingLog,
): DerElement | undefined {
  const found = attributes.filter(({ oid }) => oid === type);
  const values = found.flatMap((attribute) => attribute.values);
  if (found.length > 1 || values.length > 1) log.add("attribute_repeated");
  else if (found.length === 1 && values.length === 0) log.add("attribute_unreadable");
  return found.length === 1 && values.length === 1 ? values[0] : undefined;
}

/** All values of an attribute, of all its instances. */
export function allValues(attributes: readonly CmsAttribute[], type: string): readonly DerElement[] {
  return attributes.filter(({ oid }) => oid === type).flatMap(({ values }) => values);
}

/** What a reader gives, undefined where the bytes are no DER or not what it expects. */
export function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/**
 * Whether content could pass for signed attributes. Then a signature over attributes would be one over this content too
 * (draft-vangeest-lamps-cms-euf-cma-signeddata), as the bytes that are signed do not say which of the two they are.
 */
export function isAttributeSet(chunks: readonly Uint8Array[]): boolean {
  const first = chunks.find(({ length }) => length > 0)?.[0];
  if (first !== (tags.set | 0x20)) return false;
  const types = readable(() => setOf(readDer(Buffer.concat(chunks))).map((member) => oidOf(sequenceOf(member)[0])));
  return types !== undefined;
}
