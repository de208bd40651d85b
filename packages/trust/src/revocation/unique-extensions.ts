import { type CertificateExtension, readExtensions } from "../certificate/extension.ts";
import { DerError } from "../der/der-error.ts";
import type { DerElement } from "../der/element.ts";

export type ExtensionsByOid = ReadonlyMap<string, CertificateExtension>;

/** Extensions of a CRL, a row or a response by their identifier. Throws a {@link DerError}, also for one that comes twice. */
export function readUniqueExtensions(element: DerElement | undefined): ExtensionsByOid {
  const list = element === undefined ? [] : readExtensions(element);
  const extensions = new Map(list.map((extension) => [extension.oid, extension]));
  if (extensions.size !== list.length) throw new DerError("an extension that comes twice");
  return extensions;
}

/** Whether an extension must be understood and is not in the list. */
export function hasUnknownCritical(extensions: ExtensionsByOid, known: ReadonlySet<string>): boolean {
  return [...extensions.values()].some(({ oid, critical }) => critical && !known.has(oid));
}
