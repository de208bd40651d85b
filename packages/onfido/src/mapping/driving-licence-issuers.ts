import { type DrivingLicenceIssuer, type LicenceCountry, licenceCountries, licenceStates } from "./driving-licences.ts";

/** In English. The driver needs no names: they stand apart, so that a bundle can leave them out. */
const countryNames: Readonly<Record<LicenceCountry, string>> = {
  ALB: "Albania",
  AND: "Andorra",
  ARM: "Armenia",
  AUT: "Austria",
  BLR: "Belarus",
  BEL: "Belgium",
  BIH: "Bosnia and Herzegovina",
  BGR: "Bulgaria",
  HRV: "Croatia",
  CYP: "Cyprus",
  CZE: "Czech Republic",
  DNK: "Denmark",
  EST: "Estonia",
  FIN: "Finland",
  FRA: "France",
  DEU: "Germany",
  GRC: "Greece",
  HUN: "Hungary",
  JEY: "Jersey",
  ISL: "Iceland",
  IRL: "Ireland",
  ITA: "Italy",
  LVA: "Latvia",
  LIE: "Liechtenstein",
  LTU: "Lithuania",
  LUX: "Luxembourg",
  MLT: "Malta",
  MDA: "Moldova",
  MCO: "Monaco",
  NLD: "Netherlands",
  MKD: "North Macedonia",
  NOR: "Norway",
  POL: "Poland",
  PRT: "Portugal",
  ROU: "Romania",
  SRB: "Serbia",
  SVK: "Slovakia",
  SVN: "Slovenia",
  ESP: "Spain",
  SWE: "Sweden",
  CHE: "Switzerland",
  UKR: "Ukraine",
  GBR: "United Kingdom",
  ISR: "Israel",
  BLM: "Saint-Barthélemy",
  RUS: "Russian Federation",
};

/**
 * The issuers whose driving licences give extra data (`requestExtraDataFromDrivingLicense`): vehicle classes and
 * restrictions. Source: onfido-assure.txt, "Supported DL documents", in its order; the other countries follow the
 * European ones.
 */
export const drivingLicencesWithExtraData: {
  readonly countries: readonly DrivingLicenceIssuer[];
  readonly usStates: readonly DrivingLicenceIssuer[];
} = /* @__PURE__ */ (() => ({
  countries: licenceCountries.map((country) => ({ country, name: countryNames[country] })),
  usStates: licenceStates,
}))();
