import { compareLevels, type EidasLevel } from "@idvkit/core";
import { findPreset, presets } from "./index.ts";
import { matchesIssuer } from "./issuer-pattern.ts";
import type { ProviderPreset } from "./preset.ts";

export interface LevelsQuestion {
  issuer: string;
  /** The preset that the caller named, or one of the caller's own. Absent: all presets of this package that list the issuer. */
  preset?: string | ProviderPreset;
  /** The method's own map; it wins, and holds for the issuer that the method pins. */
  overrides?: Readonly<Record<string, EidasLevel>>;
  /** The caller vouches that the issuer belongs to the named preset though the preset does not list it, such as a domain of the caller's own. */
  trustIssuer?: boolean;
}

/**
 * The eIDAS levels of the `acr` values that hold for one issuer, or undefined when none does. The word `high` of an issuer that nobody
 * vouches for means nothing. A preset's levels hold when it lists the issuer; when the caller named it, also for `issuersWhenNamed`; and
 * when it lists no issuer at all, naming it is the binding. A name that is unknown binds nothing. Where one value has two
 * levels, the weaker one holds. The answer has no prototype: a value such as `constructor` is not in it.
 */
export function acrLevelsOf(question: LevelsQuestion): Record<string, EidasLevel> | undefined {
  return levelsOf(question, ({ levels }) =>
    levels.flatMap(({ acr, level }) => (level === undefined ? [] : [[acr, level] as const])),
  );
}

/** The same for `verified_claims.verification.assurance_level`. */
export function assuranceLevelsOf(question: LevelsQuestion): Record<string, EidasLevel> | undefined {
  return levelsOf(question, ({ assuranceLevels }) => Object.entries(assuranceLevels ?? {}));
}

type LevelEntry = readonly [value: string, level: EidasLevel];

function levelsOf(
  question: LevelsQuestion,
  entriesOf: (preset: ProviderPreset) => readonly LevelEntry[],
): Record<string, EidasLevel> | undefined {
  const levels: Record<string, EidasLevel> = Object.create(null);
  for (const [value, level] of boundPresets(question).flatMap(entriesOf)) {
    const known = levels[value];
    if (known === undefined || compareLevels("eidas", level, known) < 0) levels[value] = level;
  }
  for (const [value, level] of Object.entries(question.overrides ?? {})) levels[value] = level;
  return Object.keys(levels).length === 0 ? undefined : levels;
}

function boundPresets({ issuer, preset, trustIssuer }: LevelsQuestion): readonly ProviderPreset[] {
  const lists = (patterns: readonly string[]) => patterns.some((pattern) => matchesIssuer(issuer, pattern));
  if (preset === undefined) return Object.values(presets).filter(({ issuers }) => lists(issuers));
  const named = typeof preset === "string" ? findPreset(preset) : preset;
  if (named === undefined) return [];
  const patterns = [...named.issuers, ...(named.issuersWhenNamed ?? [])];
  return trustIssuer === true || patterns.length === 0 || lists(patterns) ? [named] : [];
}
