import { readFile } from "node:fs/promises";
import { summarize, verifyPdf } from "@idvkit/pades";

export async function checkContract(file: string, root: Uint8Array) {
  const verified = await verifyPdf(await readFile(file), { anchors: [root] });
  if (!verified.ok) throw verified.error; // no PDF, or one that cannot be read
  const { documentIntact, signatures } = verified.value;
  const why = signatures.flatMap(({ findings }) => findings); // which check failed, with a stable code
  return { documentIntact, signedBy: summarize(verified.value), why }; // who, with what kind of certificate, when
}
