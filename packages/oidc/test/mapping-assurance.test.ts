import { describe, expect, it } from "vitest";
import type { OidcOrder } from "../src/mapping/order.ts";
import { contentOf, mapLogin, methodOf, verifiedClaimsOf, warningsOf } from "./mapping-samples.ts";

const acrLevels = { "urn:low": "low", "urn:sub": "substantial", "urn:high": "high" } as const;

function levelOf(acr: unknown, order: Partial<OidcOrder> = {}, more = {}) {
  return mapLogin({ acr: acr as string, ...more }, { acrLevels, ...order }).assurance?.eidas;
}

describe("the level of an acr", () => {
  it.each(Object.entries(acrLevels))("%s is %s, as the issuer's table says", (acr, level) => {
    expect(levelOf(acr)).toBe(level);
  });

  it.each(["urn:other", "URN:HIGH", "constructor", "__proto__", "toString", "hasOwnProperty"])(
    "%s is in no table: low, with a warning",
    (acr) => {
      const status = mapLogin({ acr }, { acrLevels });
      expect(status.assurance).toEqual({ eidas: "low" });
      expect(warningsOf(status)).toEqual(["unknown_acr acr"]);
    },
  );

  it("is none when the value is known to stand for none", () => {
    const status = mapLogin({ acr: "urn:none" }, { acrLevels, acrWithoutLevel: ["urn:none"] });
    expect(status.assurance).toBeUndefined();
    expect(status.warnings).toEqual([]);
  });

  it.each([undefined, {}])("is none with an issuer that keeps no levels (%j)", (levels) => {
    expect(mapLogin({ acr: "high" }, levels === undefined ? {} : { acrLevels: levels }).assurance).toBeUndefined();
  });

  it.each([[["urn:high"]], [7], [{ a: 1 }]])("is none for %j, which is no class", (acr) => {
    const status = mapLogin({ acr } as never, { acrLevels });
    expect(status.assurance).toBeUndefined();
    expect(warningsOf(status)).toEqual(["unreadable_value idToken.acr"]);
  });

  it("stands in the Verification as eIDAS, not above the method's maximum", () => {
    const status = mapLogin({ acr: "urn:high" }, { acrLevels, maxAssurance: { eidas: "substantial" } });
    expect(contentOf(status, "verification")).toMatchObject({ trustFramework: "eidas", assuranceLevel: "substantial" });
    const none = mapLogin({ acr: "urn:high" }, { acrLevels, maxAssurance: {} });
    expect(contentOf(none, "verification")).toMatchObject({ trustFramework: null, assuranceLevel: null });
  });
});

describe("an acr that was asked for", () => {
  const asked = (acrValues: string[], more: Partial<OidcOrder> = {}) => ({ acrValues, ...more });
  it.each([
    ["is the one", "urn:a", asked(["urn:a"]), "verified"],
    ["is one of several", "urn:b", asked(["urn:a", "urn:b"]), "verified"],
    ["is another", "urn:c", asked(["urn:a"]), "inconclusive"],
    ["is absent", undefined, asked(["urn:a"]), "inconclusive"],
    ["is empty", "", asked(["urn:a"]), "inconclusive"],
    ["is a list with the one", ["urn:a"], asked(["urn:a"]), "inconclusive"],
    ["stands higher", "urn:high", asked(["urn:sub"], { acrLevels }), "verified"],
    ["stands lower", "urn:low", asked(["urn:sub"], { acrLevels }), "inconclusive"],
    ["stands as high as the lowest of several", "urn:sub", asked(["urn:sub", "urn:high"], { acrLevels }), "verified"],
    ["is unknown, although low was asked for", "urn:x", asked(["urn:low"], { acrLevels }), "inconclusive"],
    ["is an inherited word", "constructor", asked(["toString"], { acrLevels }), "inconclusive"],
    [
      "is higher, but only one will do",
      "urn:high",
      asked(["urn:sub"], { acrLevels, acceptedAcr: ["urn:sub"] }),
      "inconclusive",
    ],
    ["was asked for, but only another will do", "urn:a", asked(["urn:a"], { acceptedAcr: ["urn:b"] }), "inconclusive"],
    ["is the only one that will do", "urn:b", asked(["idp:x"], { acceptedAcr: ["urn:b"] }), "verified"],
    ["is absent, and only one will do", undefined, asked([], { acceptedAcr: ["urn:b"] }), "inconclusive"],
    ["was not asked for", undefined, asked([]), "verified"],
  ])("%s", (_, acr, order, verdict) => {
    const status = mapLogin(acr === undefined ? {} : { acr }, order);
    expect(status.verdict).toBe(verdict);
    expect(warningsOf(status).includes("acr_not_met acr")).toBe(verdict !== "verified");
  });

  it("is never taken from userinfo", () => {
    expect(mapLogin({}, { acrValues: ["urn:a"] }, { acr: "urn:a" }).verdict).toBe("inconclusive");
    expect(mapLogin({}, { acrValues: ["urn:a"], acrClaim: "acr" }, { acr: "urn:a" }).verdict).toBe("inconclusive");
  });

  it("may be a claim of the provider's own, of the ID token first, then of userinfo", () => {
    const order = { acrValues: ["urn:a"], acrClaim: "loa" };
    expect(mapLogin({ acr: "urn:a" }, order).verdict).toBe("inconclusive");
    expect(mapLogin({ loa: "urn:a" }, order, { loa: "urn:b" }).verdict).toBe("verified");
    expect(mapLogin({}, order, { loa: "urn:a" }).verdict).toBe("verified");
    expect(mapLogin({ loa: "urn:b" }, order, { loa: "urn:a" }).verdict).toBe("inconclusive");
  });

  it("may be a number in a claim of the provider's own", () => {
    const order = { acrClaim: "hopae_loa", acrLevels: { "3": "substantial" } as const };
    expect(mapLogin({ hopae_loa: 3 }, order).assurance).toEqual({ eidas: "substantial" });
  });
});

describe("the required level", () => {
  const order = { acrLevels, requiredLevel: "substantial" } as const;
  it.each([
    ["is reached", { acr: "urn:sub" }, order, "verified"],
    ["is exceeded", { acr: "urn:high" }, order, "verified"],
    ["is missed", { acr: "urn:low" }, order, "inconclusive"],
    ["is missed without any acr", {}, order, "inconclusive"],
    [
      "is missed below the method's maximum",
      { acr: "urn:high" },
      { ...order, maxAssurance: { eidas: "low" } },
      "inconclusive",
    ],
    ["is missed by a method that proves none", { acr: "urn:high" }, { ...order, maxAssurance: {} }, "inconclusive"],
    ["is missed with an issuer that keeps no levels", { acr: "urn:high" }, { requiredLevel: "low" }, "inconclusive"],
  ] as const)("%s", (_, idToken, more, verdict) => {
    const status = mapLogin(idToken, more);
    expect(status.verdict).toBe(verdict);
    expect(warningsOf(status).includes("level_not_reached acr")).toBe(verdict !== "verified");
  });
});

describe("the level of verified claims beside that of the acr", () => {
  const assuranceLevels = { L1: "low", L2: "substantial", L3: "high" } as const;
  const verified = (...levels: (string | undefined)[]) => ({
    verified_claims: levels.map((level) => verifiedClaimsOf(level === undefined ? {} : { assurance_level: level })),
  });
  const required = { verifiedClaims: { trustFrameworks: ["de_aml"] } };
  it.each([
    ["both: the weaker, here of the claims", "urn:high", verified("L1"), { assuranceLevels }, "low"],
    ["both: the weaker, here of the login", "urn:low", verified("L3"), { assuranceLevels }, "low"],
    ["both, required: the weaker", "urn:low", verified("L3"), { assuranceLevels, ...required }, "low"],
    ["required: that of the claims", undefined, verified("L2"), { assuranceLevels, ...required }, "substantial"],
    ["not required: none without an acr", undefined, verified("L2"), { assuranceLevels }, undefined],
    ["required, word unknown: none", "urn:high", verified("L9"), { assuranceLevels, ...required }, undefined],
    [
      "required, word inherited: none",
      "urn:high",
      verified("constructor"),
      { assuranceLevels, ...required },
      undefined,
    ],
    ["required, word absent: none", "urn:high", verified(undefined), { assuranceLevels, ...required }, undefined],
    ["two entries: the weaker", undefined, verified("L3", "L1"), { assuranceLevels, ...required }, "low"],
    [
      "two entries, one without: none",
      undefined,
      verified("L3", undefined),
      { assuranceLevels, ...required },
      undefined,
    ],
    ["the issuer keeps no such levels: that of the login", "urn:sub", verified("L3"), required, "substantial"],
  ])("%s", (_, acr, claims, order, level) => {
    expect(levelOf(acr ?? null, order, claims)).toBe(level);
  });

  it("stands in the framework's own words", () => {
    const status = mapLogin(verified("VERIFIED"));
    expect(contentOf(status, "verification")).toMatchObject({ trustFramework: "de_aml", assuranceLevel: "VERIFIED" });
  });

  it("under eIDAS is the level that idvkit came to, not the word of the provider", () => {
    const claims = { verified_claims: verifiedClaimsOf({ trust_framework: "eidas", assurance_level: "high" }) };
    expect(contentOf(mapLogin(claims), "verification")).toMatchObject({
      trustFramework: "eidas",
      assuranceLevel: null,
    });
    const known = { assuranceLevels: { high: "high" }, verifiedClaims: { trustFrameworks: ["eidas"] } } as const;
    const capped = mapLogin(claims, { ...known, maxAssurance: { eidas: "low" } });
    expect(contentOf(capped, "verification")).toMatchObject({ trustFramework: "eidas", assuranceLevel: "low" });
  });
});

describe("amr", () => {
  it.each([
    ["a list", ["pwd", "otp"], ["pwd", "otp"]],
    ["one word", "pwd", ["pwd"]],
    ["words with commas", "BID, otp,", ["hwk", "otp"]],
    ["JSON inside a text", '["BID","otp"]', ["hwk", "otp"]],
    ["words twice", ["hwk", "BID"], ["hwk"]],
    ["a word that the table inherits", ["constructor"], ["constructor"]],
    ["nothing", [], []],
  ])("may be %s", (_, amr, words) => {
    const status = mapLogin({ amr }, { amrNames: { BID: "hwk" } });
    expect(status.amr).toEqual(words);
    expect(methodOf(status, "electronicIdentification")?.amr).toEqual(words);
  });

  it.each([[7], ['["pwd"'], [{ a: "pwd" }], [true]])("%j is left out with a warning", (amr) => {
    const status = mapLogin({ amr } as never);
    expect(status.amr).toEqual([]);
    expect(warningsOf(status)).toEqual(["unreadable_value idToken.amr"]);
  });

  it("is never taken from userinfo, a claim of the provider's own may be", () => {
    expect(mapLogin({}, {}, { amr: ["hwk"] }).amr).toEqual([]);
    expect(mapLogin({ amr: ["pwd"] }, {}, { amr: ["hwk"] }).amr).toEqual(["pwd"]);
    expect(mapLogin({}, { amrClaim: "nbid_amr" }, { nbid_amr: "BID" }).amr).toEqual(["BID"]);
  });
});
