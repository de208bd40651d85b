import type { KeyObject } from "node:crypto";
import type { Node } from "@xmldom/xmldom";
import type { SignedXml } from "xml-crypto";
import { type Certificate, parseCertificate } from "../certificate/certificate.ts";
import { TrustedListError } from "./list-error.ts";
import {
  digestAlgorithms,
  isKnownDigestAlgorithm,
  isKnownSignatureAlgorithm,
  signatureAlgorithms,
} from "./signature-algorithms.ts";
import { namespaces, transforms } from "./xml-names.ts";
import { childOf, childrenOf, elementsOf, type ParsedXml, type XmlElement } from "./xml-tree.ts";

/** What a good signature proves: these bytes, by this signer. */
export interface SignedList {
  /** The canonical form of the list without its signature. Everything else in the file is unsigned. */
  signedText: string;
  signer: Certificate;
  /** Canonical forms of the other signed parts: the signed properties, the key information. */
  otherParts: readonly string[];
}

interface SigningReference {
  uri: string;
  transforms: readonly string[];
  signedText: string;
}

/**
 * Checks the enveloped signature of a list (ETSI TS 119 612, section 5.7.1 and annex B) with the keys of the given
 * signers; the key inside the document only says which of them to take. Throws a {@link TrustedListError}.
 */
export async function verifyListSignature(
  text: string,
  parsed: ParsedXml,
  signers: readonly Certificate[],
): Promise<SignedList> {
  const signature = onlySignature(parsed.root);
  requireKnownAlgorithms(signature);
  const library = await loadLibrary();
  const node = signatureNode(parsed);
  for (const signer of possibleSigners(signature, signers)) {
    const references = signer.publicKey && checkWithKey(library, text, node, signer.publicKey);
    if (references !== undefined) return { signer, ...coveredParts(references, parsed.root) };
  }
  throw new TrustedListError("list_signature_invalid", "SignatureValue or DigestValue");
}

function onlySignature(root: XmlElement): XmlElement {
  const signatures = [...elementsOf(root)].filter(isSignature);
  if (signatures.length === 0) throw new TrustedListError("list_unsigned", "Signature");
  const [signature] = root.children.filter(isSignature);
  if (signature === undefined || signatures.length > 1) {
    throw new TrustedListError("list_signature_invalid", "Signature");
  }
  return signature;
}

function isSignature({ namespace, name }: XmlElement): boolean {
  return namespace === namespaces.signature && name === "Signature";
}

/** Said before the library is asked, to tell an algorithm that is refused from a value that is wrong. */
function requireKnownAlgorithms(signature: XmlElement): void {
  const signedInfo = childOf(signature, "SignedInfo");
  const method = childOf(signedInfo, "SignatureMethod")?.attributes.get("Algorithm") ?? "";
  if (!isKnownSignatureAlgorithm(method)) throw new TrustedListError("list_signature_algorithm", "SignatureMethod");
  for (const reference of childrenOf(signedInfo, "Reference")) {
    const digest = childOf(reference, "DigestMethod")?.attributes.get("Algorithm") ?? "";
    if (!isKnownDigestAlgorithm(digest)) throw new TrustedListError("list_signature_algorithm", "DigestMethod");
    if (!reference.attributes.has("URI")) throw new TrustedListError("list_signature_invalid", "Reference");
  }
}

/** The whole list is read again for each, so a document may not name any number of them. */
const mostSigners = 4;

/** Signers with the key of a certificate that the signature names; it has to name one (annex B.6). One is enough for a key. */
function possibleSigners(signature: XmlElement, signers: readonly Certificate[]): readonly Certificate[] {
  const named = childrenOf(childOf(signature, "KeyInfo"), "X509Data").flatMap((data) =>
    childrenOf(data, "X509Certificate"),
  );
  const keys = new Set(
    named.slice(0, mostSigners).flatMap(({ text }) => {
      const certificate = parseCertificate(Buffer.from(text, "base64"));
      return certificate.ok ? [keyOf(certificate.value)] : [];
    }),
  );
  const possible = [...keys].flatMap((key) => signers.find((signer) => keyOf(signer) === key) ?? []);
  if (possible.length === 0) throw new TrustedListError("list_signer_unknown", "X509Certificate");
  return possible;
}

function keyOf({ subjectPublicKeyInfo }: Certificate): string {
  return Buffer.from(subjectPublicKeyInfo).toString("base64");
}

function signatureNode({ node }: ParsedXml): Node {
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.localName === "Signature" && child.namespaceURI === namespaces.signature) return child;
  }
  throw new TrustedListError("list_unsigned", "Signature");
}

/** The references that were verified, or undefined. */
function checkWithKey(
  library: typeof SignedXml,
  text: string,
  node: Node,
  publicKey: KeyObject,
): readonly SigningReference[] | undefined {
  const check = new library({ publicCert: publicKey, getCertFromKeyInfo: () => null });
  check.SignatureAlgorithms = signatureAlgorithms();
  check.HashAlgorithms = digestAlgorithms();
  const {
    [transforms.enveloped]: enveloped,
    [transforms.exclusive]: exclusive,
    [transforms.inclusive]: inclusive,
  } = check.CanonicalizationAlgorithms;
  check.CanonicalizationAlgorithms = Object.fromEntries(
    Object.entries({
      [transforms.enveloped]: enveloped,
      [transforms.exclusive]: exclusive,
      [transforms.inclusive]: inclusive,
    }).flatMap(([uri, algorithm]) => (algorithm === undefined ? [] : [[uri, algorithm]])),
  );
  try {
    check.loadSignature(node as unknown as Parameters<typeof check.loadSignature>[0]);
    if (!check.checkSignature(text)) return undefined;
    const signedTexts = check.getSignedReferences();
    return check.getReferences().map(({ uri, transforms }, index) => {
      return { uri, transforms, signedText: signedTexts[index] ?? "" };
    });
  } catch {
    // The library throws for what it cannot read or does not allow; its messages quote the document.
    return undefined;
  }
}

/** One reference covers the list, the others only parts of the signature itself. */
function coveredParts(references: readonly SigningReference[], root: XmlElement) {
  const rootId = root.attributes.get("Id");
  const isWhole = ({ uri }: SigningReference) => uri === "" || (rootId !== undefined && uri === `#${rootId}`);
  const [whole, ...more] = references.filter(isWhole);
  if (whole === undefined || more.length > 0) throw new TrustedListError("list_signature_invalid", "Reference");
  if (whole.transforms.join(" ") !== `${transforms.enveloped} ${transforms.exclusive}`) {
    throw new TrustedListError("list_signature_invalid", "Transforms");
  }
  const others = references.filter((reference) => reference !== whole);
  if (!others.every(isPartOfSignature)) throw new TrustedListError("list_signature_invalid", "Reference");
  return { signedText: whole.signedText, otherParts: others.map(({ signedText }) => signedText) };
}

const startTag = /^<(?:[\w.-]+:)?([\w.-]+)[\s>]/;

function isPartOfSignature({ uri, transforms: used, signedText }: SigningReference): boolean {
  const isCanonicalOnly = used.length === 1 && (used[0] === transforms.exclusive || used[0] === transforms.inclusive);
  const name = startTag.exec(signedText)?.[1] ?? "";
  return uri.startsWith("#") && isCanonicalOnly && (name === "SignedProperties" || name === "KeyInfo");
}

async function loadLibrary(): Promise<typeof SignedXml> {
  try {
    return (await import("xml-crypto")).SignedXml;
  } catch {
    throw new TrustedListError("list_library_missing", "xml-crypto");
  }
}
