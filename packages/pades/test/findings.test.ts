import { generateKeyPairSync } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { der } from "@idvkit/trust/testing";
import { describe, expect, it } from "vitest";
import { type FindingCode, findingTable } from "../src/index.ts";
import { appendUpdate, createPdf, type MadePdf, objectNumbers, patchPdf, streamSource } from "./pdf-maker/index.ts";
import { allCodes, authority, contract, edited, sign, signed, verify } from "./verify-pdf-setup.ts";

const codes = Object.keys(findingTable) as FindingCode[];

describe("the table of findings", () => {
  it.each(codes)("%s: a severity and one short sentence", (code) => {
    const { severity, message } = findingTable[code];
    expect(["error", "warning", "info"]).toContain(severity);
    expect(message).toMatch(/^[A-Z][^\n]{10,140}\.$/);
    expect(code).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
  });

  it("has no sentence twice", () => {
    const messages = codes.map((code) => findingTable[code].message);
    expect(messages.filter((message, index) => messages.indexOf(message) !== index)).toEqual([]);
  });

  it("has no code that no test asks for", () => {
    const folder = import.meta.dirname;
    const names = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
    const text = names.map((name) => readFileSync(`${folder}/${name}`, "utf8")).join("\n");
    expect(codes.filter((code) => !text.includes(`"${code}"`))).toEqual([]);
  });
});

const { catalog, pages, form } = objectNumbers;
const rsa = authority.issue({ subject: "Example RSA Signer", keyType: "rsa2048" });
/** Changes the last of an object identifier in the message: the one that the signature is verified with. */
const renamed = (pdf: MadePdf, from: string, to: string) => patchPdf(pdf, from, to, { last: true });
const explicitCurve = generateKeyPairSync("ec", { namedCurve: "P-256", paramEncoding: "explicit" });
const unknownKey = der.sequence(der.sequence(der.oid("1.3.6.1.4.1.99999.9")), der.bitString(Uint8Array.of(1, 2, 3)));
const withUnknownKey = authority.issue({ subject: "Example", defects: { subjectPublicKeyInfo: unknownKey } });
const withPackets = createPdf({
  textFields: [{ name: "city" }],
  objects: {
    [form]: { Fields: "[10 0 R]", Q: "0", XFA: "[(template) 20 0 R (datasets) 21 0 R]" },
    20: streamSource({}, "<template/>"),
    21: streamSource({}, "<datasets/>"),
  },
  catalog: { Names: "<< /AP << /Names [] >> >>" },
});
const withData = sign(withPackets);

describe("findings that no other table has", () => {
  it.each<[FindingCode, MadePdf]>([
    [
      "signature_outside_revision",
      (() => {
        const tail = appendUpdate(signed, { objects: { 50: "null" } }).bytes.length - signed.bytes.length;
        const wide = sign(contract, { writtenByteRange: ([a, b, c, d]) => [a, b, c, d + tail] });
        return appendUpdate(wide, { objects: { 50: "null" } });
      })(),
    ],
    ["signature_flags_changed", appendUpdate(signed, { objects: { [form]: edited(signed, form, { SigFlags: "1" }) } })],
    ["form_changed", appendUpdate(signed, { objects: { [form]: edited(signed, form, { CO: "[10 0 R]" }) } })],
    ["form_defaults_changed", appendUpdate(withData, { objects: { [form]: edited(withData, form, { Q: "2" }) } })],
    ["form_data_changed", appendUpdate(withData, { objects: { 21: streamSource({}, "<datasets>Berlin</datasets>") } })],
    [
      "named_appearances_changed",
      appendUpdate(withData, {
        objects: { [catalog]: edited(withData, catalog, { Names: "<< /AP << /Names [(a) 20 0 R] >> >>" }) },
      }),
    ],
    ["page_tree_changed", appendUpdate(signed, { objects: { [pages]: edited(signed, pages, { Rotate: "90" }) } })],
    ["catalogue_missing", appendUpdate(signed, { trailer: { Root: "6 0 R" }, objects: { 50: "null" } })],
    [
      "change_unreadable",
      appendUpdate(signed, {
        trailer: { Encrypt: "<< /Filter /Acme >>" },
        xref: "stream",
        objectStream: true,
        objects: { [catalog]: edited(signed, catalog, {}) },
      }),
    ],
    [
      "signer_key_unsupported",
      sign(contract, {
        cms: { certificates: [withUnknownKey.certificate], namedCertificate: withUnknownKey.certificate },
        signer: { ...withUnknownKey },
      }),
    ],
    [
      "curve_unnamed",
      sign(contract, { signer: authority.issue({ subject: "Example Curve", keyPair: explicitCurve }) }),
    ],
    ["algorithm_unknown", renamed(sign(contract), "06082a8648ce3d040302", "06082a8648ce3d04037f")],
    [
      "parameters_unreadable",
      renamed(
        sign(contract, { signer: rsa, cms: { signatureAlgorithm: "rsa-pss-sha256" } }),
        "06092a864886f70d01010830",
        "06092a864886f70d01010831",
      ),
    ],
    ["digest_unknown", renamed(sign(contract), "0609608648016503040201", "060960864801650304027f")],
  ])("%s", async (code, pdf) => {
    expect(allCodes(await verify(pdf))).toContain(code);
  });
});
