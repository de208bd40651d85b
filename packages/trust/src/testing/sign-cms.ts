import type { KeyObject } from "node:crypto";
import { turnLastBit } from "./certificate.ts";
import {
  attribute,
  contentTypeAttribute,
  issuerAndSerialOf,
  messageDigestAttribute,
  revocationInfoArchivalAttribute,
  signingCertificateAttribute,
  signingCertificateV2Attribute,
  signingTimeAttribute,
  type TestCmsAttribute,
  testAttributeOids,
} from "./cms-attributes.ts";
import {
  context,
  contextPrimitive,
  encode,
  indefinite,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
  set,
} from "./der-writer.ts";
import { digestAlgorithm, type TestDigestName, testDigest } from "./digest-algorithms.ts";
import {
  digestOf,
  signatureAlgorithm,
  signWith,
  type TestSignatureAlgorithm,
  usualAlgorithm,
} from "./signature-algorithms.ts";

/** Who signs; what `issue` of the test authority gives fits. */
export interface TestCmsSigner {
  certificate: Uint8Array;
  privateKey: KeyObject;
  keyIdentifier: Uint8Array;
  issuers: readonly Uint8Array[];
}

export interface TestCmsSettings {
  signer: TestCmsSigner;
  /** What is signed, in parts that follow each other. */
  content: readonly Uint8Array[];
  /** Whether the content is in the message: `no` (default, detached), `yes`, or an empty one. */
  encapsulated?: "no" | "yes" | "empty";
  /** Default id-data. */
  contentType?: string;
  /** Default what fits the key. */
  signatureAlgorithm?: TestSignatureAlgorithm;
  /** In the SignerInfo only the kind of key, rsaEncryption or id-ecPublicKey, as much software writes it. */
  namesKeyOnly?: boolean;
  /** Default what belongs to the signature algorithm. */
  digestAlgorithm?: TestDigestName;
  /** Default issuer and serial number. */
  signerIdentifier?: "issuerAndSerial" | "keyIdentifier";
  /** Default true. Without, the signature is over the content. */
  hasSignedAttributes?: boolean;
  /** Default `right`. */
  messageDigest?: "right" | "wrong" | "missing" | "twice";
  /** The value of the attribute; default that of the content, `missing` for none. */
  contentTypeAttribute?: string;
  /** Left out when not given. */
  signingTime?: Date;
  /** Default `v2`. */
  signingCertificate?: "v2" | "v1" | "missing";
  /** The certificate that the attribute names, when it is another one. */
  namedCertificate?: Uint8Array;
  /** CRLs and OCSP responses in Adobe's signed attribute. */
  revocationArchival?: { crls?: readonly Uint8Array[]; ocspResponses?: readonly Uint8Array[] };
  signedAttributes?: readonly TestCmsAttribute[];
  unsignedAttributes?: readonly TestCmsAttribute[];
  /** Signed attributes in the order they were added, which BER allows and DER does not. */
  unsortedAttributes?: boolean;
  /** Makes the signature timestamp (RFC 3161, appendix A) of the signature value. */
  timestamp?: (signatureValue: Uint8Array) => Uint8Array;
  /** Default the signer's and all above it. */
  certificates?: readonly Uint8Array[];
  crls?: readonly Uint8Array[];
  /** How many SignerInfos. Default 1. */
  signerInfos?: 0 | 1 | 2;
  brokenSignature?: boolean;
  /** Indefinite lengths outside of what is signed. */
  ber?: boolean;
}

const dataOid = "1.2.840.113549.1.7.1";
const signedDataOid = "1.2.840.113549.1.7.2";

/** A CMS message with SignedData (RFC 5652, section 5). */
export function signCms(settings: TestCmsSettings): Uint8Array {
  const { signer, encapsulated = "no", contentType = dataOid, crls = [], signerInfos = 1, ber = false } = settings;
  const certificates = settings.certificates ?? [signer.certificate, ...signer.issuers];
  const wrap = ber ? indefinite : encode;
  const eContent = encapsulated === "yes" ? new Uint8Array(Buffer.concat(settings.content)) : new Uint8Array();
  const signedData = wrap(
    0x30,
    integer(settings.signerIdentifier === "keyIdentifier" || contentType !== dataOid ? 3 : 1),
    set(digestAlgorithm(digestNameOf(settings))),
    wrap(0x30, oid(contentType), ...(encapsulated === "no" ? [] : [wrap(0xa0, octetString(eContent))])),
    ...(certificates.length === 0 ? [] : [wrap(0xa0, ...certificates)]),
    ...(crls.length === 0 ? [] : [wrap(0xa1, ...crls)]),
    set(...Array.from({ length: signerInfos }, () => signerInfo(settings))),
  );
  return wrap(0x30, oid(signedDataOid), wrap(0xa0, signedData));
}

function algorithmOf(settings: TestCmsSettings): TestSignatureAlgorithm {
  return settings.signatureAlgorithm ?? usualAlgorithm(settings.signer.privateKey);
}

function digestNameOf(settings: TestCmsSettings): TestDigestName {
  return settings.digestAlgorithm ?? digestOf(algorithmOf(settings));
}

function signerInfo(settings: TestCmsSettings): Uint8Array {
  const { signer, signerIdentifier = "issuerAndSerial", timestamp, unsignedAttributes = [] } = settings;
  const { issuer, serialNumber } = issuerAndSerialOf(signer.certificate);
  const byKey = signerIdentifier === "keyIdentifier";
  const attributes = attributesOf(settings);
  const signature = signatureOver(settings, attributes);
  const unsigned = [...unsignedAttributes];
  if (timestamp !== undefined) {
    unsigned.push({ oid: testAttributeOids.signatureTimestamp, values: [timestamp(signature)] });
  }
  return sequence(
    integer(byKey ? 3 : 1),
    byKey ? contextPrimitive(0, signer.keyIdentifier) : sequence(issuer, serialNumber),
    digestAlgorithm(digestNameOf(settings)),
    ...(attributes === undefined ? [] : [context(0, ...attributes)]),
    settings.namesKeyOnly === true ? keyAlgorithm(signer.privateKey) : signatureAlgorithm(algorithmOf(settings)),
    octetString(signature),
    ...(unsigned.length === 0 ? [] : [context(1, ...unsigned.map(attribute))]),
  );
}

function keyAlgorithm(key: KeyObject): Uint8Array {
  return key.asymmetricKeyType === "ec"
    ? sequence(oid("1.2.840.10045.2.1"))
    : sequence(oid("1.2.840.113549.1.1.1"), nullValue());
}

/** What is signed is the attributes with the tag of a SET in place of `[0]` (RFC 5652, section 5.4). */
function signatureOver(settings: TestCmsSettings, attributes: readonly Uint8Array[] | undefined): Uint8Array {
  const signed =
    attributes === undefined ? new Uint8Array(Buffer.concat(settings.content)) : encode(0x31, ...attributes);
  const signature = signWith(algorithmOf(settings), settings.signer.privateKey, signed);
  if (settings.brokenSignature === true) turnLastBit(signature);
  return signature;
}

function attributesOf(settings: TestCmsSettings): Uint8Array[] | undefined {
  if (settings.hasSignedAttributes === false) return undefined;
  const attributes = [...signedAttributes(settings), ...(settings.signedAttributes ?? [])].map(attribute);
  return settings.unsortedAttributes === true ? attributes : attributes.toSorted(Buffer.compare);
}

function* signedAttributes(settings: TestCmsSettings): Generator<TestCmsAttribute> {
  const { contentType = dataOid, messageDigest = "right", signingTime, revocationArchival } = settings;
  if (settings.contentTypeAttribute !== "missing") {
    yield contentTypeAttribute(settings.contentTypeAttribute ?? contentType);
  }
  const digest = testDigest(digestNameOf(settings), ...settings.content);
  if (messageDigest === "wrong") turnLastBit(digest);
  if (messageDigest !== "missing") yield messageDigestAttribute(digest);
  if (messageDigest === "twice") yield messageDigestAttribute(digest);
  if (signingTime !== undefined) yield signingTimeAttribute(signingTime);
  yield* certificateAttributes(settings);
  if (revocationArchival !== undefined) yield revocationInfoArchivalAttribute(revocationArchival);
}

function* certificateAttributes(settings: TestCmsSettings): Generator<TestCmsAttribute> {
  const { signingCertificate = "v2", namedCertificate = settings.signer.certificate } = settings;
  if (signingCertificate === "v1") yield signingCertificateAttribute(namedCertificate);
  if (signingCertificate === "v2") yield signingCertificateV2Attribute(namedCertificate, "sha256");
}
