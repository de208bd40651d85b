import { DerError } from "../der/der-error.ts";
import type { DerElement } from "../der/element.ts";
import { hexOf, integerOf, oidOf, sequenceOf } from "../der/values.ts";

export const anyPolicy = "2.5.29.32.0";

/** A policy of this CA that counts as one of its issuer's. */
export interface PolicyMapping {
  issuerPolicy: string;
  subjectPolicy: string;
}

/** After how many further certificates a rule about policies holds. */
export interface PolicyConstraints {
  requireExplicitPolicy?: number;
  inhibitPolicyMapping?: number;
}

/** Reads the oids of a certificatePolicies extension (RFC 5280, section 4.2.1.4). Throws a {@link DerError}. */
export function readPolicies(value: DerElement): readonly string[] {
  return sequenceOf(value).map((policy) => oidOf(sequenceOf(policy)[0]));
}

/** Reads a policyMappings extension (RFC 5280, section 4.2.1.5). Throws a {@link DerError}. */
export function readPolicyMappings(value: DerElement): readonly PolicyMapping[] {
  return sequenceOf(value).map((mapping) => {
    const [issuerPolicy, subjectPolicy] = sequenceOf(mapping);
    return { issuerPolicy: oidOf(issuerPolicy), subjectPolicy: oidOf(subjectPolicy) };
  });
}

/** Reads a policyConstraints extension (RFC 5280, section 4.2.1.11). Throws a {@link DerError}. */
export function readPolicyConstraints(value: DerElement): PolicyConstraints {
  const members = sequenceOf(value);
  const require = members.find((member) => member.isContext(0));
  const inhibit = members.find((member) => member.isContext(1));
  return {
    ...(require !== undefined && { requireExplicitPolicy: countOf(require.content) }),
    ...(inhibit !== undefined && { inhibitPolicyMapping: countOf(inhibit.content) }),
  };
}

/** Reads an inhibitAnyPolicy extension (RFC 5280, section 4.2.1.14). Throws a {@link DerError}. */
export function readInhibitAnyPolicy(value: DerElement): number {
  integerOf(value);
  return countOf(value.content);
}

/** No path is as long as the largest count that is told apart. */
function countOf(content: Uint8Array): number {
  if (content.length === 0 || (content[0] ?? 0) >= 0x80) throw new DerError("a count that is none");
  return Math.min(Number.parseInt(hexOf(content.subarray(0, 8)), 16), 1_000_000);
}
