import { type IdvResult, success } from "@idvkit/core";
import { refuse } from "../refusal.ts";
import { importPrivateKey } from "./private-key.ts";
import type { RelyingPartySettings } from "./settings.ts";

/** RSA1_5 is left out: answers to guesses can decrypt it (RFC 8725, section 3.2). */
const keyManagement = [
  "RSA-OAEP",
  "RSA-OAEP-256",
  "RSA-OAEP-384",
  "RSA-OAEP-512",
  "ECDH-ES",
  "ECDH-ES+A128KW",
  "ECDH-ES+A192KW",
  "ECDH-ES+A256KW",
];
const contentEncryption = ["A128GCM", "A192GCM", "A256GCM", "A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512"];

/** The JWS inside a token, whether the token is encrypted (RFC 7516) or not. Reasons begin with `name`. */
export async function decryptToken(
  token: string,
  { decryptionKeys = [] }: RelyingPartySettings,
  name: string,
): Promise<IdvResult<string>> {
  if (token.split(".").length !== 5) return success(token);
  if (decryptionKeys.length === 0) {
    return refuse("invalid_response", `${name}: encrypted, and there is no key`, { reason: `${name}_encrypted` });
  }
  const { compactDecrypt, decodeProtectedHeader } = await import("jose");
  const header = headerOf(() => decodeProtectedHeader(token));
  if (!keyManagement.includes(header.alg ?? "") || !contentEncryption.includes(header.enc ?? "")) {
    return refuse("invalid_response", `${name}.alg: not accepted`, { reason: `${name}_encryption_refused` });
  }
  for (const [index, secret] of decryptionKeys.entries()) {
    const imported = await importPrivateKey(secret, `decryptionKeys[${index}]`);
    if (!imported.ok) return imported;
    try {
      const { kid } = header;
      if (kid !== undefined && imported.value.kid !== undefined && imported.value.kid !== kid) continue;
      const { plaintext } = await compactDecrypt(token, imported.value.key, {
        keyManagementAlgorithms: keyManagement,
        contentEncryptionAlgorithms: contentEncryption,
      });
      return success(new TextDecoder().decode(plaintext));
    } catch {
      // Another key may be the one.
    }
  }
  return refuse("invalid_response", `${name}: no key decrypts it`, { reason: `${name}_decryption_failed` });
}

interface Header {
  alg?: string;
  enc?: string;
  kid?: string;
}

/** What cannot be read has no members. */
function headerOf(read: () => { alg?: unknown; enc?: unknown; kid?: unknown }): Header {
  try {
    const { alg, enc, kid } = read();
    return {
      ...(typeof alg === "string" && { alg }),
      ...(typeof enc === "string" && { enc }),
      ...(typeof kid === "string" && { kid }),
    };
  } catch {
    return {};
  }
}
