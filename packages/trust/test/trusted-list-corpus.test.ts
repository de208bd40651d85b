import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { type Certificate, parseCertificate } from "../src/certificate/certificate.ts";
import { readTrustedList, readTrustedLists } from "../src/trusted-list/index.ts";

const corpora = process.env.IDVKIT_CORPORA;
const folder = corpora === undefined ? undefined : path.join(corpora, "pades", "tsl");
const files = folder !== undefined && existsSync(folder) ? [folder] : [];
if (files.length === 0)
  process.emitWarning("IDVKIT_CORPORA names no trusted lists: nothing was measured with real ones");

/** The certificate that the list itself names: enough to measure the signature, never to trust it. */
function namedSigner(xml: Uint8Array): Certificate {
  const signature = Buffer.from(xml).toString().split("KeyInfo")[1] ?? "";
  const base64 = /X509Certificate>([^<]+)</.exec(signature)?.[1] ?? "";
  const certificate = parseCertificate(Buffer.from(base64, "base64"));
  if (!certificate.ok) throw certificate.error;
  return certificate.value;
}

describe.each(files)("published lists", (tsl) => {
  const load = (name: string) => new Uint8Array(readFileSync(path.join(tsl, name)));
  const then = new Date("2019-10-01T00:00:00Z");
  const later = new Date("2025-01-15T00:00:00Z");

  it("follows the EU list of lists to the lists of Norway and Sweden", async () => {
    const lotl = load("eu-lotl.xml");
    const lists = [load("lotlCache/NO.xml"), load("lotlCache/SE.xml")];
    const result = await readTrustedLists({ lotl, lotlSigners: [namedSigner(lotl)], lists, at: then });
    if (!result.ok) throw result.error;
    expect(result.value.listOfLists.sequenceNumber).toBe(248);
    expect(result.value.lists.map(({ territory, sequenceNumber }) => [territory, sequenceNumber])).toEqual([
      ["NO", 50],
      ["SE", 32],
    ]);
    expect(result.value.findings).toEqual([]);
    const services = result.value.lists.flatMap((list) => list.services);
    expect(services.every(({ certificates, periods }) => certificates.length > 0 && periods.length > 0)).toBe(true);
  });

  it("refuses the list of lists that was changed", async () => {
    const signers = [namedSigner(load("eu-lotl.xml"))];
    const list = await readTrustedList(load("eu-lotl-broken-sig.xml"), { signers, at: then });
    expect(!list.ok && list.error.reason).toBe("list_signature_invalid");
  });

  it("reads the Finnish list as version 6, and as version 5 with what does not fit there", async () => {
    const versions = await Promise.all(
      ["fi-v6.xml", "fi-v5-invalid.xml"].map(async (name) => {
        const list = await readTrustedList(load(name), { signers: [namedSigner(load(name))], at: later });
        if (!list.ok) throw list.error;
        return [list.value.version, list.value.services.length, new Set(list.value.findings.map(({ code }) => code))];
      }),
    );
    expect(versions).toEqual([
      [6, 19, new Set()],
      [5, 19, new Set(["list_structure"])],
    ]);
  });

  it("refuses every change of a byte that is signed", { timeout: 60_000 }, async () => {
    const xml = load("lotlCache/SE.xml");
    const signers = [namedSigner(xml)];
    const end = Buffer.from(xml).indexOf("<ds:Signature");
    for (let step = 1; step < 12; step++) {
      const changed = xml.slice();
      const offset = Math.floor((end * step) / 12);
      changed[offset] = (changed[offset] ?? 0) ^ 1;
      expect((await readTrustedList(changed, { signers, at: then })).ok).toBe(false);
    }
  });
});
