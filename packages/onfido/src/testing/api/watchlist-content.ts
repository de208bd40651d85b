import type { Breakdowns } from "../breakdowns.ts";
import type { PlainContent } from "./report-content.ts";
import type { ReportName } from "./report-names.ts";

const everyList = ["sanction", "politically_exposed_person", "legal_and_regulatory_warnings", "adverse_media"];

/** What each watchlist report looks into; a `consider` is put on the first of them. */
const listsByReport: { readonly [name in ReportName]?: readonly string[] } = {
  watchlist_aml: everyList,
  watchlist_enhanced: [...everyList, "monitored_lists"],
  watchlist_standard: ["sanction", "politically_exposed_person", "legal_and_regulatory_warnings"],
  watchlist_peps_only: ["politically_exposed_person"],
  watchlist_sanctions_only: ["sanction"],
};

/** A watchlist report, with one record for a hit. Constructed; the names are those of the specification. */
export function watchlistContent(name: ReportName, consider: boolean): PlainContent {
  const lists = listsByReport[name] ?? [];
  const breakdown: Breakdowns = Object.fromEntries(
    lists.map((list, index) => [list, { result: consider && index === 0 ? "consider" : "clear" }]),
  );
  const record = { full_name: "WILLEKE LISELOTTE DE BRUIJN", date_of_birth: ["1965-03-10"], source: [lists[0]] };
  return { breakdown, properties: { records: consider ? [record] : [] } };
}
