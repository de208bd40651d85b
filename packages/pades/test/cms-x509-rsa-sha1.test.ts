import { der, signWith } from "@idvkit/trust/testing";
import { describe, expect, it } from "vitest";
import { checkX509RsaSha1, type X509RsaSha1Input } from "../src/cms/check-x509-rsa-sha1.ts";
import { authority, codesOf, content, rsaSigner, signer } from "./cms-setup.ts";

const signedWith = (name: "rsa-sha1" | "rsa-sha256" | "rsa-sha384" | "rsa-sha512", padding = 0) =>
  Buffer.concat([der.octetString(signWith(name, rsaSigner.privateKey, Buffer.concat(content))), Buffer.alloc(padding)]);
const check = (input: Partial<X509RsaSha1Input> = {}) =>
  checkX509RsaSha1({
    contents: signedWith("rsa-sha1"),
    certificates: [rsaSigner.certificate, authority.certificate],
    content,
    ...input,
  });

const subjectPublicKeyInfo = der.sequence(der.sequence(der.oid("1.2.3")), der.bitString(Buffer.alloc(32)));
const strange = authority.issue({ subject: "Example", defects: { subjectPublicKeyInfo } });

describe("a signature of adbe.x509.rsa_sha1", () => {
  it("is the bare value over the file, with the certificates beside it", () => {
    const result = check({ contents: signedWith("rsa-sha1", 40) });
    expect(result).toMatchObject({
      intact: true,
      digest: "sha1",
      scheme: { family: "rsa-pkcs1", hash: "sha1", keyBits: 2048 },
      attributes: { isSigned: false },
      findings: [{ code: "weak_hash" }],
    });
    expect(result.certificate?.subject.text).toBe("CN=Example RSA Signer");
    expect(result.certificates).toHaveLength(2);
  });

  it.each(["sha256", "sha384", "sha512"] as const)("may be made with %s in spite of its name", (hash) => {
    expect(check({ contents: signedWith(`rsa-${hash}`) })).toMatchObject({ intact: true, digest: hash, findings: [] });
  });

  it.each<[string, Partial<X509RsaSha1Input>, readonly string[]]>([
    ["over other bytes", { content: [Buffer.from("else")] }, ["signature_invalid"]],
    ["of another certificate", { certificates: [signer.certificate, rsaSigner.certificate] }, ["signature_invalid"]],
    ["of a key of an unknown kind", { certificates: [strange.certificate] }, ["signer_key_unsupported"]],
    ["without a certificate", { certificates: [] }, ["signer_certificate_missing"]],
    [
      "with a certificate that cannot be read",
      { certificates: [der.nullValue()] },
      ["certificate_unreadable", "signer_certificate_missing"],
    ],
    ["that is no octet string", { contents: der.nullValue() }, ["cms_unreadable", "signature_invalid"]],
    [
      "with bytes behind it",
      { contents: Buffer.concat([signedWith("rsa-sha1"), Buffer.from([1])]) },
      ["cms_unreadable", "signature_invalid"],
    ],
    ["that is empty", { contents: new Uint8Array() }, ["cms_unreadable", "signature_invalid"]],
  ])("%s is not intact", (_what, input, codes) => {
    const result = check(input);
    expect([result.intact, codesOf(result)]).toEqual([false, codes]);
  });
});
