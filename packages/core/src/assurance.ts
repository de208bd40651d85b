/**
 * Levels of assurance. eIDAS: Implementing Regulation (EU) 2015/1502. IAL and AAL: NIST SP 800-63-4.
 * Evidence strength: NIST SP 800-63A. Each list is ordered, weakest first.
 */
export const assuranceScales = {
  eidas: ["low", "substantial", "high"],
  ial: ["IAL1", "IAL2", "IAL3"],
  aal: ["AAL1", "AAL2", "AAL3"],
  evidenceStrength: ["fair", "strong", "superior"],
} as const;

export type AssuranceScale = keyof typeof assuranceScales;
export type EidasLevel = (typeof assuranceScales.eidas)[number];
export type IdentityAssuranceLevel = (typeof assuranceScales.ial)[number];
export type AuthenticatorAssuranceLevel = (typeof assuranceScales.aal)[number];
export type EvidenceStrength = (typeof assuranceScales.evidenceStrength)[number];

/** What is known on each scale. An absent scale says nothing; it is never read as the lowest level. */
export interface Assurance {
  eidas?: EidasLevel;
  ial?: IdentityAssuranceLevel;
  aal?: AuthenticatorAssuranceLevel;
  evidenceStrength?: EvidenceStrength;
}

type Level<S extends AssuranceScale> = (typeof assuranceScales)[S][number];

/** Negative when `left` is weaker than `right`, zero when equal, positive when stronger. */
export function compareLevels<S extends AssuranceScale>(scale: S, left: Level<S>, right: Level<S>): number {
  const levels: readonly string[] = assuranceScales[scale];
  return levels.indexOf(left) - levels.indexOf(right);
}

/** True when every scale that `required` names is reached. A scale that `achieved` lacks is not reached. */
export function meetsAssurance(achieved: Assurance, required: Assurance): boolean {
  return scales.every((scale) => {
    const need = required[scale];
    const have = achieved[scale];
    return need === undefined || (have !== undefined && compareAny(scale, have, need) >= 0);
  });
}

/**
 * `weakest`: all parts were required, so the result is as strong as its weakest part; a scale that one part lacks is absent.
 * `strongest`: the parts stand for themselves; each scale takes the best that any part proves.
 */
export type AssurancePolicy = "weakest" | "strongest";

/** Combines the assurance of several steps under a policy. No parts give no assurance. */
export function combineAssurance(parts: readonly Assurance[], policy: AssurancePolicy): Assurance {
  const combined: Record<string, string> = {};
  for (const scale of scales) {
    const levels = parts.flatMap((part) => part[scale] ?? []);
    if (levels.length === 0 || (policy === "weakest" && levels.length < parts.length)) continue;
    const order = [...levels].sort((left, right) => compareAny(scale, left, right));
    const chosen = policy === "weakest" ? order[0] : order[order.length - 1];
    if (chosen !== undefined) combined[scale] = chosen;
  }
  return combined;
}

/** Lowers each level to the method's maximum. A scale that the maximum does not name is dropped: the method cannot prove it. */
export function capAssurance(achieved: Assurance, maximum: Assurance): Assurance {
  return combineAssurance([achieved, maximum], "weakest");
}

const scales = Object.keys(assuranceScales) as AssuranceScale[];

function compareAny(scale: AssuranceScale, left: string, right: string): number {
  const levels: readonly string[] = assuranceScales[scale];
  return levels.indexOf(left) - levels.indexOf(right);
}
