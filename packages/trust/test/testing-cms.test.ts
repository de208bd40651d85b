import { verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type DerElement, readDer } from "../src/der/element.ts";
import { octetStringOf, oidOf, sequenceOf, setOf, smallIntegerOf } from "../src/der/values.ts";
import {
  createTestCertificateAuthority,
  createTimestampToken,
  der,
  signCms,
  type TestCmsSettings,
  testAttributeOids,
  testDigest,
} from "../src/testing/index.ts";

const authority = createTestCertificateAuthority({ name: "Example Root" });
const signer = authority.issue({ subject: "Erika Mustermann" });
const content = [Buffer.from("first "), Buffer.from("second")];
const sign = (settings: Partial<TestCmsSettings> = {}) => signCms({ signer, content, ...settings });

/** The parts of a message as RFC 5652 has them. */
function readMessage(bytes: Uint8Array, allowBer = false) {
  const [type, explicit] = sequenceOf(readDer(bytes, { allowBer }));
  const members = sequenceOf(explicit?.children[0]);
  const signerInfos = setOf(members.at(-1)).map((info) => sequenceOf(info));
  return { type: oidOf(type), members, content: sequenceOf(members[2]), signerInfos, signerInfo: signerInfos[0] ?? [] };
}

function signedAttributesOf(info: readonly DerElement[]) {
  const attributes = info.find((member) => member.isContext(0))?.children.map(sequenceOf) ?? [];
  return attributes.map(([type, values]) => ({ type: oidOf(type), value: setOf(values)[0] }));
}

describe("signed messages of the tests", () => {
  it("hold one signature over attributes that hold the digest of the content", () => {
    const { type, content: inner, signerInfo } = readMessage(sign());
    expect(type).toBe("1.2.840.113549.1.7.2");
    expect(inner.map((member) => member.tagNumber)).toEqual([6]);
    const [, , , attributes, , signature] = signerInfo;
    const signed = der.encode(0x31, attributes?.content ?? new Uint8Array());
    expect(verify("sha256", signed, signer.publicKey, octetStringOf(signature))).toBe(true);
    const digest = signedAttributesOf(signerInfo).find(({ type: name }) => name === testAttributeOids.messageDigest);
    expect(octetStringOf(digest?.value)).toEqual(testDigest("sha256", ...content));
  });

  it("may have no signed attributes: the signature is over the content", () => {
    const { signerInfo } = readMessage(sign({ hasSignedAttributes: false }));
    expect(signerInfo).toHaveLength(5);
    const signature = octetStringOf(signerInfo[4]);
    expect(verify("sha256", Buffer.concat(content), signer.publicKey, signature)).toBe(true);
  });

  it.each([
    [{ messageDigest: "missing" as const }, testAttributeOids.messageDigest, 0],
    [{ messageDigest: "twice" as const }, testAttributeOids.messageDigest, 2],
    [{ contentTypeAttribute: "missing" }, testAttributeOids.contentType, 0],
    [{ signingCertificate: "missing" as const }, testAttributeOids.signingCertificateV2, 0],
    [{ signingCertificate: "v1" as const }, testAttributeOids.signingCertificate, 1],
    [{ signingTime: new Date("2026-01-01T00:00:00Z") }, testAttributeOids.signingTime, 1],
    [{ revocationArchival: { crls: [Uint8Array.of(0x30, 0)] } }, testAttributeOids.revocationInfoArchival, 1],
  ])("with %j have the attribute %s %i times", (settings, attributeType, times) => {
    const types = signedAttributesOf(readMessage(sign(settings)).signerInfo).map(({ type }) => type);
    expect(types.filter((type) => type === attributeType)).toHaveLength(times);
  });

  it("may have no SignerInfo, or two", () => {
    expect(readMessage(sign({ signerInfos: 0 })).signerInfos).toHaveLength(0);
    expect(readMessage(sign({ signerInfos: 2 })).signerInfos).toHaveLength(2);
  });

  it("may hold the content, or an empty one", () => {
    const inside = (settings: Partial<TestCmsSettings>) => readMessage(sign(settings)).content[1]?.children[0];
    expect(octetStringOf(inside({ encapsulated: "yes" }))).toEqual(new Uint8Array(Buffer.concat(content)));
    expect(octetStringOf(inside({ encapsulated: "empty" }))).toEqual(new Uint8Array());
  });

  it("may name the signer by the key", () => {
    const { members, signerInfo } = readMessage(sign({ signerIdentifier: "keyIdentifier" }));
    expect(smallIntegerOf(members[0])).toBe(3);
    expect(signerInfo[1]?.content).toEqual(signer.keyIdentifier);
  });

  it("may be in BER, which a DER reader refuses", () => {
    const bytes = sign({ ber: true });
    expect(() => readMessage(bytes)).toThrow("an indefinite length");
    expect(readMessage(bytes, true).signerInfos).toHaveLength(1);
  });

  it("may carry a timestamp of the signature value", () => {
    const unit = authority.issueTimestampUnit();
    const times: Uint8Array[] = [];
    const timestamp = (value: Uint8Array) => {
      times.push(value);
      return createTimestampToken({ unit, imprintOf: [value], time: new Date("2026-01-01T00:00:00Z") });
    };
    const { signerInfo } = readMessage(sign({ timestamp }));
    const [type, values] = sequenceOf(signerInfo.at(-1)?.children[0]);
    expect(oidOf(type)).toBe(testAttributeOids.signatureTimestamp);
    expect(times).toEqual([octetStringOf(signerInfo[5])]);
    const token = readMessage(setOf(values)[0]?.raw ?? new Uint8Array());
    const info = sequenceOf(readDer(octetStringOf(token.content[1]?.children[0])));
    expect(octetStringOf(sequenceOf(info[2])[1])).toEqual(testDigest("sha256", ...times));
  });
});
