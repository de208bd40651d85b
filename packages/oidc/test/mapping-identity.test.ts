import type { JsonValue } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { addressFields } from "../src/mapping/address.ts";
import { basicFields, extendedFields } from "../src/mapping/person.ts";
import { sexes } from "../src/mapping/person-values.ts";
import { contentOf, isValid, mapLogin, mapNameless, warningsOf } from "./mapping-samples.ts";

function extendedOf(claims: Record<string, JsonValue>) {
  const status = mapLogin(claims);
  expect(isValid(status)).toBe(true);
  return contentOf(status, "extendedIdentity");
}

describe("the standard claims", () => {
  it("become BasicIdentity and ExtendedIdentity", () => {
    const status = mapLogin({
      name: "Erika Muster",
      birthdate: "1964-08-12",
      place_of_birth: { locality: "Berlin", region: "BE", country: "DE" },
      nationalities: ["DE"],
      personal_administrative_number: "123456",
      birth_family_name: "Gabler",
      birth_given_name: "Maria",
      gender: "female",
      email: "erika@example.com",
      email_verified: true,
      phone_number: "+49 (151) 123-456",
      address: {
        formatted: "Heidestraße 17\r\n51147 Köln",
        street_address: "Heidestraße 17",
        house_number: "17",
        locality: "Köln",
        region: "NW",
        postal_code: "51147",
        country: "de",
      },
    });
    expect(contentOf(status, "basicIdentity")).toEqual({
      givenName: "Erika",
      familyName: "Muster",
      name: "Erika Muster",
      birthDate: "1964-08-12",
      birthPlace: "Berlin, BE, DE",
    });
    expect(contentOf(status, "extendedIdentity")).toEqual({
      nationality: "DE",
      personalAdministrativeNumber: "123456",
      familyNameBirth: "Gabler",
      givenNameBirth: "Maria",
      sex: "FEMALE",
      emailAddress: "erika@example.com",
      mobilePhoneNumber: "+49151123456",
      residentAddress: "Heidestraße 17, 51147 Köln",
      residentStreet: "Heidestraße 17",
      residentHouseNumber: "17",
      residentCity: "Köln",
      residentState: "NW",
      residentPostalCode: "51147",
      residentCountry: "DE",
    });
    expect(status.warnings).toEqual([]);
    expect(isValid(status)).toBe(true);
  });

  it("are read under these names", () => {
    const rows = [...basicFields, ...extendedFields].map(({ field, names, confirmed = false }) => [
      field,
      names,
      confirmed,
    ]);
    expect(rows).toEqual([
      ["givenName", ["given_name"], false],
      ["familyName", ["family_name"], false],
      ["name", ["name"], false],
      ["birthDate", ["birthdate"], false],
      ["birthPlace", ["place_of_birth"], false],
      ["nationality", ["nationalities", "nationality"], false],
      ["personalAdministrativeNumber", ["personal_administrative_number"], false],
      ["familyNameBirth", ["birth_family_name"], false],
      ["givenNameBirth", ["birth_given_name"], false],
      ["sex", ["gender"], false],
      ["emailAddress", ["email"], true],
      ["mobilePhoneNumber", ["phone_number"], true],
      ["mobilePhoneNumber", ["msisdn"], true],
      ["address", ["address"], false],
    ]);
    expect(Object.fromEntries(addressFields)).toEqual({
      formatted: "residentAddress",
      street_address: "residentStreet",
      house_number: "residentHouseNumber",
      locality: "residentCity",
      region: "residentState",
      postal_code: "residentPostalCode",
    });
  });

  it.each(["", "  ", null])("count as absent when they are %j", (value) => {
    const status = mapLogin({ name: value, gender: value, address: value, email: value });
    expect(contentOf(status, "basicIdentity")).toEqual({ givenName: "Erika", familyName: "Muster" });
    expect(contentOf(status, "extendedIdentity")).toBeUndefined();
    expect(status.warnings).toEqual([]);
  });
});

describe("BasicIdentity", () => {
  it.each(["given_name", "family_name"])("is left out without %s, and no name is made of others", (name) => {
    const status = mapLogin({ [name]: "", name: "Erika Muster", birthdate: "1964-08-12" });
    expect(contentOf(status, "basicIdentity")).toBeUndefined();
    expect(warningsOf(status)).toEqual([`missing_value idToken.${name}`]);
    expect(status.verdict).toBe("verified");
  });

  it.each([
    ["1964-08-12", "1964-08-12"],
    ["19640812", "1964-08-12"],
    ["1964", "1964"],
    ["1964-08", "1964-08"],
    ["1964-08-00", "1964-08"],
    ["1964-00-00", "1964"],
    ["2000-02-29", "2000-02-29"],
  ])("has the birth date %s as %s", (birthdate, birthDate) => {
    const status = mapLogin({ birthdate });
    expect(contentOf(status, "basicIdentity")?.birthDate).toBe(birthDate);
    expect(status.warnings).toEqual([]);
  });

  it.each([
    "1990-17-02",
    "1900-02-29",
    "12.08.1964",
    "1964-8-12",
    "1964-08-12T00:00:00Z",
    "0000",
    "64",
    "x",
    19640812,
    {},
  ])("has no birth date for %j", (birthdate) => {
    const status = mapLogin({ birthdate } as never);
    expect(contentOf(status, "basicIdentity")).toEqual({ givenName: "Erika", familyName: "Muster" });
    expect(warningsOf(status)).toEqual(["unreadable_value idToken.birthdate"]);
  });

  it.each(["0000-08-12", "--08-12", "00000812", "--0812"])(
    "has no birth date for %s, which keeps the year back",
    (birthdate) => {
      const status = mapLogin({ birthdate });
      expect(contentOf(status, "basicIdentity")?.birthDate).toBeUndefined();
      expect(warningsOf(status)).toEqual(["birth_year_withheld idToken.birthdate"]);
    },
  );

  it.each([
    ["Berlin", "Berlin"],
    [{ locality: "Berlin" }, "Berlin"],
    [{ country_code: "DE" }, "DE"],
    [{}, undefined],
    [{ locality: 7 }, undefined],
  ])("has the birth place %j as %s", (place, birthPlace) => {
    expect(contentOf(mapLogin({ place_of_birth: place } as never), "basicIdentity")?.birthPlace).toBe(birthPlace);
  });
});

describe("ExtendedIdentity", () => {
  it.each([
    [["DE"], "DE", []],
    ["FRA", "FRA", []],
    [["DE", "FR"], "DE", ["further_values idToken.nationalities"]],
    [[], undefined, ["unreadable_value idToken.nationalities"]],
    [[7], undefined, ["unreadable_value idToken.nationalities"]],
  ])("has the nationality of %j as %s", (nationalities, nationality, warnings) => {
    const status = mapLogin({ nationalities } as never);
    expect(contentOf(status, "extendedIdentity")?.nationality).toBe(nationality);
    expect(warningsOf(status)).toEqual(warnings);
  });

  it.each([
    ["MALE", "male M m 1"],
    ["FEMALE", "female F f 2"],
    ["NOT_KNOWN", "not_known 0"],
    ["NOT_APPLICABLE", "not_applicable X x 9"],
  ])("has the sex %s for %s", (sex, words) => {
    for (const gender of words.split(" ")) expect(extendedOf({ gender })).toEqual({ sex });
    expect(words.toLowerCase().split(" ")).toEqual(
      expect.arrayContaining(Object.keys(sexes).filter((word) => sexes[word] === sex)),
    );
  });

  it("has the sex of an ISO 5218 code that is a number", () => {
    expect(extendedOf({ gender: 2 })).toEqual({ sex: "FEMALE" });
  });

  it.each(["other", "constructor", "3"])("has no sex for the word %s", (gender) => {
    const status = mapLogin({ gender });
    expect(contentOf(status, "extendedIdentity")).toBeUndefined();
    expect(warningsOf(status)).toEqual(["unknown_value idToken.gender"]);
  });

  it.each([
    ["+4915112345678", "+4915112345678"],
    ["tel:+1-604-555-1234;ext=5678", "+16045551234"],
    ["0151 12345678", undefined],
    ["+0151", undefined],
  ])("has the phone number %s as %s", (phone_number, mobilePhoneNumber) => {
    expect(contentOf(mapLogin({ phone_number }), "extendedIdentity")?.mobilePhoneNumber).toBe(mobilePhoneNumber);
  });

  it("has an msisdn as phone number when there is no other", () => {
    expect(extendedOf({ msisdn: "4915112345678" })).toEqual({ mobilePhoneNumber: "+4915112345678" });
    expect(extendedOf({ msisdn: "1", phone_number: "+4915112345678" })).toEqual({
      mobilePhoneNumber: "+4915112345678",
    });
  });

  it("has no email address that is none", () => {
    const status = mapLogin({ email: "erika at example" });
    expect(warningsOf(status)).toEqual(["unreadable_value idToken.email"]);
    expect(isValid(status)).toBe(true);
  });

  it.each([
    ["email", "erika@example.com", false],
    ["email", "erika@example.com", "false"],
    ["phone_number", "+4915112345678", false],
  ])("has no %s (%s) that the provider did not verify (%j)", (claim, value, flag) => {
    const status = mapLogin({ [claim]: value, [`${claim}_verified`]: flag });
    expect(contentOf(status, "extendedIdentity")).toBeUndefined();
    expect(warningsOf(status)).toEqual([`unverified_value idToken.${claim}`]);
  });

  it("has an email address about which nothing is said", () => {
    expect(extendedOf({ email: "erika@example.com" })).toEqual({ emailAddress: "erika@example.com" });
  });

  it.each([
    ["a text", "Heidestraße 17\n51147 Köln", { residentAddress: "Heidestraße 17, 51147 Köln" }, []],
    ["the first of a list", [{ locality: "Köln" }, { locality: "Bonn" }], { residentCity: "Köln" }, []],
    ["a country code", { country: "Germany", country_code: "de" }, { residentCountry: "DE" }, []],
    [
      "a country's name",
      { locality: "Köln", country: "Germany" },
      { residentCity: "Köln" },
      ["unknown_value idToken.address"],
    ],
    ["a country's name only", { country: "Germany" }, undefined, ["unknown_value idToken.address"]],
    ["a number", 7, undefined, ["unreadable_value idToken.address"]],
    ["an empty object", {}, undefined, ["unreadable_value idToken.address"]],
  ])("has the address of %s", (_, address, content, warnings) => {
    const status = mapLogin({ address } as never);
    expect(contentOf(status, "extendedIdentity")).toEqual(content);
    expect(warningsOf(status)).toEqual(warnings);
    expect(isValid(status)).toBe(true);
  });
});

describe("ID token and userinfo", () => {
  it("fill each other's gaps; the ID token counts first", () => {
    const status = mapLogin(
      { name: "A", birthdate: "" },
      {},
      { name: "B", birthdate: "1964-08-12", given_name: "Erika" },
    );
    expect(contentOf(status, "basicIdentity")).toMatchObject({
      name: "A",
      givenName: "Erika",
      birthDate: "1964-08-12",
    });
    expect(warningsOf(status)).toEqual(["conflicting_value userInfo.name"]);
  });

  it("may spell one value differently", () => {
    expect(mapLogin({ birthdate: "19640812" }, {}, { birthdate: "1964-08-12" }).warnings).toEqual([]);
  });

  it("take an unreadable value of the one from the other", () => {
    const status = mapLogin({ birthdate: "1990-17-02" }, {}, { birthdate: "1990-02-17" });
    expect(contentOf(status, "basicIdentity")?.birthDate).toBe("1990-02-17");
    expect(warningsOf(status)).toEqual(["unreadable_value idToken.birthdate"]);
  });

  it("may be all userinfo", () => {
    const status = mapNameless({}, {}, { given_name: "Erika", family_name: "Muster" });
    expect(contentOf(status, "basicIdentity")).toEqual({ givenName: "Erika", familyName: "Muster" });
  });

  it("do not confirm an address that either says to be unverified", () => {
    const status = mapLogin({ email_verified: false }, {}, { email: "erika@example.com" });
    expect(contentOf(status, "extendedIdentity")).toBeUndefined();
  });
});

describe("a provider's own names", () => {
  it("come before the standard ones", () => {
    const claimNames = { givenName: ["nbid.first", "first"], sex: ["sex"], mobilePhoneNumber: ["mobile"] };
    const status = mapLogin(
      { nbid: { first: "Ola" }, first: "Kari", sex: "M", mobile: "4915112345678" },
      { claimNames },
    );
    expect(contentOf(status, "basicIdentity")?.givenName).toBe("Ola");
    expect(contentOf(status, "extendedIdentity")).toEqual({ sex: "MALE" });
    expect(warningsOf(status)).toEqual(["unreadable_value idToken.mobile"]);
  });

  it("leave the standard ones where they have no value", () => {
    const status = mapLogin({ first: " " }, { claimNames: { givenName: ["first"] } });
    expect(contentOf(status, "basicIdentity")?.givenName).toBe("Erika");
  });

  it("may have dots in them", () => {
    const claimNames = { birthDate: ["https://op.example/claims/birth.date"] };
    const status = mapLogin({ "https://op.example/claims/birth.date": "1964" }, { claimNames });
    expect(contentOf(status, "basicIdentity")?.birthDate).toBe("1964");
  });

  it("may lead into JSON inside a string", () => {
    const order = { claimNames: { address: ["freja_all_addresses"] }, jsonClaims: ["freja_all_addresses"] };
    const text = JSON.stringify([{ postal_code: "111 22", locality: "Stockholm" }]);
    const status = mapLogin({}, order, { freja_all_addresses: text });
    expect(contentOf(status, "extendedIdentity")).toEqual({ residentCity: "Stockholm", residentPostalCode: "111 22" });
  });
});

describe("JSON inside a string", () => {
  it("that is none is left out with a warning", () => {
    const status = mapLogin({ address: "{x" }, { jsonClaims: ["address"] });
    expect(contentOf(status, "extendedIdentity")).toBeUndefined();
    expect(warningsOf(status)).toEqual(["unreadable_value idToken.address"]);
  });

  it("is a text when the order does not name it, and stays an object that it is already", () => {
    expect(extendedOf({ address: "[]" })).toEqual({ residentAddress: "[]" });
    const status = mapLogin({ address: { locality: "Köln" } }, { jsonClaims: ["address"] });
    expect(contentOf(status, "extendedIdentity")).toEqual({ residentCity: "Köln" });
  });

  it("is never the subject or the class of the login", () => {
    const status = mapLogin({ sub: "123", acr: '"urn:a"' }, { jsonClaims: ["sub", "acr"], acrValues: ["urn:a"] });
    expect(status.identifiers).toEqual([{ type: "SUBJECT_ID", value: "123", verified: true }]);
    expect(status.verdict).toBe("inconclusive");
  });
});

describe("aggregated and distributed claims", () => {
  const elsewhere = { _claim_names: { family_name: "src1", address: "src1" }, _claim_sources: { src1: { JWT: "x" } } };
  it("are not fetched: absent, with a warning", () => {
    const status = mapNameless({ given_name: "Erika", ...elsewhere });
    expect(contentOf(status, "basicIdentity")).toBeUndefined();
    expect(warningsOf(status)).toEqual([
      "claims_elsewhere family_name",
      "claims_elsewhere address",
      "missing_value idToken.family_name",
    ]);
  });

  it("are not missed where the claim is there", () => {
    expect(mapLogin({ ...elsewhere, address: { locality: "Köln" } }).warnings).toEqual([]);
  });
});
