import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findPreset, presetNames, presets } from "../src/presets/index.ts";
import { isIssuerPattern, matchesIssuer } from "../src/presets/issuer-pattern.ts";
import { acrLevelsOf } from "../src/presets/levels.ts";
import { presetSchema } from "../src/presets/schema.ts";

/** The table of `acr` values and eIDAS levels, written down a second time, with the presets that speak each value. */
const table: readonly (readonly [acr: string, level: "low" | "substantial" | "high", ...presets: string[]])[] = [
  ["eidas1", "low", "franceconnect", "proconnect"],
  ["eidas2", "substantial", "franceconnect", "proconnect"],
  ["eidas3", "high", "franceconnect", "proconnect"],
  ["http://eidas.europa.eu/LoA/low", "low", "eidas-generic"],
  ["http://eidas.europa.eu/LoA/substantial", "substantial", "eidas-generic"],
  ["http://eidas.europa.eu/LoA/high", "high", "eidas-generic"],
  ["https://www.spid.gov.it/SpidL1", "low", "spid", "cie"],
  ["https://www.spid.gov.it/SpidL2", "substantial", "spid", "cie"],
  ["https://www.spid.gov.it/SpidL3", "high", "spid", "cie"],
  ["urn:etoegang:core:assurance-class:loa2", "low", "eherkenning"],
  ["urn:etoegang:core:assurance-class:loa2plus", "low", "eherkenning"],
  ["urn:etoegang:core:assurance-class:loa3", "substantial", "eherkenning"],
  ["urn:etoegang:core:assurance-class:loa4", "high", "eherkenning"],
  ["idporten-loa-low", "low", "id-porten"],
  ["idporten-loa-substantial", "substantial", "id-porten"],
  ["idporten-loa-high", "high", "id-porten"],
  ["https://data.gov.dk/concept/core/nsis/Low", "low", "mitid"],
  ["https://data.gov.dk/concept/core/nsis/Substantial", "substantial", "mitid"],
  ["https://data.gov.dk/concept/core/nsis/High", "high", "mitid"],
  ["urn:eident:cert:eidas:low", "low", "nets-eident"],
  ["urn:eident:cert:eidas:substantial", "substantial", "nets-eident"],
  ["urn:eident:cert:eidas:high", "high", "nets-eident"],
  ["urn:hopae:loa1", "low", "hopae"],
  ["urn:hopae:loa3", "substantial", "hopae"],
  ["urn:hopae:loa4", "high", "hopae"],
  ["urn:bankid:bis;LOA=3", "substantial", "bankid-norway"],
  ["urn:bankid:bid;LOA=4", "high", "bankid-norway"],
  ["urn:grn:authn:no:bankid:substantial", "substantial", "idura"],
  ["urn:grn:authn:no:bankid:high", "high", "idura"],
  ["nl:bvn:bankid:1.0:loa3", "substantial", "idin"],
  ["http://itsme.services/v2/claim/acr_advanced", "high", "itsme"],
  ["loa:low", "low", "signicat"],
  ["loa:substantial", "substantial", "signicat"],
  ["loa:high", "high", "signicat"],
  ["low", "low", "eidas-generic", "signicat", "tara"],
  ["substantial", "substantial", "eidas-generic", "signicat", "tara"],
  ["high", "high", "eidas-generic", "signicat", "tara"],
  // What Idura states for its Swedish BankID.
  ["urn:grn:authn:se:bankid", "substantial", "bankid-sweden"],
  ["urn:grn:authn:se:bankid:same-device", "substantial", "bankid-sweden"],
  ["urn:grn:authn:se:bankid:qr", "substantial", "bankid-sweden"],
];

/** Known values that stand for no level. */
const withoutLevel: Readonly<Record<string, readonly string[]>> = {
  itsme: ["http://itsme.services/v2/claim/acr_basic"],
  hopae: ["urn:hopae:loa2", "urn:hopae:loa5"],
  idura: ["urn:grn:authn:se:frejaid"],
  freja: ["BASIC", "EXTENDED", "PLUS", "http://id.elegnamnden.se/loa/1.0/loa3"],
  "mosip-esignet": ["password", "static-code", "generated-code", "linked-wallet", "biometrics", "knowledge"].map(
    (method) => `mosip:idp:acr:${method}`,
  ),
};

/** Presets of which at least one fact is remembered only. */
const resting = [
  "bankid-norway",
  "bankid-sweden",
  "cie",
  "didit",
  "entra-id",
  "franceconnect",
  "freja",
  "hopae",
  "idin",
];
const onMemory = [
  ...resting,
  "idura",
  "itsme",
  "mitid",
  "okta",
  "okta-idv",
  "proconnect",
  "signicat",
  "spid",
  "tara",
  "verimi",
  "yes",
];

const everyPreset = Object.values(presets).map((preset) => [preset.name, preset] as const);

describe("the levels of the presets", () => {
  it.each(table)("%s stands for %s", (acr, level, ...names) => {
    for (const name of names) {
      const issuer = exampleIssuer(name);
      expect(acrLevelsOf({ issuer, preset: name })?.[acr], name).toBe(level);
    }
    const speakers = Object.values(presets).filter((preset) => preset.levels.some((row) => row.acr === acr));
    expect(speakers.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  it("are those of the table, and no others", () => {
    const written = table.flatMap(([acr, level, ...names]) => names.map((name) => `${name} ${acr} ${level}`));
    const known = Object.values(presets).flatMap(({ name, levels }) =>
      levels.flatMap((row) => (row.level === undefined ? [] : [`${name} ${row.acr} ${row.level}`])),
    );
    expect(known.sort()).toEqual(written.sort());
  });

  it("leave out values that are known and stand for none", () => {
    const found = Object.values(presets).flatMap(({ name, levels }) => {
      const values = levels.flatMap(({ acr, level }) => (level === undefined ? [acr] : []));
      return values.length === 0 ? [] : [[name, values] as const];
    });
    expect(Object.fromEntries(found)).toEqual(withoutLevel);
  });

  it("mark as recalled what was remembered only", () => {
    const recalled = Object.values(presets).flatMap(({ levels }) =>
      levels.flatMap(({ acr, level, grade }) => (level !== undefined && grade === "recalled" ? [acr] : [])),
    );
    expect(recalled.sort()).toEqual([
      "http://itsme.services/v2/claim/acr_advanced",
      "nl:bvn:bankid:1.0:loa3",
      "urn:bankid:bis;LOA=3",
      "urn:grn:authn:se:bankid",
      "urn:grn:authn:se:bankid:qr",
      "urn:grn:authn:se:bankid:same-device",
    ]);
  });
});

describe.each(everyPreset)("the preset %s", (name, preset) => {
  it("is a valid preset that JSON can carry", () => {
    expect(presetSchema.parse(JSON.parse(JSON.stringify(preset)))).toEqual(preset);
  });

  it("is data in a file of its own name", () => {
    const source = readFileSync(new URL(`../src/presets/${name}.ts`, import.meta.url), "utf8");
    expect(source).not.toMatch(/=>|\bfunction\b|\bnew [A-Z]|import (?!type)/);
  });

  it("asks only for values that it knows to stand for the level", () => {
    for (const [level, values] of Object.entries(preset.acrValues ?? {})) {
      for (const acr of values) expect(acrLevelsOf({ issuer: exampleIssuer(name), preset })?.[acr]).toBe(level);
    }
  });

  it("gives no level above what a login there can prove", () => {
    const order = ["low", "substantial", "high"];
    const most = preset.maxAssurance.eidas === undefined ? -1 : order.indexOf(preset.maxAssurance.eidas);
    for (const { level } of preset.levels) {
      if (level !== undefined) expect(order.indexOf(level)).toBeLessThanOrEqual(most);
    }
  });

  it("says what is unconfirmed, when a fact is recalled", () => {
    const recalled = preset.levels.some(({ grade }) => grade === "recalled") || onMemory.includes(name);
    if (recalled) expect(preset.unconfirmed.join()).not.toBe("");
    for (const sentence of [...preset.unconfirmed, ...preset.quirks]) expect(sentence).toMatch(/^[A-Z`].*\.$/);
  });

  it("lists issuers by patterns, none of them twice", () => {
    const patterns = [...preset.issuers, ...(preset.issuersWhenNamed ?? [])];
    expect(patterns.filter((pattern) => !isIssuerPattern(pattern))).toEqual([]);
    expect(new Set(patterns).size).toBe(patterns.length);
  });
});

describe("the list of presets", () => {
  it("has one for each file", () => {
    const notProviders = ["index", "issuer-pattern", "levels", "preset", "schema"];
    const files = readdirSync(new URL("../src/presets/", import.meta.url)).map((file) => file.replace(/\.ts$/, ""));
    expect([...presetNames].sort()).toEqual(files.filter((file) => !notProviders.includes(file)).sort());
  });

  it("is found by name, and inherited names are no presets", () => {
    expect(findPreset("tara")).toBe(presets.tara);
    for (const name of ["constructor", "__proto__", "toString", "TARA", ""]) expect(findPreset(name)).toBeUndefined();
  });

  it("binds each live issuer to one preset only", () => {
    for (const { name, issuers } of Object.values(presets)) {
      for (const issuer of issuers.map((pattern) => pattern.replaceAll("*", "tenant"))) {
        const binding = Object.values(presets).filter((preset) =>
          preset.issuers.some((pattern) => matchesIssuer(issuer, pattern)),
        );
        expect(binding.map((preset) => preset.name)).toEqual([name]);
      }
    }
  });
});

function exampleIssuer(name: string): string {
  const preset = findPreset(name);
  const [pattern] = [...(preset?.issuers ?? []), ...(preset?.issuersWhenNamed ?? [])];
  return (pattern ?? "https://broker.example").replaceAll("*", "tenant");
}
