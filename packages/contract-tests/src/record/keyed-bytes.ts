import { createHmac } from "node:crypto";

/** Numbers that follow from key, kind and value, and from nothing else. */
export interface KeyedNumbers {
  /** The next whole number from 0 up to, not including, the limit. */
  below(limit: number): number;
  hex(length: number): string;
}

/**
 * A source of numbers for one value: HMAC-SHA256(key, kind, value, attempt, block), block after block. Whoever lacks the
 * key can neither take a stand-in back nor try candidates (RFC 2104).
 */
export function keyedNumbers(key: Uint8Array, kind: string, value: string, attempt: number): KeyedNumbers {
  let block = Buffer.alloc(0);
  let [blocks, position] = [0, 0];

  function nextByte(): number {
    if (position >= block.length) {
      const input = JSON.stringify([kind, value, attempt, blocks]);
      block = createHmac("sha256", key).update(input).digest();
      blocks += 1;
      position = 0;
    }
    const byte = block[position] ?? 0;
    position += 1;
    return byte;
  }

  function below(limit: number): number {
    const number = nextByte() * 2 ** 24 + nextByte() * 2 ** 16 + nextByte() * 2 ** 8 + nextByte();
    return number % limit;
  }

  return { below, hex: (length) => Array.from({ length }, () => below(16).toString(16)).join("") };
}
