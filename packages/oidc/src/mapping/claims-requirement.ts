import { own } from "./claim-value.ts";
import { evidenceTypes } from "./evidence-types.ts";
import type { VerifiedClaimsRequirement } from "./order.ts";
import { readTime } from "./times.ts";
import type { VerifiedEntry } from "./verified-entry.ts";

/** How far the provider's clock may be ahead of ours. */
const clockToleranceMs = 60_000;

interface Rule {
  /** The member of `verification` that the rule is about. */
  member: string;
  isBroken(entry: VerifiedEntry, requirement: VerifiedClaimsRequirement, now: Date): boolean;
}

/** What each entry must be like. Which claims there must be is asked of all entries together. */
const rules: readonly Rule[] = [
  {
    member: "assurance_level",
    isBroken: ({ level }, { assuranceLevels: accepted }) =>
      accepted !== undefined && (level === undefined || !accepted.includes(level)),
  },
  {
    member: "evidence",
    isBroken: ({ evidence }, { evidenceTypes: accepted }) =>
      accepted !== undefined && !evidence.some(({ type }) => isOfType(type, accepted)),
  },
  {
    member: "time",
    isBroken: ({ verification }, { maxAgeSeconds }, now) =>
      maxAgeSeconds !== undefined && !isYoung(own(verification, "time"), maxAgeSeconds, now),
  },
];

/** The path of the first member that breaks the requirement; undefined when none does, or there is no requirement. */
export function findUnfitMember(
  entry: VerifiedEntry,
  requirement: VerifiedClaimsRequirement | undefined,
  now: Date,
): string | undefined {
  if (requirement === undefined) return undefined;
  const broken = rules.find(({ isBroken }) => isBroken(entry, requirement, now));
  return broken && `${entry.path}.verification.${broken.member}`;
}

/** The type by its own name or, where that is one of a draft, by that of the final specification. */
function isOfType(type: string, accepted: readonly string[]): boolean {
  return accepted.includes(type) || accepted.includes(own(evidenceTypes, type)?.kind ?? type);
}

function isYoung(value: unknown, maxAgeSeconds: number, now: Date): boolean {
  const time = readTime(value);
  if (time === undefined) return false;
  const ageMs = now.getTime() - Date.parse(time);
  return ageMs >= -clockToleranceMs && ageMs <= maxAgeSeconds * 1000;
}
