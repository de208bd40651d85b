import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCertificate } from "../src/certificate/certificate.ts";

const corpora = process.env.IDVKIT_CORPORA;
const lists = corpora === undefined ? undefined : join(corpora, "pades", "tsl");
const files =
  lists !== undefined && existsSync(lists)
    ? readdirSync(lists, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".xml"))
    : [];
if (lists === undefined)
  process.emitWarning("IDVKIT_CORPORA is not set: no certificates of published trusted lists are read");

describe("published trusted lists", () => {
  it("hold only certificates that are read, with a key", () => {
    for (const file of files) {
      const xml = readFileSync(join(lists ?? "", file), "latin1");
      const certificates = [...xml.matchAll(/X509Certificate>([A-Za-z0-9+/=\s]{200,})</g)].map(([, base64 = ""]) =>
        readCertificate(Buffer.from(base64, "base64")),
      );
      expect(certificates.length, file).toBeGreaterThan(0);
      for (const { publicKey, unreadableExtensions, serialNumber } of certificates) {
        expect(publicKey, `${file} ${serialNumber}`).toBeDefined();
        expect(unreadableExtensions, `${file} ${serialNumber}`).toEqual([]);
      }
    }
  });
});
