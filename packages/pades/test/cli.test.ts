import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestCertificateAuthority } from "@idvkit/trust/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand, usage } from "../src/cli/run-command.ts";
import { appendBytes, createPdf, signPdf } from "./pdf-maker/index.ts";

const authority = createTestCertificateAuthority({ name: "Example Root" });
const signer = authority.issue({ subject: "Erika Mustermann", keyUsage: ["nonRepudiation"] });
const claimedTime = new Date("2026-03-01T10:00:00Z");
const signed = signPdf(createPdf({ texts: ["A contract"] }), { signer, claimedTime });

let folder = "";
const at = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pades-"));
  writeFileSync(at("signed.pdf"), signed.bytes);
  writeFileSync(at("unsigned.pdf"), createPdf({}).bytes);
  writeFileSync(at("tampered.pdf"), appendBytes(signed, "\n9 0 obj\n<< >>\nendobj\n").bytes);
  writeFileSync(at("text.pdf"), "no PDF");
  writeFileSync(at("root.der"), authority.certificate);
  const base64 = Buffer.from(authority.certificate).toString("base64");
  writeFileSync(at("root.pem"), `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("pades verify", () => {
  it("ends with 0 for a file that is intact and trusted, and shows who signed", async () => {
    const { output, errors, exitCode } = await runCommand(["verify", at("signed.pdf"), "--anchors", folder]);
    expect({ errors, exitCode }).toEqual({ errors: "", exitCode: 0 });
    expect(output).toContain("document      intact\n");
    expect(output).toContain("signer        CN=Erika Mustermann\n");
    expect(output).toContain("claimed time  2026-03-01T10:00:00.000Z\n");
    expect(output).toContain("trust         trusted\n");
  });

  it("ends with 1 without anchors: who signed is not known", async () => {
    const { output, exitCode } = await runCommand(["verify", at("signed.pdf")]);
    expect(exitCode).toBe(1);
    expect(output).toContain("trust         unknown\n");
  });

  it("ends with 1 for the time before the certificate", async () => {
    const words = ["verify", at("signed.pdf"), "--anchors", folder, "--at", "2023-01-01"];
    const { output, exitCode } = await runCommand(words);
    expect(exitCode).toBe(1);
    expect(output).toContain("trust         expired\n");
  });

  it("ends with 1 for a file that was changed, and says which check failed", async () => {
    const { output, exitCode } = await runCommand(["verify", at("tampered.pdf"), "--anchors", folder]);
    expect(exitCode).toBe(1);
    expect(output).toContain("document      NOT INTACT\n");
    expect(output).toMatch(/^error .*\(unaccounted_bytes\)$/m);
  });

  it("ends with 1 for a PDF without signatures", async () => {
    const { output, exitCode } = await runCommand(["verify", at("unsigned.pdf"), "--anchors", folder]);
    expect(exitCode).toBe(1);
    expect(output).toBe("document      no signatures\n");
  });

  it("prints JSON with times as text and certificates as base64", async () => {
    const { output } = await runCommand(["verify", at("signed.pdf"), "--anchors", folder, "--json"]);
    expect(JSON.parse(output)).toMatchObject({
      documentIntact: true,
      signatures: [
        {
          trust: "trusted",
          signingTime: { claimed: "2026-03-01T10:00:00.000Z" },
          signer: { certificate: Buffer.from(signer.certificate).toString("base64") },
        },
      ],
    });
  });

  it.each([
    ["a file that is no PDF", () => ["verify", at("text.pdf")], /not_pdf/],
    ["a file that is not there", () => ["verify", at("missing.pdf")], /cannot be read/],
    ["a folder that is not there", () => ["verify", at("signed.pdf"), "--anchors", at("missing")], /anchors/],
    ["an unknown option", () => ["verify", at("signed.pdf"), "--fast"], /^Usage/],
    ["no time", () => ["verify", at("signed.pdf"), "--at", "yesterday"], /^Usage/],
    ["another verb", () => ["sign", at("signed.pdf")], /^Usage/],
    ["two files", () => ["verify", at("signed.pdf"), at("unsigned.pdf")], /^Usage/],
  ])("ends with 2 for %s", async (_, words, message) => {
    const { output, errors, exitCode } = await runCommand(words());
    expect({ output, exitCode }).toEqual({ output: "", exitCode: 2 });
    expect(errors).toMatch(message);
  });

  it.each([[["--help"]], [[]]])("explains itself: %j", async (words) => {
    expect(await runCommand(words)).toEqual({ output: usage, errors: "", exitCode: 0 });
  });

  it("takes a signer's name only as text: no control character reaches a terminal", async () => {
    const other = authority.issue({ subject: "Erika\u001b[2JMustermann" });
    writeFileSync(at("control.pdf"), signPdf(createPdf({}), { signer: other }).bytes);
    const { output } = await runCommand(["verify", at("control.pdf")]);
    expect(output).not.toContain("\u001b");
  });
});
