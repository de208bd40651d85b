import { digestOfChunks } from "@idvkit/trust";
import { createTimestampToken, der, type TestTimestampSettings, testPurposes } from "@idvkit/trust/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkTimestampToken } from "../src/cms/timestamp.ts";
import { authority, certificateOf, check, codesOf, other } from "./cms-setup.ts";

const unit = authority.issueTimestampUnit();
const stamped = [Buffer.from("a signature "), Buffer.from("value")];
const time = new Date("2026-05-06T07:08:09Z");
const imprintOf = (hash: Parameters<typeof digestOfChunks>[0]) => digestOfChunks(hash, stamped);

const token = (settings: Partial<TestTimestampSettings> = {}) =>
  createTimestampToken({ unit, imprintOf: stamped, time, ...settings });
const verify = (settings: Partial<TestTimestampSettings> = {}) => checkTimestampToken(token(settings), { imprintOf });

describe("a timestamp", () => {
  it("is valid over what it is over, and gives its time and authority", () => {
    const result = verify({ serialNumber: 0xabcn, policy: "1.2.3.4", nonce: 7n, accuracySeconds: 1 });
    expect(result).toMatchObject({
      valid: true,
      time,
      policy: "1.2.3.4",
      serialNumber: "abc",
      digest: "sha256",
      scheme: { family: "ecdsa" },
      findings: [],
    });
    expect(result.certificate?.subject.text).toBe("CN=Example Time-Stamping Unit");
  });

  it.each(["sha384", "sha512", "sha3-256"] as const)("may have an imprint of %s", (imprintDigest) => {
    expect(verify({ imprintDigest })).toMatchObject({ valid: true, digest: imprintDigest });
  });

  it("may be followed by zero bytes, as in a document timestamp", () => {
    expect(checkTimestampToken(Buffer.concat([token(), Buffer.alloc(50)]), { imprintOf }).valid).toBe(true);
  });

  it("of a signature is over its signature value", () => {
    let value = Buffer.alloc(0);
    const timestamp = (signature: Uint8Array) => {
      value = Buffer.from(signature);
      return token({ imprintOf: [signature] });
    };
    const [first = new Uint8Array()] = check({ timestamp }).timestampTokens;
    expect(checkTimestampToken(first, { imprintOf: (hash) => digestOfChunks(hash, [value]) }).valid).toBe(true);
    expect(codesOf(checkTimestampToken(first, { imprintOf }))).toEqual(["timestamp_imprint_mismatch"]);
  });

  it("finds the certificate of its authority among those known from elsewhere", () => {
    const bare = token({ cms: { certificates: [] } });
    expect(codesOf(checkTimestampToken(bare, { imprintOf }))).toEqual(["signer_certificate_missing"]);
    const result = checkTimestampToken(bare, { imprintOf, certificates: [certificateOf(other), certificateOf(unit)] });
    expect([result.valid, result.certificates.length]).toEqual([true, 2]);
  });

  const purposes = (extendedKeyUsage: { purposes: string[]; critical?: boolean }) =>
    authority.issueTimestampUnit({ extendedKeyUsage });
  const { timeStamping, ocspSigning } = testPurposes;
  it.each<[string, Partial<TestTimestampSettings>, readonly string[]]>([
    ["over something else", { wrongImprint: true }, ["timestamp_imprint_mismatch"]],
    ["with a broken signature", { cms: { brokenSignature: true } }, ["signature_invalid"]],
    ["with a wrong digest", { cms: { messageDigest: "wrong" } }, ["message_digest_mismatch"]],
    ["that names no certificate", { cms: { signingCertificate: "missing" } }, ["signing_certificate_missing"]],
    [
      "that names another certificate",
      { cms: { namedCertificate: other.certificate } },
      ["signing_certificate_mismatch", "signing_certificate_serial_mismatch"],
    ],
    ["without a signer", { cms: { signerInfos: 0 } }, ["signer_count"]],
    ["with two signers", { cms: { signerInfos: 2 } }, ["signer_count"]],
    [
      "without signed attributes",
      { cms: { hasSignedAttributes: false } },
      ["signed_attributes_missing", "signing_certificate_missing"],
    ],
    [
      "of another content type",
      { cms: { contentType: "1.2.840.113549.1.7.1" } },
      ["content_type_wrong", "content_type_mismatch"],
    ],
    [
      "whose attributes are not in order",
      { cms: { unsortedAttributes: true, signingTime: time } },
      ["timestamp_attributes_unsorted"],
    ],
    ["whose content is detached", { cms: { encapsulated: "no" } }, ["timestamp_unreadable"]],
    ["whose content is empty", { cms: { encapsulated: "empty" } }, ["timestamp_unreadable"]],
    ["of a certificate for signatures", { unit: other }, ["timestamp_purpose_missing"]],
    [
      "of a certificate for other things",
      { unit: purposes({ purposes: [ocspSigning], critical: true }) },
      ["timestamp_purpose_missing"],
    ],
    [
      "of a certificate that is not limited",
      { unit: purposes({ purposes: [timeStamping] }) },
      ["timestamp_purpose_not_critical"],
    ],
    [
      "of a certificate for more than timestamps",
      { unit: purposes({ purposes: [timeStamping, ocspSigning], critical: true }) },
      ["timestamp_purpose_not_critical"],
    ],
  ])("%s is not valid", (_what, settings, codes) => {
    const result = verify(settings);
    expect([result.valid, codesOf(result)]).toEqual([false, codes]);
  });

  it("whose hash is not known is not valid", () => {
    const info = der.sequence(
      der.integer(1),
      der.oid("1.2.3.4"),
      der.sequence(der.sequence(der.oid("1.2.3")), der.octetString(Buffer.alloc(32))),
      der.integer(1),
      der.generalizedTime(time),
    );
    expect(codesOf(verify({ cms: { content: [info] } }))).toEqual(["digest_unknown"]);
  });

  it("of another version is not read", () => {
    const info = der.sequence(der.integer(2), der.oid("1.2.3.4"));
    expect(codesOf(verify({ cms: { content: [info] } }))).toEqual(["timestamp_unreadable"]);
  });

  it("that is any bytes at all, or was changed anywhere, does not throw", () => {
    const bytes = token();
    const mutated = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, mask]) => {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ mask;
      return changed;
    });
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: mutated }, fc.uint8Array({ maxLength: 200 })), (changed) => {
        const result = checkTimestampToken(changed, { imprintOf });
        if (result.valid) expect(result.time).toEqual(time);
      }),
      { numRuns: 500 },
    );
  });
});
