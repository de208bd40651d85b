/** One issuer of driving licences: a country, or a state of the USA. */
export interface DrivingLicenceIssuer {
  /** ISO 3166-1 alpha-3. */
  country: string;
  /** ISO 3166-2:US without the prefix, for the USA only. */
  state?: string;
  /** In English. */
  name: string;
}

export const licenceCountries = [
  "ALB",
  "AND",
  "ARM",
  "AUT",
  "BLR",
  "BEL",
  "BIH",
  "BGR",
  "HRV",
  "CYP",
  "CZE",
  "DNK",
  "EST",
  "FIN",
  "FRA",
  "DEU",
  "GRC",
  "HUN",
  "JEY",
  "ISL",
  "IRL",
  "ITA",
  "LVA",
  "LIE",
  "LTU",
  "LUX",
  "MLT",
  "MDA",
  "MCO",
  "NLD",
  "MKD",
  "NOR",
  "POL",
  "PRT",
  "ROU",
  "SRB",
  "SVK",
  "SVN",
  "ESP",
  "SWE",
  "CHE",
  "UKR",
  "GBR",
  "ISR",
  "BLM",
  "RUS",
] as const;

export type LicenceCountry = (typeof licenceCountries)[number];

export const licenceStates: readonly DrivingLicenceIssuer[] = [
  { country: "USA", state: "CA", name: "California" },
  { country: "USA", state: "CO", name: "Colorado" },
  { country: "USA", state: "DC", name: "District of Columbia" },
  { country: "USA", state: "FL", name: "Florida" },
  { country: "USA", state: "GA", name: "Georgia" },
  { country: "USA", state: "IL", name: "Illinois" },
  { country: "USA", state: "MD", name: "Maryland" },
  { country: "USA", state: "MA", name: "Massachusetts" },
  { country: "USA", state: "MI", name: "Michigan" },
  { country: "USA", state: "NJ", name: "New Jersey" },
  { country: "USA", state: "NY", name: "New York" },
  { country: "USA", state: "NC", name: "North Carolina" },
  { country: "USA", state: "OH", name: "Ohio" },
  { country: "USA", state: "PA", name: "Pennsylvania" },
  { country: "USA", state: "TX", name: "Texas" },
  { country: "USA", state: "VA", name: "Virginia" },
  { country: "USA", state: "WA", name: "Washington" },
  { country: "USA", state: "WI", name: "Wisconsin" },
];

const listedCountries: ReadonlySet<string> = new Set(licenceCountries);
const listedStates: ReadonlySet<string> = new Set(
  licenceStates.flatMap(({ state, name }) => (state === undefined ? [] : [state, folded(name)])),
);

/**
 * Whether licences of an issuer are in `drivingLicencesWithExtraData`. Undefined when that cannot be told: the
 * country is no alpha-3 code, or it is the USA and the state is missing.
 *
 * @param issuingCountry ISO 3166-1 alpha-3, in any case.
 * @param issuingState For the USA: two letters, with or without `US-` before them, or the name in English, in any case.
 */
export function hasExtraDrivingLicenceData(issuingCountry: string, issuingState?: string): boolean | undefined {
  const country = folded(issuingCountry);
  if (!/^[A-Z]{3}$/.test(country)) return undefined;
  if (country !== "USA") return listedCountries.has(country);
  const state = folded(issuingState ?? "").replace(/^US-/, "");
  return state === "" ? undefined : listedStates.has(state);
}

function folded(text: string): string {
  return text.trim().replace(/\s+/g, " ").toUpperCase();
}
