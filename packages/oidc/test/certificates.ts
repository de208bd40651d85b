import { createPrivateKey, generateKeyPairSync, type KeyObject, sign, X509Certificate } from "node:crypto";

/** A certificate with its key, as PEM. */
export interface TestCertificate {
  certificate: string;
  privateKey: string;
}

interface CertificateWish {
  /** Common name of the subject. */
  name: string;
  /** Absent: signs itself and may sign others. */
  issuer?: { name: string; privateKey: string };
  /** IPv4 address that a server is reached at. */
  address?: string;
}

const validFrom = "20200101000000Z";
const validUntil = "20991231235959Z";
const objectIds = {
  ecdsaWithSha256: "2a8648ce3d040302",
  commonName: "550403",
  basicConstraints: "551d13",
  subjectAltName: "551d11",
};

/** Makes an X.509 certificate (RFC 5280): node:crypto reads certificates, but issues none. */
export function issueCertificate({ name, issuer, address }: CertificateWish): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signingKey = issuer === undefined ? privateKey : createPrivateKey(issuer.privateKey);
  const toBeSigned = sequence(
    tagged(0xa0, integer(2)),
    integer(Math.floor(Math.random() * 0x3fffffff) + 1),
    sequence(objectId(objectIds.ecdsaWithSha256)),
    commonName(issuer?.name ?? name),
    sequence(tagged(0x18, Buffer.from(validFrom)), tagged(0x18, Buffer.from(validUntil))),
    commonName(name),
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(...extensionsOf(issuer === undefined, address))),
  );
  const der = signed(toBeSigned, signingKey);
  return {
    certificate: new X509Certificate(der).toString(),
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function signed(toBeSigned: Buffer, key: KeyObject): Buffer {
  const signature = sign("sha256", toBeSigned, key);
  const bitString = tagged(0x03, Buffer.concat([Buffer.from([0]), signature]));
  return sequence(toBeSigned, sequence(objectId(objectIds.ecdsaWithSha256)), bitString);
}

function extensionsOf(isAuthority: boolean, address: string | undefined): Buffer[] {
  const constraints = isAuthority ? sequence(tagged(0x01, Buffer.from([0xff]))) : sequence();
  const all = [extension(objectIds.basicConstraints, constraints)];
  if (address === undefined) return all;
  const bytes = Buffer.from(address.split(".").map(Number));
  return [...all, extension(objectIds.subjectAltName, sequence(tagged(0x87, bytes)))];
}

function extension(id: string, content: Buffer): Buffer {
  return sequence(objectId(id), tagged(0x04, content));
}

function commonName(name: string): Buffer {
  return sequence(tagged(0x31, sequence(objectId(objectIds.commonName), tagged(0x0c, Buffer.from(name)))));
}

function objectId(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, "hex"));
}

function integer(value: number): Buffer {
  const hex = value.toString(16);
  return tagged(0x02, Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex"));
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

/** Tag, length, content (X.690, section 8.1). */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
