import {
  type AlgorithmIdentifier,
  type DerElement,
  DerError,
  explicitOf,
  octetStringOf,
  oidOf,
  readAlgorithmIdentifier,
  readDer,
  sequenceOf,
  setOf,
  smallIntegerOf,
  tags,
} from "@idvkit/trust";
import { contentTypes, ocspRevocationInfo } from "./object-identifiers.ts";
import { readSignerInfo, type SignerInfo } from "./signer-info.ts";

/** SignedData of CMS as it stands; nothing is verified (RFC 5652, section 5.1). */
export interface SignedData {
  version: number;
  digestAlgorithms: readonly AlgorithmIdentifier[];
  encapsulated: {
    contentType: string;
    /** Undefined when there is none; a content without bytes is there. */
    content?: Uint8Array;
  };
  /** X.509 certificates, each as it stands; attribute certificates are left out. */
  certificates: readonly Uint8Array[];
  crls: readonly Uint8Array[];
  /** RFC 5940. */
  ocspResponses: readonly Uint8Array[];
  /** All of them; a PDF signature has to have exactly one. */
  signerInfos: readonly SignerInfo[];
}

/**
 * Reads the Contents of a signature: BER or DER, then only zero bytes, which is what is left of the placeholder. Throws a `DerError`.
 */
export function readSignedData(contents: Uint8Array): SignedData {
  const [type, content, ...more] = sequenceOf(readDer(contents, { allowBer: true, trailing: "zeros" }));
  if (oidOf(type) !== contentTypes.signedData) throw new DerError("another content type than signed data");
  if (content?.isContext(0) !== true || more.length > 0) throw new DerError("expected one content");
  const [version, digestAlgorithms, encapsulated, ...fields] = sequenceOf(explicitOf(content));
  const { certificates, revocation, signerInfos } = fieldsOf(fields);
  return {
    version: smallIntegerOf(version),
    digestAlgorithms: setOf(digestAlgorithms).map(readAlgorithmIdentifier),
    encapsulated: encapsulatedOf(encapsulated),
    certificates: certificates.filter((choice) => choice.isUniversal(tags.sequence)).map(({ raw }) => raw),
    crls: revocation.filter((choice) => choice.isUniversal(tags.sequence)).map(({ raw }) => raw),
    ocspResponses: revocation.filter((choice) => choice.isContext(1)).flatMap(ocspResponseOf),
    signerInfos: signerInfos.map(readSignerInfo),
  };
}

interface Fields {
  certificates: readonly DerElement[];
  revocation: readonly DerElement[];
  signerInfos: readonly DerElement[];
}

/** The fields behind the content, in whatever order, each at most once. */
function fieldsOf(elements: readonly DerElement[]): Fields {
  const known: Partial<Record<keyof Fields, readonly DerElement[]>> = {};
  for (const element of elements) {
    const field = fieldNameOf(element);
    if (field === undefined || known[field] !== undefined) throw new DerError("an unexpected field of signed data");
    known[field] = element.children;
  }
  const { certificates = [], revocation = [], signerInfos } = known;
  if (signerInfos === undefined) throw new DerError("signed data without a list of signers");
  return { certificates, revocation, signerInfos };
}

function fieldNameOf(element: DerElement): keyof Fields | undefined {
  if (element.isContext(0)) return "certificates";
  if (element.isContext(1)) return "revocation";
  return element.isUniversal(tags.set) ? "signerInfos" : undefined;
}

function encapsulatedOf(element: DerElement | undefined): SignedData["encapsulated"] {
  const [type, content, ...more] = sequenceOf(element);
  if (more.length > 0) throw new DerError("more than one encapsulated content");
  const contentType = oidOf(type);
  if (content === undefined) return { contentType };
  if (!content.isContext(0)) throw new DerError("an unexpected encapsulated content");
  return { contentType, content: content.content.length === 0 ? content.content : octetStringOf(explicitOf(content)) };
}

function ocspResponseOf(other: DerElement): readonly Uint8Array[] {
  const [format, info] = other.children;
  return oidOf(format) === ocspRevocationInfo && info !== undefined ? [info.raw] : [];
}
