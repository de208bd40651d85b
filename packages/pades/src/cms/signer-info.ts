import {
  type AlgorithmIdentifier,
  type DerElement,
  DerError,
  type DistinguishedName,
  encodeDer,
  hexOf,
  integerHexOf,
  octetStringOf,
  oidOf,
  readAlgorithmIdentifier,
  readDistinguishedName,
  sequenceOf,
  setOf,
  smallIntegerOf,
} from "@idvkit/trust";

/** How a signer's certificate is named (RFC 5652, section 5.3). */
export type SignerIdentifier =
  | { kind: "issuerAndSerial"; issuer: DistinguishedName; serialNumber: string }
  | { kind: "subjectKeyIdentifier"; keyIdentifier: string };

export interface CmsAttribute {
  oid: string;
  values: readonly DerElement[];
}

/** One signer as it stands (RFC 5652, section 5.3). */
export interface SignerInfo {
  version: number;
  signerIdentifier: SignerIdentifier;
  digestAlgorithm: AlgorithmIdentifier;
  signedAttributes?: {
    list: readonly CmsAttribute[];
    /** What the signature is over: the attributes as they stand, with the tag of a SET (section 5.4). */
    signedBytes: Uint8Array;
    /** The same in the order of DER, when they stand in another one: some signers sign that. */
    sortedBytes?: Uint8Array;
  };
  signatureAlgorithm: AlgorithmIdentifier;
  signature: Uint8Array;
  unsignedAttributes: readonly CmsAttribute[];
}

/** Throws a `DerError`. */
export function readSignerInfo(element: DerElement): SignerInfo {
  const [version, identifier, digestAlgorithm, ...rest] = sequenceOf(element);
  const signedAttributes = rest[0]?.isContext(0) === true ? rest.shift() : undefined;
  const [signatureAlgorithm, signature, unsignedAttributes, ...more] = rest;
  if (more.length > 0) throw new DerError("more than a signer has");
  if (unsignedAttributes !== undefined && !unsignedAttributes.isContext(1)) {
    throw new DerError("unexpected unsigned attributes");
  }
  return {
    version: smallIntegerOf(version),
    signerIdentifier: identifierOf(identifier),
    digestAlgorithm: readAlgorithmIdentifier(digestAlgorithm),
    ...(signedAttributes !== undefined && { signedAttributes: signedAttributesOf(signedAttributes) }),
    signatureAlgorithm: readAlgorithmIdentifier(signatureAlgorithm),
    signature: octetStringOf(signature),
    unsignedAttributes: unsignedAttributes?.children.map(readAttribute) ?? [],
  };
}

function identifierOf(element: DerElement | undefined): SignerIdentifier {
  if (element?.isContext(0) === true) {
    const content = element.constructed ? Buffer.concat(element.children.map(octetStringOf)) : element.content;
    return { kind: "subjectKeyIdentifier", keyIdentifier: hexOf(content) };
  }
  const [issuer, serialNumber, ...more] = sequenceOf(element);
  if (more.length > 0) throw new DerError("more than issuer and serial number");
  return {
    kind: "issuerAndSerial",
    issuer: readDistinguishedName(issuer),
    serialNumber: integerHexOf(serialNumber),
  };
}

function signedAttributesOf(element: DerElement): NonNullable<SignerInfo["signedAttributes"]> {
  const members = element.children.map(({ raw }) => raw);
  const sorted = members.toSorted(Buffer.compare);
  const isSorted = members.every((member, index) => member === sorted[index]);
  return {
    list: element.children.map(readAttribute),
    signedBytes: retagged(element),
    ...(!isSorted && { sortedBytes: encodeDer(setTag, ...sorted) }),
  };
}

/** With an indefinite length there is no header to keep, as what is signed has a definite one. */
function retagged({ raw, content }: DerElement): Uint8Array {
  const hasIndefiniteLength = raw[1] === 0x80;
  if (hasIndefiniteLength) return encodeDer(setTag, content);
  const bytes = Uint8Array.from(raw);
  bytes[0] = setTag;
  return bytes;
}

const setTag = 0x31;

function readAttribute(element: DerElement): CmsAttribute {
  const [type, values, ...more] = sequenceOf(element);
  if (more.length > 0) throw new DerError("more than an attribute has");
  return { oid: oidOf(type), values: setOf(values) };
}
