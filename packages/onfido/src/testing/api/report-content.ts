import { type Breakdowns, clear, group, sub } from "../breakdowns.ts";
import type { DocumentSubResult } from "../document-reports.ts";
import { documentContent } from "./document-content.ts";
import { faceContent } from "./face-content.ts";
import type { SimulatedMedia } from "./records.ts";
import { faceMediaOf, isDocumentReport, type ReportName } from "./report-names.ts";
import { watchlistContent } from "./watchlist-content.ts";

/** What a report says. */
export interface ReportContent {
  result: string;
  /** Document reports only. */
  subResult: DocumentSubResult | null;
  breakdown: Record<string, unknown>;
  properties: Record<string, unknown>;
}

/** What a report is to say, and what about. */
export interface ReportPlan {
  name: ReportName;
  consider: boolean;
  subResult: DocumentSubResult | undefined;
  media: readonly SimulatedMedia[];
}

/** The content of a report, as far as the decision and the uploads decide it: the same plan gives the same content. */
export function reportContent(plan: ReportPlan): ReportContent {
  const { name, consider } = plan;
  if (isDocumentReport(name)) return documentContent(plan);
  if (faceMediaOf(name) !== undefined) return faceContent(plan);
  const { breakdown, properties = {} } = contents[name]?.(consider) ?? watchlistContent(name, consider);
  return { result: consider ? "consider" : "clear", subResult: null, breakdown, properties };
}

export interface PlainContent {
  breakdown: Breakdowns;
  properties?: Record<string, unknown>;
}

const addressLine = "DORPSSTRAAT 1, 1234 AB AMSTERDAM";

/** Reports that are neither about a document, nor a face, nor a watchlist. Constructed; the names are those of the specification. */
const contents: { readonly [name in ReportName]?: (consider: boolean) => PlainContent } = {
  known_faces: (consider) => ({
    breakdown: { previously_seen_faces: { result: resultOf(consider) }, image_integrity: { result: "clear" } },
    properties: { matches: consider ? [knownFace] : [] },
  }),
  identity_enhanced: (consider) => ({
    breakdown: {
      sources: group(oneOf("total_sources", consider)),
      address: group(clear("credit_agencies", "telephone_database", "voting_register")),
      date_of_birth: group(clear("credit_agencies", "voting_register")),
      mortality: { result: "clear" },
    },
  }),
  proof_of_address: (consider) => ({
    breakdown: {
      data_comparison: group(clear("first_name", "last_name"), oneOf("address", consider)),
      document_classification: group(clear("supported_document")),
      image_integrity: group(clear("image_quality")),
    },
    properties: {
      document_type: "bank_building_society_statement",
      issuer: "VOORBEELD BANK",
      issue_date: "2026-10-01",
      summary_period_start: "2026-09-01",
      summary_period_end: "2026-09-30",
      first_names: "WILLEKE LISELOTTE",
      last_names: "DE BRUIJN",
      address: addressLine,
    },
  }),
  us_driving_licence: (consider) => ({
    breakdown: {
      document: group(clear("category", "expiration_date", "issue_date"), oneOf("document_number", consider)),
      address: group(clear("city", "line_1", "line_2", "state_code", "zip4", "zip5")),
      personal: group(
        clear("first_name", "middle_name", "last_name", "date_of_birth", "sex_code", "eye_color", "height", "weight"),
        clear("name_suffix", "middle_initial", "first_name_fuzzy", "middle_name_fuzzy", "last_name_fuzzy"),
      ),
    },
  }),
  device_intelligence: (consider) => ({
    breakdown: {
      device: group(clear("application_authenticity", "device_integrity"), oneOf("device_reputation", consider)),
    },
    properties: {
      device: { sdk_version: "14.40.0", os: "simulated", emulator: false },
      ip: { address: "192.0.2.1", country: "NLD" },
      geolocation: { country: "NLD", city: "AMSTERDAM" },
    },
  }),
  india_pan: (consider) => ({
    breakdown: { device: group(clear("pan_valid"), oneOf("name_match", consider)) },
  }),
};

const knownFace = {
  applicant_id: "00000000-0000-4000-8000-000000000001",
  score: 0.8731,
  media_id: "00000000-0000-4000-8000-000000000002",
  media_type: "live_photos",
  suspected: true,
};

function oneOf(name: string, consider: boolean): ReturnType<typeof sub> {
  return sub(name, resultOf(consider));
}

function resultOf(consider: boolean): string {
  return consider ? "consider" : "clear";
}
