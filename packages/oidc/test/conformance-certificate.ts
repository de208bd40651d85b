import { generateKeyPairSync, sign, X509Certificate } from "node:crypto";

/** A client's certificate and key, as PEM, and the SHA-256 thumbprint that it is known by (RFC 8705, section 3.1). */
export interface ClientCertificate {
  certificate: string;
  privateKey: string;
  thumbprint: string;
}

/** Makes a self-signed certificate, byte by byte (X.690; RFC 5280, section 4.1), with a key of its own. */
export function makeCertificate(commonName: string): ClientCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  // ecdsa-with-SHA256, 1.2.840.10045.4.3.2
  const algorithm = sequence(der(0x06, Buffer.from([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02])));
  // commonName, 2.5.4.3
  const attribute = sequence(der(0x06, Buffer.from([0x55, 0x04, 0x03])), der(0x0c, Buffer.from(commonName)));
  const name = sequence(der(0x31, attribute));
  const validity = sequence(...["200101000000Z", "491231235959Z"].map((time) => der(0x17, Buffer.from(time))));
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", content, privateKey));
  const certificate = new X509Certificate(sequence(content, algorithm, signature));
  return {
    certificate: certificate.toString(),
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    thumbprint: Buffer.from(certificate.fingerprint256.replaceAll(":", ""), "hex").toString("base64url"),
  };
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts);
}

/** Tag, length, content. Nothing here is longer than 65,535 bytes. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const long = length > 0xff ? [0x82, length >> 8, length & 0xff] : [0x81, length];
  return Buffer.concat([Buffer.from([tag, ...(length < 0x80 ? [length] : long)]), content]);
}
