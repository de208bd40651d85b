import { createCipheriv } from "node:crypto";
import { createTestCertificateAuthority, type TestCmsSigner } from "@idvkit/trust/testing";
import {
  addDocumentTimestamp,
  appendUpdate,
  type CreatePdfSettings,
  createPdf,
  dictionaryOf,
  fieldNumberOf,
  type MadePdf,
  signPdf,
  streamSource,
  textString,
} from "../test/pdf-maker/index.ts";

const claimedTime = new Date("2026-03-01T10:00:00Z");
const firstFiller = 100;
const fillerBytes = 65_536;

/** A root, a CA below it, and who signs below that; RSA-2048 all of them. Persons and keys are made up. */
export interface BenchPki {
  root: Uint8Array;
  signer: TestCmsSigner;
  unit: TestCmsSigner;
}

export function createPki(): BenchPki {
  const keyType = "rsa2048";
  const root = createTestCertificateAuthority({ name: "Example Root", keyType });
  const issuer = createTestCertificateAuthority({ name: "Example CA", keyType, parent: root });
  return {
    root: root.certificate,
    signer: issuer.issue({ subject: "Erika Mustermann", keyType }),
    unit: issuer.issueTimestampUnit({ keyType }),
  };
}

/** A PDF of about that many bytes in streams that nothing packs, with a text field. */
export function pdfOfBytes(size: number): MadePdf {
  const data = createCipheriv("aes-128-ctr", Buffer.alloc(16, 7), Buffer.alloc(16)).update(Buffer.alloc(size));
  const count = Math.ceil(size / fillerBytes);
  const streams = Array.from({ length: count }, (_, index) => [
    firstFiller + index,
    streamSource({}, data.subarray(index * fillerBytes, (index + 1) * fillerBytes)),
  ]);
  return form({ objects: Object.fromEntries(streams) });
}

/** A PDF with that many small objects, all of which the catalogue leads to. */
export function pdfOfObjects(count: number): MadePdf {
  const numbers = Array.from({ length: count }, (_, index) => firstFiller + index);
  const objects = Object.fromEntries(numbers.map((number) => [number, { Title: `(Note ${number})`, Count: "1" }]));
  const references = numbers.map((number) => `${number} 0 R`).join(" ");
  return form({ objects, catalog: { PieceInfo: `<< /Notes [${references}] >>` } });
}

function form(settings: CreatePdfSettings): MadePdf {
  return createPdf({ ...settings, textFields: [{ name: "city", value: "Bonn" }] });
}

export function sign(pdf: MadePdf, { signer }: BenchPki, fieldName = "Signature1"): MadePdf {
  return signPdf(pdf, { signer, claimedTime, fieldName });
}

export function stamp(pdf: MadePdf, { unit }: BenchPki): MadePdf {
  return addDocumentTimestamp(pdf, { unit, time: new Date(claimedTime.getTime() + 5_000) });
}

/** Fills the text field, again and again, each time in an update of its own. */
export function fillTimes(pdf: MadePdf, times: number): MadePdf {
  const field = fieldNumberOf(pdf, "city");
  let filled = pdf;
  for (let time = 1; time <= times; time++) {
    const entries = { ...dictionaryOf(filled, field), V: textString(`Bonn ${time}`) };
    filled = appendUpdate(filled, { objects: { [field]: entries } });
  }
  return filled;
}
