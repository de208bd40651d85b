import type { CheckOrder } from "./read-request.ts";
import type { MediaKind, SimulatedMedia } from "./records.ts";
import type { OnfidoStore } from "./store.ts";
import { uploadsFor } from "./tasks.ts";

const missingWords: Readonly<Record<MediaKind, string>> = {
  document: "You must provide a document",
  live_photo: "You must provide a live photo",
  live_video: "You must provide a live video",
  motion_capture: "You must provide a motion capture",
};

/**
 * What the reports of a check are about, or why it cannot be made: the applicant, its uploads (unless it brings them itself),
 * and the privacy consent of residents of the USA to whom a face belongs.
 */
export function mediaForCheck(
  order: CheckOrder,
  store: OnfidoStore,
): { media: SimulatedMedia[] } | { wrong: Record<string, unknown> } {
  const applicant = store.applicants.get(order.applicant_id);
  if (applicant === undefined) return { wrong: { applicant_id: ["is invalid"] } };
  const uploaded = store.mediaOf(applicant.id);
  const documents = uploaded.filter(({ kind }) => kind === "document");
  const chosen = order.document_ids ?? documents.map(({ id }) => id);
  if (chosen.some((id) => !documents.some((document) => document.id === id))) {
    return { wrong: { document_ids: ["is invalid"] } };
  }
  const needed = uploadsFor(order.report_names);
  const { location, consents } = applicant.order;
  const consented =
    order.privacy_notices_read_consent_given === true ||
    consents?.some(({ name, granted }) => name === "privacy_notices_read" && granted) === true;
  if (location?.country_of_residence === "USA" && needed.length > 1 && !consented) {
    return { wrong: { consents: ["privacy_notices_read must be granted"] } };
  }
  const media = needed.flatMap((kind) =>
    kind === "document"
      ? documents.filter(({ id }) => chosen.includes(id))
      : uploaded.filter((candidate) => candidate.kind === kind).slice(-1),
  );
  const missing = needed.filter((kind) => !media.some((candidate) => candidate.kind === kind));
  if (missing.length === 0 || order.applicant_provides_data === true) return { media };
  return { wrong: { applicant: missing.map((kind) => missingWords[kind]) } };
}
