import { createHmac, timingSafeEqual } from "node:crypto";
import { failure, IdvError, type IdvResult, type Secret, success } from "@idvkit/core";
import { readSecret } from "./secret.ts";

/** Bytes of a digest. */
const digestSizes = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 } as const;

export type HmacAlgorithm = keyof typeof digestSizes;

export interface HmacCheck {
  algorithm: HmacAlgorithm;
  /** The body as it came in, byte for byte. */
  body: Uint8Array;
  /** The value of the signature header, without any prefix. Missing: refused. */
  signature: string | undefined;
  encoding: "hex" | "base64";
  /** Upper-case hex is accepted too. Default true. */
  caseInsensitive?: boolean;
  /** Several while a secret is rotated; any of them may have signed. */
  secrets: readonly Secret[];
}

const hexAlphabet = { sensitive: /^[0-9a-f]*$/, insensitive: /^[0-9a-fA-F]*$/ };

/**
 * Checks the HMAC (RFC 2104) of a delivery against every secret, in constant time.
 * The form of the signature is checked before any secret is read.
 *
 * Fails with `invalid_callback` when the signature is missing, malformed or wrong, and with `configuration` when there
 * is no secret or one cannot be read. No error shows the signature.
 */
export async function verifyHmac(check: HmacCheck): Promise<IdvResult<void>> {
  if (check.secrets.length === 0) {
    return failure(new IdvError({ code: "configuration", message: "secrets: expected at least one" }));
  }
  const claimed = decodeSignature(check);
  if (claimed === null) return refused("signature: malformed");
  let matches = false;
  for (const [index, secret] of check.secrets.entries()) {
    const key = await readSecret(secret, `secrets[${index}]`);
    if (!key.ok) return key;
    const expected = createHmac(check.algorithm, key.value).update(check.body).digest();
    // No early end: the time must not tell which secret matched.
    matches = timingSafeEqual(expected, claimed) || matches;
  }
  return matches ? success(undefined) : refused("signature: does not match");
}

/** The bytes of a signature that has exactly the size of the digest; otherwise null. */
function decodeSignature(check: HmacCheck): Buffer | null {
  const { signature, encoding } = check;
  if (signature === undefined || signature === "") return null;
  const size = digestSizes[check.algorithm];
  if (encoding === "hex") {
    const alphabet = check.caseInsensitive === false ? hexAlphabet.sensitive : hexAlphabet.insensitive;
    return signature.length === size * 2 && alphabet.test(signature) ? Buffer.from(signature, "hex") : null;
  }
  const bytes = Buffer.from(signature, "base64");
  // Node skips what is not base64; only what encodes back to itself was base64.
  return bytes.length === size && bytes.toString("base64") === signature ? bytes : null;
}

function refused(message: string): IdvResult<never> {
  return failure(new IdvError({ code: "invalid_callback", message }));
}
