import { DerError } from "../der/der-error.ts";
import type { DerElement } from "../der/element.ts";
import { booleanOf, sequenceOf, smallIntegerOf, tags } from "../der/values.ts";

/** Whether the subject may issue certificates, and how many CAs may follow it (RFC 5280, section 4.2.1.9). */
export interface BasicConstraints {
  isCa: boolean;
  pathLength?: number;
}

/** Reads the value of the basicConstraints extension. Throws a {@link DerError}. */
export function readBasicConstraints(value: DerElement): BasicConstraints {
  const members = [...sequenceOf(value)];
  const flag = members[0]?.isUniversal(tags.boolean) === true ? members.shift() : undefined;
  const isCa = flag !== undefined && booleanOf(flag);
  const [length, ...more] = members;
  if (more.length > 0) throw new DerError("basic constraints with more members");
  if (length === undefined) return { isCa };
  const pathLength = smallIntegerOf(length);
  if (pathLength < 0) throw new DerError("a negative path length");
  return { isCa, pathLength };
}
