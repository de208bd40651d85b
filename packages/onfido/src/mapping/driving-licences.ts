/** One issuer of driving licences: a country, or a state of the USA. */
export interface DrivingLicenceIssuer {
  /** ISO 3166-1 alpha-3. */
  country: string;
  /** ISO 3166-2:US without the prefix, for the USA only. */
  state?: string;
  /** In English. */
  name: string;
}

const countries: readonly DrivingLicenceIssuer[] = [
  { country: "ALB", name: "Albania" },
  { country: "AND", name: "Andorra" },
  { country: "ARM", name: "Armenia" },
  { country: "AUT", name: "Austria" },
  { country: "BLR", name: "Belarus" },
  { country: "BEL", name: "Belgium" },
  { country: "BIH", name: "Bosnia and Herzegovina" },
  { country: "BGR", name: "Bulgaria" },
  { country: "HRV", name: "Croatia" },
  { country: "CYP", name: "Cyprus" },
  { country: "CZE", name: "Czech Republic" },
  { country: "DNK", name: "Denmark" },
  { country: "EST", name: "Estonia" },
  { country: "FIN", name: "Finland" },
  { country: "FRA", name: "France" },
  { country: "DEU", name: "Germany" },
  { country: "GRC", name: "Greece" },
  { country: "HUN", name: "Hungary" },
  { country: "JEY", name: "Jersey" },
  { country: "ISL", name: "Iceland" },
  { country: "IRL", name: "Ireland" },
  { country: "ITA", name: "Italy" },
  { country: "LVA", name: "Latvia" },
  { country: "LIE", name: "Liechtenstein" },
  { country: "LTU", name: "Lithuania" },
  { country: "LUX", name: "Luxembourg" },
  { country: "MLT", name: "Malta" },
  { country: "MDA", name: "Moldova" },
  { country: "MCO", name: "Monaco" },
  { country: "NLD", name: "Netherlands" },
  { country: "MKD", name: "North Macedonia" },
  { country: "NOR", name: "Norway" },
  { country: "POL", name: "Poland" },
  { country: "PRT", name: "Portugal" },
  { country: "ROU", name: "Romania" },
  { country: "SRB", name: "Serbia" },
  { country: "SVK", name: "Slovakia" },
  { country: "SVN", name: "Slovenia" },
  { country: "ESP", name: "Spain" },
  { country: "SWE", name: "Sweden" },
  { country: "CHE", name: "Switzerland" },
  { country: "UKR", name: "Ukraine" },
  { country: "GBR", name: "United Kingdom" },
  { country: "ISR", name: "Israel" },
  { country: "BLM", name: "Saint-Barthélemy" },
  { country: "RUS", name: "Russian Federation" },
];

const usStates: readonly DrivingLicenceIssuer[] = [
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

/**
 * The issuers whose driving licences give extra data (`requestExtraDataFromDrivingLicense`): vehicle classes and
 * restrictions. Source: onfido-assure.txt, "Supported DL documents", in its order; the other countries follow the
 * European ones.
 */
export const drivingLicencesWithExtraData = { countries, usStates } as const;

const listedCountries: ReadonlySet<string> = new Set(countries.map(({ country }) => country));
const listedStates: ReadonlySet<string> = new Set(
  usStates.flatMap(({ state, name }) => (state === undefined ? [] : [state, folded(name)])),
);

/**
 * Whether licences of an issuer are in {@link drivingLicencesWithExtraData}. Undefined when that cannot be told: the
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
