import { verifyPdf } from "@idvkit/pades";
import type { Certificate } from "@idvkit/trust";
import { createTrustedLists, readTrustedLists } from "@idvkit/trust/trusted-list";

/** `lotl` and `lists` are the XML files as they were downloaded; `lotlSigners` are in the Official Journal of the EU. */
export async function verifyQualified(
  pdf: Uint8Array,
  lotl: Uint8Array,
  lotlSigners: readonly Certificate[],
  lists: readonly Uint8Array[],
) {
  const read = await readTrustedLists({ lotl, lotlSigners, lists, at: new Date() });
  if (!read.ok) throw read.error;
  const trustedLists = createTrustedLists(read.value.lists, read.value.findings);
  return verifyPdf(pdf, { trustedLists }); // signatures[].qualification.confirmed: "QES_EIDAS", "AES_EIDAS" or nothing
}
