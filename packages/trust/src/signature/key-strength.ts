import type { KeyObject } from "node:crypto";
import { readDer } from "../der/element.ts";
import { bitStringOf, sequenceOf, tags } from "../der/values.ts";

/** Least sizes that are not reported as short (NIST SP 800-131A, section 3). */
const leastBits = { rsa: 2048, curve: 224 } as const;

export interface KeyStrength {
  /** Of the modulus, or of the field of the curve, there in whole bytes. */
  keyBits?: number;
  /** Name as `node:crypto` has it. */
  curve?: string;
  isShort: boolean;
  /** The parameters of the curve stand in the key in place of its name (RFC 5480, section 2.1.1, forbids that). */
  hasUnnamedCurve: boolean;
}

const strengths = new WeakMap<KeyObject, KeyStrength>();

/** How long a public key is. Never throws. */
export function keyStrengthOf(publicKey: KeyObject): KeyStrength {
  // Asking a key costs as much as verifying with it.
  const known = strengths.get(publicKey);
  if (known !== undefined) return known;
  const strength = readStrength(publicKey);
  strengths.set(publicKey, strength);
  return strength;
}

function readStrength(publicKey: KeyObject): KeyStrength {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined) {
    return { keyBits: modulusLength, isShort: modulusLength < leastBits.rsa, hasUnnamedCurve: false };
  }
  if (publicKey.asymmetricKeyType !== "ec") return { isShort: false, hasUnnamedCurve: false };
  const { fieldBits, hasName } = curveOf(publicKey);
  return {
    ...(fieldBits !== undefined && { keyBits: fieldBits }),
    ...(namedCurve !== undefined && { curve: namedCurve }),
    isShort: fieldBits !== undefined && fieldBits < leastBits.curve,
    hasUnnamedCurve: !hasName,
  };
}

/** The length is that of the point (SEC 1, section 2.3.3), as names of curves need a table. */
function curveOf(publicKey: KeyObject): { fieldBits?: number; hasName: boolean } {
  try {
    const [algorithm, point] = sequenceOf(readDer(publicKey.export({ type: "spki", format: "der" })));
    const [, parameters] = sequenceOf(algorithm);
    const bytes = bitStringOf(point);
    const isCompressed = bytes[0] === 2 || bytes[0] === 3;
    return {
      fieldBits: ((bytes.length - 1) / (isCompressed ? 1 : 2)) * 8,
      hasName: parameters?.isUniversal(tags.objectIdentifier) === true,
    };
  } catch {
    return { hasName: false };
  }
}
