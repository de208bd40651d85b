import { presets } from "../src/presets/index.ts";
import type { ProviderPreset } from "../src/presets/preset.ts";

const head = ["Preset", "Provider", "Asks with", "Level comes as", "Bound to", "Odd", "Unconfirmed"];

/** The README's table of presets, in Markdown. */
export function presetTable(): string {
  const rows = Object.values(presets).map((preset) => [
    code(preset.name),
    preset.title,
    asksWith(preset),
    comesAs(preset),
    boundTo(preset),
    preset.quirks.join(" "),
    preset.unconfirmed.join(" "),
  ]);
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n");
}

function asksWith({ acrValues = {} }: ProviderPreset): string {
  return (["low", "substantial", "high"] as const)
    .flatMap((level) => acrValues[level] ?? [])
    .map(code)
    .join(" ");
}

function comesAs({ acrClaim = "acr", levels, assuranceLevels }: ProviderPreset): string {
  const given = levels.filter(({ level }) => level !== undefined).map(({ acr, level }) => `${code(acr)} ${level}`);
  const assured = Object.entries(assuranceLevels ?? {}).map(([word, level]) => `${code(word)} ${level}`);
  return [
    given.length === 0 ? "no level" : `${code(acrClaim)}: ${given.join(", ")}`,
    ...(assured.length === 0 ? [] : [`${code("assurance_level")}: ${assured.join(", ")}`]),
  ].join("; ");
}

function boundTo({ issuers, issuersWhenNamed = [] }: ProviderPreset): string {
  const named = issuersWhenNamed.length === 0 ? [] : [`when named also ${issuersWhenNamed.map(code).join(" ")}`];
  return issuers.length + named.length === 0 ? "the caller who names it" : [...issuers.map(code), ...named].join(" ");
}

function code(text: string): string {
  return `\`${text}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
