import { DerError, hexOf, readDer, sequenceOf, setOf } from "@idvkit/trust";
import { der } from "@idvkit/trust/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSigner } from "../src/cms/check-signer.ts";
import { readSignedData } from "../src/cms/signed-data.ts";
import { authority, content, sign, signer } from "./cms-setup.ts";

/** The fields of SignedData, to be put together anew. */
const fieldsOf = (bytes: Uint8Array): Uint8Array[] =>
  sequenceOf(sequenceOf(readDer(bytes))[1]?.children[0]).map((field) => Uint8Array.from(field.raw));
const messageOf = (fields: readonly Uint8Array[], type = "1.2.840.113549.1.7.2") =>
  der.sequence(der.oid(type), der.context(0, der.sequence(...fields)));

describe("reading SignedData", () => {
  it("gives all of it as it stands", () => {
    const crl = authority.crl({ thisUpdate: new Date("2026-05-01"), nextUpdate: new Date("2026-06-01") });
    const signedData = readSignedData(sign({ crls: [crl], encapsulated: "empty", timestamp: () => der.nullValue() }));
    expect(signedData.version).toBe(1);
    expect(signedData.digestAlgorithms.map(({ oid }) => oid)).toEqual(["2.16.840.1.101.3.4.2.1"]);
    expect(signedData.encapsulated).toEqual({ contentType: "1.2.840.113549.1.7.1", content: new Uint8Array() });
    expect(signedData.certificates.map(hexOf)).toEqual([signer.certificate, ...signer.issuers].map(hexOf));
    expect(signedData.crls.map(hexOf)).toEqual([hexOf(crl)]);
    const [info] = signedData.signerInfos;
    expect(info?.signerIdentifier).toMatchObject({
      kind: "issuerAndSerial",
      issuer: { text: "CN=Example Issuing CA" },
      serialNumber: signer.serialNumber.toString(16),
    });
    expect(info?.signedAttributes?.signedBytes[0]).toBe(0x31);
    expect(info?.unsignedAttributes.map(({ oid }) => oid)).toEqual(["1.2.840.113549.1.9.16.2.14"]);
  });

  it("tells no content from an empty one", () => {
    expect(readSignedData(sign()).encapsulated.content).toBeUndefined();
    expect(readSignedData(sign({ encapsulated: "empty" })).encapsulated.content).toHaveLength(0);
    const fields = fieldsOf(sign());
    fields[2] = der.sequence(der.oid("1.2.840.113549.1.7.1"), der.context(0));
    expect(readSignedData(messageOf(fields)).encapsulated.content).toHaveLength(0);
  });

  it("takes indefinite lengths", () => {
    const check = checkSigner(readSignedData(sign({ ber: true })), { subFilter: "ETSI.CAdES.detached", content });
    expect(check.intact).toBe(true);
  });

  it("takes signed attributes of indefinite length: what is signed has a definite one", () => {
    const fields = fieldsOf(sign());
    const [signerInfo] = setOf(readDer(fields.pop() ?? new Uint8Array()));
    const members = sequenceOf(signerInfo).map((member) =>
      member.isContext(0)
        ? Buffer.concat([Buffer.from([0xa0, 0x80]), member.content, Buffer.from([0, 0])])
        : member.raw,
    );
    const signedData = readSignedData(messageOf([...fields, der.set(der.sequence(...members))]));
    expect(checkSigner(signedData, { subFilter: "ETSI.CAdES.detached", content }).intact).toBe(true);
  });

  it("takes zero bytes behind it, which are the rest of the placeholder, and no others", () => {
    const bytes = sign();
    expect(readSignedData(Buffer.concat([bytes, Buffer.alloc(100)])).signerInfos).toHaveLength(1);
    expect(() => readSignedData(Buffer.concat([bytes, Buffer.from([0, 0, 1])]))).toThrow(DerError);
    expect(() => readSignedData(Buffer.concat([bytes, bytes]))).toThrow(DerError);
  });

  it("takes the fields behind the content in another order", () => {
    const [version, digests, encapsulated, certificates, signerInfos] = fieldsOf(sign());
    const fields = [version, digests, encapsulated, signerInfos, certificates].filter((field) => field !== undefined);
    expect(readSignedData(messageOf(fields)).certificates).toHaveLength(2);
  });

  it("finds OCSP responses among the revocation data, and leaves out what it does not know", () => {
    const response = der.sequence(der.enumerated(0));
    const otherInfo = (oid: string) => der.context(1, der.oid(oid), response);
    const fields = fieldsOf(sign());
    fields.splice(4, 0, der.context(1, otherInfo("1.3.6.1.5.5.7.16.2"), otherInfo("1.2.3")));
    const signedData = readSignedData(messageOf(fields));
    expect(signedData.ocspResponses.map(hexOf)).toEqual([hexOf(response)]);
    expect(signedData.crls).toEqual([]);
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["only zeros", Buffer.alloc(200)],
    ["another content type", messageOf(fieldsOf(sign()), "1.2.840.113549.1.7.1")],
    ["no list of signers", messageOf(fieldsOf(sign()).slice(0, -1))],
    ["a field that comes twice", messageOf([...fieldsOf(sign()), ...fieldsOf(sign()).slice(-1)])],
    ["a field that is not known", messageOf([...fieldsOf(sign()), der.context(7)])],
    ["a cut", sign().subarray(0, 300)],
  ])("refuses %s", (_what, bytes) => {
    expect(() => readSignedData(bytes)).toThrow(DerError);
  });

  it("of bytes that were changed somewhere throws nothing but DerError, and no change inside what is signed verifies", () => {
    const bytes = sign({ timestamp: () => der.nullValue() });
    const input = { subFilter: "ETSI.CAdES.detached", content } as const;
    const signed = readSignedData(bytes).signerInfos[0]?.signedAttributes?.signedBytes ?? new Uint8Array();
    const start = Buffer.from(bytes).indexOf(signed.subarray(1));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ mask;
        try {
          const { intact } = checkSigner(readSignedData(changed), input);
          if (at >= start && at < start + signed.length - 1) expect(intact).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(DerError);
        }
      }),
      { numRuns: 600 },
    );
  });
});
