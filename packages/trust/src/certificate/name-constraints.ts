import { DerError } from "../der/der-error.ts";
import type { DerElement } from "../der/element.ts";
import { sequenceOf } from "../der/values.ts";
import { type GeneralName, readGeneralName } from "./general-name.ts";

/** The names that certificates below this one may or must not have (RFC 5280, section 4.2.1.10). */
export interface NameConstraints {
  permitted: readonly GeneralName[];
  excluded: readonly GeneralName[];
}

/** Reads the value of the nameConstraints extension. Throws a {@link DerError}, also for a minimum or maximum, which RFC 5280 rules out. */
export function readNameConstraints(value: DerElement): NameConstraints {
  const members = sequenceOf(value);
  return { permitted: subtreesOf(members, 0), excluded: subtreesOf(members, 1) };
}

function subtreesOf(members: readonly DerElement[], tagNumber: number): readonly GeneralName[] {
  const subtrees = members.find((member) => member.isContext(tagNumber));
  return (subtrees?.children ?? []).map((subtree) => {
    const [base, ...bounds] = sequenceOf(subtree);
    if (base === undefined || bounds.some((bound) => !isMinimumZero(bound)))
      throw new DerError("a subtree with bounds");
    return readGeneralName(base);
  });
}

/** The default, written down against DER. */
function isMinimumZero(bound: DerElement): boolean {
  return bound.isContext(0) && bound.content.length === 1 && bound.content[0] === 0;
}
