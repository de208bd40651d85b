import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { presetNames, presets } from "../src/presets/index.ts";
import { acrLevelsOf, assuranceLevelsOf } from "../src/presets/levels.ts";
import type { ProviderPreset } from "../src/presets/preset.ts";

const unknown = "https://login.evil.example";
const taraLevels = { low: "low", substantial: "substantial", high: "high" };

describe("the levels that hold for an issuer", () => {
  it("are those of the preset that lists it, named or not", () => {
    expect(acrLevelsOf({ issuer: "https://tara.ria.ee" })).toEqual(taraLevels);
    expect(acrLevelsOf({ issuer: "https://tara.ria.ee", preset: "tara" })).toEqual(taraLevels);
  });

  it("are none for an unknown issuer: its word `high` means nothing", () => {
    expect(acrLevelsOf({ issuer: unknown })).toBeUndefined();
    expect(assuranceLevelsOf({ issuer: unknown })).toBeUndefined();
  });

  it.each(presetNames.filter((name) => presets[name]?.issuers.length !== 0))(
    "are none for an unknown issuer that names the preset %s, which lists others",
    (name) => {
      expect(acrLevelsOf({ issuer: unknown, preset: name })).toBeUndefined();
    },
  );

  it("are not those of another preset, when the named one does not list the issuer", () => {
    expect(acrLevelsOf({ issuer: "https://tara.ria.ee", preset: "id-porten" })).toBeUndefined();
    expect(acrLevelsOf({ issuer: "https://tara.ria.ee", preset: "no-such-preset" })).toBeUndefined();
    expect(acrLevelsOf({ issuer: "https://tara.ria.ee", preset: "constructor" })).toBeUndefined();
  });

  it("hold for a test environment only when the preset is named", () => {
    expect(acrLevelsOf({ issuer: "https://tara-test.ria.ee" })).toBeUndefined();
    expect(acrLevelsOf({ issuer: "https://tara-test.ria.ee", preset: "tara" })).toEqual(taraLevels);
  });

  it("hold for any issuer when the named preset lists none: naming it is the binding", () => {
    expect(acrLevelsOf({ issuer: "https://broker.example", preset: "eidas-generic" })).toMatchObject(taraLevels);
    expect(assuranceLevelsOf({ issuer: "https://broker.example", preset: "eidas-generic" })).toEqual(taraLevels);
  });

  it("hold for a domain of the caller's own when the caller vouches for it", () => {
    const question = { issuer: "https://id.bank.example/auth/open", preset: "signicat" };
    expect(acrLevelsOf(question)).toBeUndefined();
    expect(acrLevelsOf({ ...question, trustIssuer: true })).toMatchObject({ high: "high" });
  });

  it("need a named preset, also when the caller vouches for the issuer", () => {
    expect(acrLevelsOf({ issuer: unknown, trustIssuer: true })).toBeUndefined();
  });

  it("come last from the method's own map", () => {
    expect(acrLevelsOf({ issuer: unknown, overrides: { gold: "high" } })).toEqual({ gold: "high" });
    expect(acrLevelsOf({ issuer: "https://tara.ria.ee", overrides: { high: "low" } })).toEqual({
      ...taraLevels,
      high: "low",
    });
    expect(assuranceLevelsOf({ issuer: unknown, overrides: { VERIFIED: "substantial" } })).toEqual({
      VERIFIED: "substantial",
    });
  });

  it("can come from a preset of the caller's own", () => {
    expect(acrLevelsOf({ issuer: "https://id.example.org", preset: own })).toEqual({ gold: "high" });
    expect(acrLevelsOf({ issuer: unknown, preset: own })).toBeUndefined();
  });

  it("are the weaker ones, where a value has two", () => {
    const twice: ProviderPreset = {
      ...own,
      levels: [...own.levels, { acr: "gold", level: "low", grade: "documented" }],
    };
    expect(acrLevelsOf({ issuer: "https://id.example.org", preset: twice })).toEqual({ gold: "low" });
    expect(
      acrLevelsOf({ issuer: "https://id.example.org", preset: { ...twice, levels: twice.levels.toReversed() } }),
    ).toEqual({ gold: "low" });
  });

  it("are none for a provider without levels", () => {
    for (const issuer of ["https://accounts.google.com", "https://acme.okta.com", "https://apx.didit.me/auth/idv"]) {
      expect(acrLevelsOf({ issuer })).toBeUndefined();
    }
  });

  it("are not inherited from anything", () => {
    const levels = acrLevelsOf({ issuer: "https://tara.ria.ee", overrides: JSON.parse('{"__proto__":"low"}') });
    expect(Object.getPrototypeOf(levels)).toBeNull();
    expect(Object.keys(levels ?? {})).toEqual(["low", "substantial", "high", "__proto__"]);
  });

  it("are none for any text that is not one of the listed issuers", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.domain().map((host) => `https://${host}`),
        ),
        (issuer) => {
          expect(acrLevelsOf({ issuer })).toBeUndefined();
        },
      ),
    );
  });
});

const own: ProviderPreset = {
  name: "own",
  title: "A provider of the caller's own",
  issuers: ["https://id.example.org"],
  unconfirmed: [],
  quirks: [],
  levels: [
    { acr: "gold", level: "high", grade: "documented" },
    { acr: "silver", grade: "documented" },
  ],
  maxAssurance: { eidas: "high" },
};
