import type { DerElement } from "../der/element.ts";
import { oidOf, sequenceOf } from "../der/values.ts";
import { readGeneralName, urlsOf } from "./general-name.ts";

/** Where a certificate's issuer answers (RFC 5280, section 4.2.2.1). */
export interface AuthorityInformation {
  ocspUrls: readonly string[];
  caIssuerUrls: readonly string[];
}

const accessMethods = { ocsp: "1.3.6.1.5.5.7.48.1", caIssuers: "1.3.6.1.5.5.7.48.2" };

/** Reads the value of the authorityInfoAccess extension. Throws a {@link DerError}. */
export function readAuthorityInformation(value: DerElement): AuthorityInformation {
  const descriptions = sequenceOf(value).map((description) => {
    const [method, location] = sequenceOf(description);
    return { method: oidOf(method), urls: location === undefined ? [] : urlsOf([readGeneralName(location)]) };
  });
  const urlsFor = (oid: string) => descriptions.flatMap(({ method, urls }) => (method === oid ? urls : []));
  return { ocspUrls: urlsFor(accessMethods.ocsp), caIssuerUrls: urlsFor(accessMethods.caIssuers) };
}
