import { hash } from "node:crypto";

const namespaceLength = 16;
const variantDigits = ["8", "9", "a", "b"];

/**
 * Makes version 5 UUIDs (RFC 9562, section 5.5) in one namespace: the same name gives the same UUID.
 * The namespace is a UUID in its usual text form.
 */
export function uuidVersion5In(namespace: string): (name: string) => string {
  const namespaceHex = namespace.replaceAll("-", "");
  // One buffer for all short names: an id is made for every data block, and allocation would cost as much as the hash.
  const shared = messageBuffer(namespaceHex, 1024);
  return (name) => {
    const room = namespaceLength + name.length * 3;
    const message = room <= shared.length ? shared : messageBuffer(namespaceHex, room);
    const length = namespaceLength + message.write(name, namespaceLength, "utf8");
    return uuidText(hash("sha1", message.subarray(0, length), "hex"));
  };
}

/** A UTF-16 unit takes at most three bytes of UTF-8. */
function messageBuffer(namespaceHex: string, size: number): Buffer {
  const message = Buffer.alloc(size);
  message.write(namespaceHex, "hex");
  return message;
}

function uuidText(digest: string): string {
  const variant = variantDigits[Number.parseInt(digest.charAt(16), 16) & 3];
  const timeLow = digest.slice(0, 8);
  const timeMiddle = digest.slice(8, 12);
  return `${timeLow}-${timeMiddle}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}
