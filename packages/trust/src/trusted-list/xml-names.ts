/** Namespaces of trusted lists and what they are signed with (ETSI TS 119 612, XML Signature, XAdES). */
export const namespaces = {
  list: "http://uri.etsi.org/02231/v2#",
  additionalTypes: "http://uri.etsi.org/02231/v2/additionaltypes#",
  serviceExtensions: "http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#",
  signature: "http://www.w3.org/2000/09/xmldsig#",
  xades: "http://uri.etsi.org/01903/v1.3.2#",
} as const;

/** Transforms and canonical forms. */
export const transforms = {
  enveloped: "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
  exclusive: "http://www.w3.org/2001/10/xml-exc-c14n#",
  inclusive: "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
} as const;
