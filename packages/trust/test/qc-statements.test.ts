import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCertificate } from "../src/certificate/certificate.ts";
import { DerError } from "../src/der/der-error.ts";
import { noQcStatements, readQcStatements } from "../src/qualified/qc-statements.ts";
import { createTestCertificateAuthority, der } from "../src/testing/index.ts";

const statement = (oid: string, ...information: readonly Uint8Array[]) => der.sequence(der.oid(oid), ...information);
const qcType = "0.4.0.1862.1.6";

describe("readQcStatements", () => {
  it("reads what a qualified certificate says", () => {
    const { certificate } = createTestCertificateAuthority({ name: "Example CA" }).issue({
      subject: "Kari",
      qualifiedStatements: {
        compliant: true,
        device: true,
        types: ["esign", "eseal", "web", "1.2.3"],
        legislation: ["NO", "CH"],
        limit: { currency: "EUR", amount: 5, exponent: 3 },
        retentionYears: 10,
        disclosures: [{ url: "https://example.org/pds", language: "en" }],
        others: ["1.2.3.4", "1.3.6.1.5.5.7.11.2"],
      },
    });
    expect(readCertificate(certificate).qcStatements).toEqual({
      isCompliant: true,
      hasSscd: true,
      types: ["esign", "eseal", "web", "1.2.3"],
      legislation: ["NO", "CH"],
      limit: { currency: "EUR", amount: 5, exponent: 3 },
      retentionYears: 10,
      pdsUrls: ["https://example.org/pds"],
      unknown: ["1.2.3.4"],
    });
  });

  it("says nothing without the extension, and nothing for an empty list", () => {
    const { certificate } = createTestCertificateAuthority({ name: "Example CA" }).issue({ subject: "Kari" });
    expect(readCertificate(certificate).qcStatements).toEqual(noQcStatements);
    expect(readQcStatements(der.sequence())).toEqual(noQcStatements);
  });

  it("reads a currency that is a number, and a type without a list around it", () => {
    const limit = statement("0.4.0.1862.1.2", der.sequence(der.integer(36), der.integer(1), der.integer(0)));
    const type = statement(qcType, der.oid(`${qcType}.1`));
    expect(readQcStatements(der.sequence(limit, type))).toMatchObject({
      limit: { currency: "036", amount: 1, exponent: 0 },
      types: ["esign"],
    });
  });

  it("joins the types of statements that come twice", () => {
    const of = (type: number) => statement(qcType, der.sequence(der.oid(`${qcType}.${type}`)));
    expect(readQcStatements(der.sequence(of(2), of(1))).types).toEqual(["eseal", "esign"]);
  });

  it("never takes a type that cannot be read for a missing one", () => {
    const read = readQcStatements(der.sequence(statement("0.4.0.1862.1.1"), statement(qcType, der.integer(1))));
    expect(read).toMatchObject({ isCompliant: true, types: [qcType], unknown: [qcType] });
  });

  it("counts a statement that cannot be read as unknown", () => {
    const unreadable = ["0.4.0.1862.1.2", "0.4.0.1862.1.3", "0.4.0.1862.1.5", "0.4.0.1862.1.7"];
    const read = readQcStatements(
      der.sequence(...unreadable.map((oid) => statement(oid, der.sequence(der.nullValue())))),
    );
    expect(read).toEqual({ ...noQcStatements, unknown: unreadable });
  });

  it("throws nothing but a DerError", () => {
    const sample = der.sequence(statement(qcType, der.sequence(der.oid(`${qcType}.1`))), statement("0.4.0.1862.1.1"));
    fc.assert(
      fc.property(fc.nat(sample.length - 1), fc.nat(255), (at, byte) => {
        const bytes = Uint8Array.from(sample);
        bytes[at] = byte;
        try {
          readQcStatements(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(DerError);
        }
      }),
    );
  });
});
