import { clear, group } from "../breakdowns.ts";
import { type DocumentReport, documentReport } from "../document-reports.ts";
import { snakeCase, snakeCaseKeys } from "../snake-case.ts";
import type { ReportContent, ReportPlan } from "./report-content.ts";
import type { ReportName } from "./report-names.ts";

/**
 * A document report about the same fictitious person, with the same values as in Assure, in the names of Onfido's API.
 * A report that is to be considered and has no sub-result is suspected.
 */
export function documentContent({ name, consider, subResult: given, media }: ReportPlan): ReportContent {
  const subResult = given ?? (consider ? "suspected" : "clear");
  const document = media.find(({ kind }) => kind === "document");
  const type = document?.type ?? "passport";
  const chip = document?.chip === true && subResult === "clear";
  const drivingLicence = type === "driving_licence";
  const extraData = name === "document_with_driver_verification";
  const report = documentReport(subResult, { drivingLicence, extraData });
  const { breakdowns, result } = report;
  const read = Object.keys(propertiesOf(report)).length > 0;
  return {
    result: consider ? "consider" : result,
    subResult,
    breakdown: {
      ...snakeCaseKeys(breakdowns),
      ...policeRecord(report),
      ...(chip && chipBreakdowns),
    },
    properties: {
      ...propertiesOf(report),
      ...(subResult === "clear" && !drivingLicence && { document_type: type }),
      ...(chip && { nfc: chipData }),
      ...(read && additions[name]?.(drivingLicence && subResult === "clear")),
    },
  };
}

/** Names that Assure and Onfido do not share. */
const onfidoNames: Readonly<Record<string, string>> = {
  date_of_issue: "issuing_date",
  personal_identification_number: "personal_number",
  drivers_license: "drivers_licence",
};

/** What was read from the document, without what Assure adds: the summary of the breakdowns. */
function propertiesOf({ breakdowns, subResult: _, result: __, ...fields }: DocumentReport): Record<string, unknown> {
  const read = Object.fromEntries(Object.entries(fields).filter(([field]) => breakdowns[field] === undefined));
  const folded = Object.entries(snakeCaseKeys(read)).map(([field, value]) => [onfidoNames[field] ?? field, value]);
  const properties: Record<string, unknown> = Object.fromEntries(folded);
  if (properties.document_number === undefined) return properties;
  const { document_number, personal_number, passenger_vehicle } = properties;
  return {
    ...properties,
    document_type: properties.document_type === "driversLicense" ? "driving_licence" : properties.document_type,
    document_numbers: [
      { type: "document_number", value: document_number },
      ...(personal_number === undefined ? [] : [{ type: "personal_number", value: personal_number }]),
    ],
    ...(typeof passenger_vehicle === "object" && {
      passenger_vehicle: { is_qualified: true, ...passenger_vehicle },
    }),
  };
}

/** The sandbox puts one sub-breakdown below the police record, whose name holds a comma. */
function policeRecord({ breakdowns }: DocumentReport): Record<string, unknown> {
  const result = breakdowns.policeRecord?.result;
  if (result === undefined) return {};
  const breakdown = { "document_has_not_been_recorded_as_lost,_stolen_or_compromised": { result, properties: {} } };
  return { police_record: { result, breakdown } };
}

/** With a chip that was read, Onfido does not look at pictures and at the consistency of what they say. */
const chipBreakdowns = {
  issuing_authority: group(clear("nfc_active_authentication", "nfc_passive_authentication")),
  visual_authenticity: {},
  image_integrity: {},
  data_consistency: {},
};

/** Constructed: what the chip holds is not published in full. */
const chipData = {
  first_name: "WILLEKE LISELOTTE",
  last_name: "DE BRUIJN",
  date_of_birth: "1965-03-10",
  document_number: "SPECI2021",
};

const address = {
  address: "DORPSSTRAAT 1, 1234 AB AMSTERDAM",
  address_lines: {
    street_address: "DORPSSTRAAT 1",
    city: "AMSTERDAM",
    postal_code: "1234 AB",
    country: "NETHERLANDS",
    country_code: "NLD",
  },
};

/** What some reports read beyond the others; the argument says whether it is a clear driving licence. */
const additions: { readonly [name in ReportName]?: (clearLicence: boolean) => Record<string, unknown> } = {
  document_with_address_information: () => address,
  document_video_with_address_information: () => address,
  document_with_driving_licence_information: (clearLicence) =>
    clearLicence ? { driving_licence_information: categories() } : {},
};

function categories(): unknown {
  const { vehicleClassDetails } = documentReport("clear", { drivingLicence: true, extraData: true });
  const details = Array.isArray(vehicleClassDetails) ? vehicleClassDetails : [];
  return snakeCase(details.map((detail) => ({ ...detail, codes: [] })));
}
