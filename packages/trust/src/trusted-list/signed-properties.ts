import { createHash } from "node:crypto";
import type { Certificate } from "../certificate/certificate.ts";
import { namespaces } from "./xml-names.ts";
import { childOf, childrenOf, elementsOf, type XmlElement } from "./xml-tree.ts";

const hashNames: Readonly<Record<string, string>> = {
  "http://www.w3.org/2000/09/xmldsig#sha1": "sha1",
  "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
  "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
  "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
};

/** Whether XAdES signed properties name that certificate by its hash (EN 319 132-1, section 5.2.2: SigningCertificate, in either version). */
export function namesSigner(properties: XmlElement, signer: Certificate): boolean {
  if (properties.name !== "SignedProperties" || properties.namespace !== namespaces.xades) return false;
  const references = [...elementsOf(properties)].filter(({ name }) => /^SigningCertificate(?:V2)?$/.test(name));
  return references
    .flatMap((reference) => childrenOf(reference, "Cert"))
    .map((certificate) => childOf(certificate, "CertDigest"))
    .some((digest) => isDigestOf(digest, signer));
}

function isDigestOf(digest: XmlElement | undefined, { raw }: Certificate): boolean {
  const algorithm = childOf(digest, "DigestMethod")?.attributes.get("Algorithm") ?? "";
  const hash = Object.hasOwn(hashNames, algorithm) ? hashNames[algorithm] : undefined;
  const expected = childOf(digest, "DigestValue")?.text.replace(/\s/g, "");
  return hash !== undefined && createHash(hash).update(raw).digest("base64") === expected;
}
