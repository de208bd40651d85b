import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { type Certificate, parseCertificate } from "@idvkit/trust";

const extensions: ReadonlySet<string> = new Set([".pem", ".crt", ".cer", ".der"]);
const pemCertificate = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g;

/** The certificates of a folder, PEM (several in a file too) or DER. Rejects for a folder or a certificate that cannot be read. */
export async function readAnchors(folder: string): Promise<Certificate[]> {
  const names = (await readdir(folder)).filter((name) => extensions.has(extname(name).toLowerCase()));
  const files = await Promise.all(names.sort().map((name) => readFile(join(folder, name))));
  return files.flatMap(certificatesIn).map((der) => {
    const parsed = parseCertificate(der);
    if (!parsed.ok) throw parsed.error;
    return parsed.value;
  });
}

function certificatesIn(file: Buffer): Uint8Array[] {
  const encoded = [...file.toString("latin1").matchAll(pemCertificate)].map(([, text = ""]) =>
    Buffer.from(text, "base64"),
  );
  return encoded.length > 0 ? encoded : [file];
}
