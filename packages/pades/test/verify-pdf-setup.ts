import { createTestCertificateAuthority, type TestCmsSigner } from "@idvkit/trust/testing";
import {
  type FindingCode,
  type Modifications,
  type PdfSignature,
  type PdfVerification,
  type VerifyPdfOptions,
  verifyPdf,
} from "../src/index.ts";
import { createPdf, dictionaryOf, type MadePdf, type SignPdfSettings, signPdf } from "./pdf-maker/index.ts";

/** One authority, its signers and its time-stamping unit. Persons and keys are made up. */
export const authority = createTestCertificateAuthority({ name: "Example Root" });
export const signer: TestCmsSigner = authority.issue({ subject: "Erika Mustermann" });
export const secondSigner: TestCmsSigner = authority.issue({ subject: "Max Mustermann" });
export const unit: TestCmsSigner = authority.issueTimestampUnit();

export const signedAt = new Date("2026-03-01T10:00:00Z");
export const stampedAt = new Date("2026-03-01T10:00:05Z");

/** A form with two texts and a place for the seller's signature, on two pages. */
export const contract: MadePdf = createPdf({
  texts: ["Agreement", "Appendix"],
  textFields: [{ name: "city", value: "Bonn" }, { name: "remark" }],
  signatureFields: [{ name: "Seller" }],
});

export const sign = (pdf: MadePdf, settings: Partial<SignPdfSettings> = {}): MadePdf =>
  signPdf(pdf, { signer, claimedTime: signedAt, contentsSize: 4096, ...settings });

/** The contract, signed once in a new field that shows nothing. */
export const signed: MadePdf = sign(contract);

/** An object with other entries; an entry that is undefined goes. */
export function edited(
  pdf: MadePdf,
  objectNumber: number,
  entries: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const all = Object.entries({ ...dictionaryOf(pdf, objectNumber), ...entries });
  return Object.fromEntries(all.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

export async function verify(pdf: MadePdf | Uint8Array, options?: VerifyPdfOptions): Promise<PdfVerification> {
  const result = await verifyPdf(pdf instanceof Uint8Array ? pdf : pdf.bytes, options);
  if (!result.ok) throw result.error;
  return result.value;
}

export async function verifyOne(pdf: MadePdf | Uint8Array, options?: VerifyPdfOptions): Promise<PdfSignature> {
  const { signatures } = await verify(pdf, options);
  const [signature] = signatures;
  if (signature === undefined) throw new Error("no signature was found");
  return signature;
}

/** Every code that is found: of the document, of the signatures and of their timestamps. */
export function allCodes({ findings, signatures }: PdfVerification): FindingCode[] {
  const all = [
    ...findings,
    ...signatures.flatMap((signature) => [
      ...signature.findings,
      ...signature.timestamps.flatMap((timestamp) => timestamp.findings),
    ]),
  ];
  return [...new Set(all.map(({ code }) => code))].sort();
}

/** What a row of a table expects of the first signature and of the whole. */
export interface Expected {
  intact: boolean;
  modifications: Modifications;
  /** At least these. */
  codes: readonly FindingCode[];
}
