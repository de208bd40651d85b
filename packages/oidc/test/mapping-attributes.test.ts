import type { JsonObject } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { contextOf, idTokenOf, mapFinal, mapLogin, verifiedClaimsOf, warningsOf } from "./mapping-samples.ts";

const map = (sourceAttribute: string, targetAttribute = "target", identifierType?: string) => ({
  sourceAttribute,
  targetAttribute,
  ...(identifierType !== undefined && { identifierType }),
});
const mapped = (...attributeMappings: ReturnType<typeof map>[]) => ({ attributeMappings });

describe("an attribute mapping", () => {
  it.each([
    ["a text", { a: "x" }, "x"],
    ["a number", { a: 7 }, 7],
    ["false", { a: false }, false],
    ["zero", { a: 0 }, 0],
    ["an object", { a: { b: [1, null] } }, { b: [1, null] }],
  ])("takes %s as it is", (_, idToken, value) => {
    expect(mapLogin(idToken, mapped(map("a"))).attributes).toEqual({ target: value });
  });

  it.each([null, "", "  "])("takes no %j", (a) => {
    expect(mapLogin({ a }, mapped(map("a"))).attributes).toEqual({});
  });

  it.each([
    ["address.country", { address: { country: "DE" } }, "DE"],
    ["nationalities.1", { nationalities: ["DE", "FR"] }, "FR"],
    ["https://op.example/id", { "https://op.example/id": "1" }, "1"],
    ["a.b.c", { "a.b": { c: "1" } }, "1"],
    ["a.b", { a: { b: "2" }, "a.b": "1" }, "1"],
    ["nationalities.length", { nationalities: ["DE"] }, undefined],
    ["name.length", { name: "x" }, undefined],
    ["constructor.name", {}, undefined],
    ["__proto__", {}, undefined],
    ["toString", {}, undefined],
  ])("finds %s among a claim's own members only", (path, idToken, value) => {
    expect(mapLogin(idToken as JsonObject, mapped(map(path))).attributes.target).toEqual(value);
  });

  it("reads the ID token, then userinfo; a mapping of userinfo reads that only", () => {
    const order = {
      attributeMappings: [map("a", "first"), map("b", "second")],
      userInfoAttributeMappings: [map("a", "third"), map("c", "fourth"), map("b", "second")],
    };
    expect(mapLogin({ a: 1, c: 3 }, order, { a: 10, b: 20 }).attributes).toEqual({ first: 1, second: 20, third: 10 });
  });

  it("gives a target its first value", () => {
    expect(mapLogin({ b: 2, c: 3 }, mapped(map("a"), map("b"), map("c"))).attributes).toEqual({ target: 2 });
  });

  it.each(["iss", "acr", "amr", "auth_time"])("never takes %s from userinfo", (name) => {
    const order = { ...mapped(map(name, "one")), userInfoAttributeMappings: [map(name, "two")] };
    const answer = { idToken: { sub: "s" }, userInfo: { sub: "s", [name]: "x" } };
    expect(mapFinal(answer, contextOf(order)).attributes).toEqual({});
  });

  it("warns of a claim that is kept elsewhere", () => {
    const status = mapLogin({ _claim_names: { credit: "src1" } }, mapped(map("credit.score")));
    expect(status.attributes).toEqual({});
    expect(warningsOf(status)).toEqual(["claims_elsewhere credit.score"]);
  });

  it("of verified claims sees only those that count", () => {
    const order = mapped(
      map("verified_claims.claims.birthdate", "birth"),
      map("verified_claims.verification.trust_framework", "framework"),
      map("verified_claims.0.claims.birthdate", "raw"),
    );
    const ignored = verifiedClaimsOf({ trust_framework: "nobody" }, { birthdate: "1900" });
    const counted = verifiedClaimsOf({}, { birthdate: "1964" });
    expect(mapLogin({ verified_claims: ignored }, order).attributes).toEqual({});
    expect(mapLogin({ verified_claims: [ignored, counted] }, order).attributes).toEqual({
      birth: "1964",
      framework: "de_aml",
    });
    expect(mapLogin({ verified_claims: counted }, order, { verified_claims: ignored }).attributes.birth).toBe("1964");
  });

  it("to the name of the prototype is nothing", () => {
    const idToken = { ...idTokenOf(), a: { polluted: true } };
    const status = mapFinal({ idToken }, contextOf(mapped(map("a", "__proto__"), map("a", "constructor"))));
    expect(Object.keys(status.attributes)).toEqual(["constructor"]);
    expect(Object.getPrototypeOf(status.attributes)).toBe(Object.prototype);
    expect({}).not.toHaveProperty("polluted");
  });
});

describe("a required attribute", () => {
  it.each([
    [true, "x"],
    [true, 0],
    [true, false],
    [true, ["x"]],
    [false, ""],
    [false, null],
    [false, []],
    [false, {}],
  ])("is met (%s) by %j", (isMet, a) => {
    const status = mapLogin({ a } as never, { ...mapped(map("a")), requiredAttributes: ["target"] });
    expect(status.verdict).toBe(isMet ? "verified" : "inconclusive");
    expect(warningsOf(status)).toEqual(isMet ? [] : ["attribute_missing attributes.target"]);
  });

  it.each(["a", "constructor", "__proto__"])("%s that no mapping gives is missing", (name) => {
    expect(mapLogin({ a: "x" }, { requiredAttributes: [name] }).verdict).toBe("inconclusive");
  });
});

describe("an identifier", () => {
  const subject = { type: "SUBJECT_ID", value: "subject-1", verified: true };
  const verified = { verified_claims: verifiedClaimsOf({}, { email: "a@b.example", pid: 7 }) };
  it.each([
    ["the subject, mapped", {}, map("sub", "s", "SUBJECT_ID"), subject],
    ["another claim as subject", { oid: "o-1" }, map("oid", "s", "SUBJECT_ID"), { ...subject, value: "o-1" }],
    [
      "a confirmed address",
      { email: "a@b.example", email_verified: true },
      map("email", "e", "EMAIL"),
      { type: "EMAIL", value: "a@b.example", verified: true },
    ],
    [
      "an address",
      { email: "a@b.example" },
      map("email", "e", "EMAIL"),
      { type: "EMAIL", value: "a@b.example", verified: false },
    ],
    [
      "an address not confirmed",
      { email: "a@b.example", email_verified: false },
      map("email", "e", "EMAIL"),
      { type: "EMAIL", value: "a@b.example", verified: false },
    ],
    [
      "an address with a word for a flag",
      { email: "a@b.example", email_verified: 1 },
      map("email", "e", "EMAIL"),
      { type: "EMAIL", value: "a@b.example", verified: false },
    ],
    ["a number", { pid: 7 }, map("pid", "p", "NIN"), { type: "NIN", value: "7", verified: false }],
    [
      "a verified claim",
      verified,
      map("verified_claims.claims.pid", "p", "NIN"),
      { type: "NIN", value: "7", verified: true },
    ],
    [
      "a verified address",
      verified,
      map("verified_claims.claims.email", "e", "EMAIL"),
      { type: "EMAIL", value: "a@b.example", verified: true },
    ],
  ])("of %s", (_, idToken, mapping, identifier) => {
    const status = mapLogin(idToken as JsonObject, mapped(mapping));
    expect(status.identifiers).toEqual(identifier.type === "SUBJECT_ID" ? [identifier] : [subject, identifier]);
  });

  it("of userinfo is the subject only under the subject's own claim", () => {
    const order = { userInfoAttributeMappings: [map("oid", "o", "SUBJECT_ID")] };
    expect(mapLogin({}, order, { oid: "o-1" }).identifiers).toEqual([{ ...subject, value: "o-1", verified: false }]);
    const own = { userInfoAttributeMappings: [map("sub", "s", "SUBJECT_ID")] };
    expect(mapLogin({}, own, {}).identifiers).toEqual([subject]);
  });

  it("is a text or a number; anything else stays an attribute, with a warning", () => {
    const status = mapLogin({ a: ["x"] }, mapped(map("a", "target", "NIN")));
    expect(status).toMatchObject({ attributes: { target: ["x"] }, identifiers: [subject] });
    expect(warningsOf(status)).toEqual(["unreadable_value idToken.a"]);
  });

  it("needs its mapping to say so", () => {
    expect(mapLogin({ a: "x" }, mapped(map("a"))).identifiers).toEqual([subject]);
  });
});
