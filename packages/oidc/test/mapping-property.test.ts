import { assuranceScales, compareLevels, contentSchemas, type JsonObject, type JsonValue } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPresent } from "../src/mapping/claim-value.ts";
import { mapClaims } from "../src/mapping/map-claims.ts";
import type { OidcAnswer, OidcOrder } from "../src/mapping/order.ts";
import { reasonCodes } from "../src/mapping/reasons.ts";
import { warningMeanings } from "../src/mapping/warnings.ts";
import { contextOf, documentEvidence, isValid, mapFinal, methodOf, verifiedClaimsOf } from "./mapping-samples.ts";

const word = fc.constantFrom(
  "urn:low",
  "urn:high",
  "de_aml",
  "other",
  "FAILED",
  "L1",
  "L3",
  "Erika",
  "",
  " ",
  "female",
);
const time = fc.constantFrom("2026-01-15T09:59Z", "2020-01-01T00:00:00Z", "1990-17-02", "0000-05-17", "1964-08-12");
const contact = fc.constantFrom("a@b.example", "+4915112345678", "__proto__", "constructor", '["pwd"]', "{x");
const scalar = fc.oneof(word, time, contact, fc.constantFrom<JsonValue>(null, true, false, 0, 7, 1_768_471_170));
const name = fc.constantFrom(
  ..."sub acr amr auth_time loa pid given_name family_name name birthdate place_of_birth nationalities gender".split(
    " ",
  ),
  ..."email email_verified phone_number address txn _claim_names country locality type claims __proto__".split(" "),
);
const value: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 2, arbitrary: fc.dictionary(name, scalar, { maxKeys: 4 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue> },
);
const claims = fc.dictionary(name, value, { maxKeys: 8 });

const evidence = fc.oneof(
  fc.constant(documentEvidence()),
  fc.record({ type: fc.constantFrom("document", "qes", "vouch", "hearsay"), issuer: scalar, serial_number: scalar }),
  value,
);
const entry: fc.Arbitrary<JsonValue> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.record(
          { assurance_level: word, time, evidence: fc.array(evidence, { maxLength: 2 }) },
          { requiredKeys: [] },
        ),
        fc.constantFrom("de_aml", "de_aml", "eidas", "other"),
        claims,
      )
      .map(([verification, trust_framework, more]) =>
        verifiedClaimsOf({ ...(verification as JsonObject), trust_framework }, more),
      ),
  },
  { weight: 1, arbitrary: value },
);
const verifiedClaims = fc.oneof(entry, fc.array(entry, { maxLength: 3 }));

/** An answer as it comes out of JSON; often with what a login usually has. */
const answer = fc
  .record({ usual: fc.boolean(), idToken: claims, userInfo: fc.option(claims), verified: fc.option(verifiedClaims) })
  .map(({ usual, idToken, userInfo, verified }) => ({
    idToken: {
      ...(usual && { given_name: "Erika", family_name: "Muster", acr: "urn:high", pid: "1" }),
      ...idToken,
      sub: "s",
      ...(verified !== null && { verified_claims: verified }),
    } as JsonObject,
    ...(userInfo !== null && { userInfo: { ...userInfo, sub: "s" } as JsonObject }),
  }));

const mapping = fc.record({
  sourceAttribute: fc.oneof(name, fc.constantFrom("address.country", "verified_claims.claims.birthdate")),
  targetAttribute: fc.constantFrom("a", "b", "__proto__"),
  identifierType: fc.constantFrom("SUBJECT_ID", "EMAIL", "NIN"),
});
const eidas = fc.constantFrom(...assuranceScales.eidas);
const order: fc.Arbitrary<Partial<OidcOrder>> = fc.record(
  {
    acrValues: fc.subarray(["urn:low", "urn:high"]),
    acceptedAcr: fc.subarray(["urn:low", "urn:high"]),
    requiredLevel: eidas,
    acrLevels: fc.constant({ "urn:low": "low", "urn:high": "high" } as const),
    assuranceLevels: fc.constant({ L1: "low", L3: "high" } as const),
    failedLevels: fc.constant(["FAILED"]),
    acrClaim: fc.constantFrom("acr", "loa"),
    amrNames: fc.constant({ BID: "hwk" }),
    maxAssurance: fc.record({ eidas }, { requiredKeys: [] }),
    claimNames: fc.constant({ givenName: ["name"], address: ["address"] }),
    jsonClaims: fc.subarray(["address", "amr", "sub", "__proto__"]),
    attributeMappings: fc.array(mapping, { maxLength: 3 }),
    userInfoAttributeMappings: fc.array(mapping, { maxLength: 2 }),
    requiredAttributes: fc.subarray(["a", "b", "__proto__"]),
    subjectBinding: fc.constantFrom({ sourceAttribute: "pid", expected: "1" }, { sourceAttribute: "sub" }),
    verifiedClaims: fc.record(
      {
        trustFrameworks: fc.constantFrom(["de_aml"], ["eidas", "de_aml"]),
        assuranceLevels: fc.constantFrom(["L1"], ["L3", "L1"]),
        claims: fc.subarray(["birthdate", "given_name"]),
        evidenceTypes: fc.constant(["document"]),
        maxAgeSeconds: fc.constantFrom(60, 1e9),
        required: fc.boolean(),
      },
      { requiredKeys: ["trustFrameworks"] },
    ),
    outputs: fc.subarray(["verification", "documentVerification"]),
  },
  { requiredKeys: [] },
);

/** The value of a claim: of the ID token, or else of userinfo. */
function claimOf({ idToken, userInfo }: OidcAnswer, claim: string): JsonValue | undefined {
  return [idToken[claim], userInfo?.[claim]].find(isPresent);
}

const demands = ["acrValues", "acceptedAcr", "requiredLevel", "maxAssurance", "requiredAttributes", "verifiedClaims"];

/** An order with two demands at most, so that a login has a chance to meet them. */
const modestOrder = fc
  .tuple(order, fc.subarray([...demands, "subjectBinding"], { maxLength: 2 }))
  .map(([all, kept]) => {
    const entries = Object.entries(all).filter(([key]) => kept.includes(key) || !demands.includes(key));
    return Object.fromEntries(entries) as Partial<OidcOrder>;
  });

const runs = { numRuns: 400 };
const knownCodes = new Set<string>([...Object.keys(warningMeanings), ...reasonCodes]);

describe("mapClaims", () => {
  it("never throws, whatever the value is", () => {
    const anything = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true }),
      fc.record({ idToken: fc.anything({ withBigInt: true, withMap: true }), userInfo: fc.anything() }),
      fc.jsonValue(),
    );
    const check = fc.property(anything, order, (raw, settings) => {
      const mapped = mapClaims(raw, contextOf(settings));
      if (!mapped.ok) expect(mapped.error.code).toBe("invalid_response");
    });
    fc.assert(check, runs);
  });

  it("is final and gives contents that core accepts, and codes of its tables only", () => {
    const check = fc.property(answer, order, (raw, settings) => {
      const status = mapFinal(raw, contextOf(settings));
      expect(status.contents.filter(({ type, content }) => !contentSchemas[type].safeParse(content).success)).toEqual(
        [],
      );
      expect(isValid(status)).toBe(true);
      for (const { code } of status.warnings) expect(knownCodes).toContain(code);
      expect(Object.hasOwn(status.attributes, "__proto__")).toBe(false);
      expect(status.identifiers.some(({ type }) => type === "SUBJECT_ID")).toBe(true);
    });
    fc.assert(check, runs);
  });

  it("says verified only when all that was asked for holds", () => {
    let verifiedOnes = 0;
    const check = fc.property(answer, modestOrder, (raw, settings) => {
      const status = mapFinal(raw, contextOf(settings));
      const stated = status.warnings.filter(({ code }) => (reasonCodes as readonly string[]).includes(code));
      expect(status.verdict === "verified").toBe(stated.length === 0);
      if (status.verdict !== "verified") {
        expect(status).not.toHaveProperty("assurance");
        return;
      }
      verifiedOnes += 1;
      const { requiredLevel, requiredAttributes = [], acceptedAcr, subjectBinding, acrValues = [] } = settings;
      const acr = claimOf(raw, settings.acrClaim ?? "acr");
      if (acceptedAcr !== undefined) expect(acceptedAcr).toContain(acr);
      else if (acrValues.length > 0) expect(["urn:low", "urn:high"]).toContain(acr);
      if (requiredLevel !== undefined) {
        const reached = status.assurance?.eidas;
        expect(reached !== undefined && compareLevels("eidas", reached, requiredLevel) >= 0).toBe(true);
      }
      for (const attribute of requiredAttributes) expect(Object.hasOwn(status.attributes, attribute)).toBe(true);
      if (subjectBinding?.expected !== undefined) expect(String(claimOf(raw, "pid"))).toBe(subjectBinding.expected);
      if (settings.verifiedClaims !== undefined && settings.verifiedClaims.required !== false) {
        expect(JSON.stringify(raw)).toContain("trust_framework");
      }
    });
    fc.assert(check, { numRuns: 1000 });
    expect(verifiedOnes).toBeGreaterThan(50);
  });

  it("takes the subject, the class and the methods of the login from the ID token alone", () => {
    const check = fc.property(answer, claims, order, ({ idToken }, userInfo, settings) => {
      const standard = contextOf({ ...settings, acrClaim: "acr" });
      const alone = mapFinal({ idToken }, standard);
      const both = mapFinal({ idToken, userInfo: { ...userInfo, sub: "s" } }, standard);
      expect(methodOf(both, "electronicIdentification")).toEqual(methodOf(alone, "electronicIdentification"));
      if (alone.verdict === "verified" && both.verdict === "verified") expect(both.assurance).toEqual(alone.assurance);
      const other = mapClaims({ idToken, userInfo: { ...userInfo, sub: "other" } }, standard);
      expect(other.ok).toBe(false);
    });
    fc.assert(check, runs);
  });

  it("never comes to more by further methods of the login", () => {
    const check = fc.property(answer, fc.array(word, { maxLength: 3 }), order, (raw, words, settings) => {
      const without = mapFinal({ ...raw, idToken: { ...raw.idToken, amr: [] } }, contextOf(settings));
      const further = mapFinal({ ...raw, idToken: { ...raw.idToken, amr: ["hwk", ...words] } }, contextOf(settings));
      // Who requires an attribute that is made of the methods themselves gets no outcome without them.
      fc.pre(!JSON.stringify(settings).includes('"amr"'));
      expect(further.assurance).toEqual(without.assurance);
      expect(further.verdict).toBe(without.verdict);
    });
    fc.assert(check, runs);
  });

  it("does not care for verified claims under unknown frameworks", () => {
    const unknown = fc
      .tuple(claims, word)
      .map(([more, assurance_level]) => verifiedClaimsOf({ trust_framework: "nobody", assurance_level }, more));
    const check = fc.property(answer, entry, unknown, fc.boolean(), order, (raw, known, ignored, first, settings) => {
      const withList = (verified_claims: JsonValue) =>
        mapFinal({ ...raw, idToken: { ...raw.idToken, verified_claims } }, contextOf(settings));
      const { warnings, ...without } = withList([known]);
      const { warnings: more, ...both } = withList(first ? [ignored, known] : [known, ignored]);
      expect(both).toEqual(without);
      expect(more.length).toBeGreaterThanOrEqual(warnings.length);
    });
    fc.assert(check, runs);
  });

  it("shows no claim of the person in warnings and reasons", () => {
    const secret = "Zr7-secret";
    const place = fc.constantFrom(
      ..."given_name birthdate gender email address nationalities phone_number acr".split(" "),
    );
    const check = fc.property(answer, fc.array(place, { maxLength: 4 }), order, ({ idToken }, places, settings) => {
      const secrets = Object.fromEntries(places.map((claim) => [claim, { [secret]: secret }]));
      const status = mapFinal({ idToken: { ...idToken, ...secrets } }, contextOf(settings));
      const verification = status.contents.find(({ type }) => type === "verification");
      expect(JSON.stringify([status.warnings, verification])).not.toContain(secret);
    });
    fc.assert(check, runs);
  });
});
