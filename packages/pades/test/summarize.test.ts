import { describe, expect, it } from "vitest";
import { type PdfSignature, summarize } from "../src/index.ts";
import { addDocumentTimestamp, addUsageRights } from "./pdf-maker/index.ts";
import {
  authority,
  contract,
  secondSigner,
  sign,
  signed,
  signedAt,
  signer,
  stampedAt,
  unit,
  verify,
  verifyOne,
} from "./verify-pdf-setup.ts";

const issuer = "CN=Example Root";

describe("the summary of a verification", () => {
  it("has one row for each signature, with what an electronicSignature method needs", async () => {
    const twice = sign(signed, { signer: secondSigner, fieldName: "Signature2" });
    expect(summarize(await verify(twice))).toEqual([
      {
        fieldName: "Signature1",
        signatureType: "AdES",
        issuer,
        serialNumber: "1001",
        issuedAt: signedAt.toISOString(),
      },
      {
        fieldName: "Signature2",
        signatureType: "AdES",
        issuer,
        serialNumber: "1002",
        issuedAt: signedAt.toISOString(),
      },
    ]);
  });

  it("leaves out document timestamps and usage rights", async () => {
    const pdf = addDocumentTimestamp(addUsageRights(contract, { signer }), { unit, time: stampedAt });
    expect(summarize(await verify(pdf))).toEqual([]);
    expect(summarize(await verify(contract))).toEqual([]);
  });

  it("tells the proven time before the claimed one", async () => {
    const pdf = addDocumentTimestamp(signed, { unit, time: stampedAt });
    expect(summarize(await verify(pdf))).toMatchObject([{ issuedAt: stampedAt.toISOString() }]);
  });

  it("has no time, issuer or number that is not known", async () => {
    const pdf = sign(contract, { dictionary: { M: "null" }, cms: { certificates: [] } });
    expect(summarize(await verify(pdf))).toEqual([{ fieldName: "Signature1", signatureType: "unknown" }]);
  });

  it("tells what the certificate claims until a trusted list confirms it", async () => {
    const qualified = authority.issue({
      subject: "Kari Nordmann",
      qualifiedStatements: { compliant: true, device: true, types: ["esign"] },
    });
    const signature: PdfSignature = await verifyOne(sign(contract, { signer: qualified }));
    expect(summarize({ signatures: [signature] })).toMatchObject([{ signatureType: "QES" }]);
    const qualification = { ...signature.qualification, confirmed: "QES_EIDAS" as const };
    expect(summarize({ signatures: [{ ...signature, qualification }] })).toMatchObject([
      { signatureType: "QES_EIDAS" },
    ]);
  });
});
