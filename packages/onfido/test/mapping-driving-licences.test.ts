import { describe, expect, it } from "vitest";
import { drivingLicencesWithExtraData } from "../src/mapping/driving-licence-issuers.ts";
import { hasExtraDrivingLicenceData } from "../src/mapping/driving-licences.ts";

/** "Supported DL documents" of Assure's Onfido page, in its order. It spells one name wrong and one at length. */
const vendorList = {
  europe: `Albania, Andorra, Armenia, Austria, Belarus, Belgium, Bosnia and Herzegovina, Bulgaria, Croatia, Cyprus,
    Czech Republic, Denmark, Estonia, Finland, France, Germany, Greece, Hungary, Jersey, Iceland, Ireland, Italy, Latvia,
    Lichtenstein, Lithuania, Luxembourg, Malta, Moldova, Monaco, Netherlands, North Macedonia, Norway, Poland, Portugal,
    Romania, Serbia, Slovakia, Slovenia, Spain, Sweden, Switzerland, Ukraine,
    United Kingdom of Great Britain and Northern Ireland`,
  usa: `California, Colorado, District of Columbia, Florida, Georgia, Illinois, Maryland, Massachusetts, Michigan,
    New Jersey, New York, North Carolina, Ohio, Pennsylvania, Texas, Virginia, Washington, Wisconsin`,
  other: "Israel, Saint-Barthélemy, Russian Federation",
};
const ourSpelling = new Map([
  ["Lichtenstein", "Liechtenstein"],
  ["United Kingdom of Great Britain and Northern Ireland", "United Kingdom"],
]);
const named = (list: string) => list.split(/,\s+/).map((name) => ourSpelling.get(name) ?? name);

/** The codes of ISO 3166, in the same order. */
const countryCodes =
  `ALB AND ARM AUT BLR BEL BIH BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN JEY ISL IRL ITA LVA LIE LTU
  LUX MLT MDA MCO NLD MKD NOR POL PRT ROU SRB SVK SVN ESP SWE CHE UKR GBR ISR BLM RUS`.split(/\s+/);
const stateCodes = "CA CO DC FL GA IL MD MA MI NJ NY NC OH PA TX VA WA WI".split(" ");

const { countries, usStates } = drivingLicencesWithExtraData;

describe("the driving licences with extra data", () => {
  it("are those of the vendor's list, all of them and none more", () => {
    expect(countries.map(({ name }) => name)).toEqual([...named(vendorList.europe), ...named(vendorList.other)]);
    expect(usStates.map(({ name }) => name)).toEqual(named(vendorList.usa));
    expect([countries.length, usStates.length]).toEqual([46, 18]);
  });

  it("have the codes of ISO 3166", () => {
    expect(countries.map(({ country }) => country)).toEqual(countryCodes);
    expect(countries.filter(({ state }) => state !== undefined)).toEqual([]);
    expect(usStates.map(({ country, state }) => `${country}-${state}`)).toEqual(
      stateCodes.map((code) => `USA-${code}`),
    );
  });
});

describe("whether a licence has extra data", () => {
  it.each(countries.map(({ country, name }) => [name, country] as const))("%s: yes", (_, country) => {
    expect(hasExtraDrivingLicenceData(country)).toBe(true);
    expect(hasExtraDrivingLicenceData(country.toLowerCase())).toBe(true);
    expect(hasExtraDrivingLicenceData(country, "CA")).toBe(true);
  });

  it.each(usStates.map(({ state = "", name }) => [name, state] as const))(
    "%s: yes, by code and by name",
    (name, state) => {
      for (const said of [state, state.toLowerCase(), `US-${state}`, name, name.toUpperCase(), ` ${name} `]) {
        expect(hasExtraDrivingLicenceData("USA", said)).toBe(true);
      }
    },
  );

  it.each([
    ["USA", "AK"],
    ["usa", "Alaska"],
    ["USA", "US-NV"],
    ["TUR", undefined],
    ["CAN", "CA"],
    ["GGY", undefined],
    ["GLP", undefined],
    ["XXX", undefined],
  ])("%s %s: no", (country, state) => {
    expect(hasExtraDrivingLicenceData(country, state)).toBe(false);
  });

  it.each([
    ["USA", undefined],
    ["USA", ""],
    ["usa", "  "],
    ["USA", "US-"],
    ["NL", undefined],
    ["D", undefined],
    ["", "CA"],
    ["Netherlands", undefined],
  ])("%s %s: it cannot be told", (country, state) => {
    expect(hasExtraDrivingLicenceData(country, state)).toBeUndefined();
  });

  it("does not take a name of the language for a code", () => {
    expect(hasExtraDrivingLicenceData("USA", "constructor")).toBe(false);
    expect(hasExtraDrivingLicenceData("USA", "USA")).toBe(false);
  });
});
