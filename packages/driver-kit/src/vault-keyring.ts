import { createCipheriv, createDecipheriv, hash, randomBytes } from "node:crypto";
import { checkStateKeys, keyOf, type StateKeys } from "./seal-state.ts";

/** Encrypts the vault's own keys with the master keys: one of 32 bytes becomes a block of {@link wrappedSize} bytes. */
export interface VaultKeyring {
  /** @param binding What the key is for; it opens for nothing else. */
  wrap(key: Uint8Array, binding: string): Promise<Buffer>;
  /** `null`: sealed with a key that is not in the list, altered, or for something else. */
  unwrap(wrapped: Uint8Array, binding: string): Promise<Uint8Array | null>;
  isCurrent(wrapped: Uint8Array): boolean;
}

const algorithm = "aes-256-gcm";
export const keySize = 32;
const labelSize = 16;
const nonceSize = 12;
const tagSize = 16;
/** Label of the master key, nonce, encrypted key, authentication tag. */
export const wrappedSize = labelSize + nonceSize + keySize + tagSize;

/** Throws `configuration` for keys of a wrong shape; what a function gives is checked when it is used. */
export function createVaultKeyring(keys: StateKeys): VaultKeyring {
  const checked = checkStateKeys(keys);
  if (!checked.ok) throw checked.error;
  const keyIdsByLabel = new Map(Object.keys(keys.keys).map((keyId) => [labelOf(keyId).toString("hex"), keyId]));
  const keyIdOf = (wrapped: Uint8Array) =>
    keyIdsByLabel.get(Buffer.from(wrapped.subarray(0, labelSize)).toString("hex"));

  return {
    async wrap(key, binding) {
      const nonce = randomBytes(nonceSize);
      const cipher = createCipheriv(algorithm, await masterKey(keys, keys.current), nonce);
      cipher.setAAD(Buffer.from(binding));
      const sealed = [cipher.update(key), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat([labelOf(keys.current), nonce, ...sealed]);
    },

    async unwrap(wrapped, binding) {
      const keyId = keyIdOf(wrapped);
      if (keyId === undefined || wrapped.length !== wrappedSize) return null;
      const nonce = wrapped.subarray(labelSize, labelSize + nonceSize);
      const decipher = createDecipheriv(algorithm, await masterKey(keys, keyId), nonce, { authTagLength: tagSize });
      decipher.setAAD(Buffer.from(binding));
      decipher.setAuthTag(wrapped.subarray(wrappedSize - tagSize));
      try {
        const key = decipher.update(wrapped.subarray(labelSize + nonceSize, wrappedSize - tagSize));
        return Buffer.concat([key, decipher.final()]);
      } catch {
        return null;
      }
    },

    isCurrent: (wrapped) => keyIdOf(wrapped) === keys.current,
  };
}

/** Of a fixed size, and it does not show what the owner calls the key. */
function labelOf(keyId: string): Buffer {
  return hash("sha256", JSON.stringify(["idvkit-vault-key-1", keyId]), "buffer").subarray(0, labelSize);
}

async function masterKey(keys: StateKeys, keyId: string): Promise<Uint8Array> {
  const key = await keyOf(keys, keyId, "fileVault.keys");
  if (key.ok) return key.value;
  throw key.error;
}
