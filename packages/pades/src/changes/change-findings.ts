/** How far a change goes, lowest first; the names are those of `PdfSignature.modifications`. */
export const changeLevels = ["none", "ltaUpdates", "formFilling", "annotations", "forbidden"] as const;
export type ChangeLevel = (typeof changeLevels)[number];

/** What a finding code of the change classification means: how far it lifts the level, how much it matters, one sentence. */
export interface ChangeFindingKind {
  level: ChangeLevel;
  severity: "info" | "warning" | "error";
  sentence: string;
}

const lta = (sentence: string): ChangeFindingKind => ({ level: "ltaUpdates", severity: "info", sentence });
const form = (sentence: string): ChangeFindingKind => ({ level: "formFilling", severity: "info", sentence });
const annotation = (sentence: string): ChangeFindingKind => ({ level: "annotations", severity: "warning", sentence });
const forbidden = (sentence: string): ChangeFindingKind => ({ level: "forbidden", severity: "error", sentence });

/** Every code that `classifyChanges` can give. */
export const changeFindings = {
  // What keeps a signature verifiable (ETSI EN 319 142-1; allowed even under DocMDP 1 by the errata of ISO 32000-2).
  metadata_changed: lta("The document information, XMP metadata or private data of an application was updated."),
  version_raised: lta("The catalogue names a newer PDF version."),
  extensions_added: lta("A developer extension was added or raised."),
  dss_changed: lta("The document security store was added or changed."),
  timestamp_added: lta("A document timestamp was added."),
  form_resources_added: lta("The form got resources or defaults that it did not have; nothing was replaced."),
  signature_flags_changed: lta("The signature flags of the form changed."),
  tab_order_changed: lta("The tab order of a page changed."),
  structure_extended: lta("The structure tree got elements for new annotations."),

  // Filling in and signing.
  signature_added: form("Another signature was added."),
  visible_signature_field_added: form("A signature field with an appearance was added."),
  field_filled: form("A form field got another value."),
  field_made_read_only: form("A form field was made read-only."),
  form_defaults_changed: form("The default appearance or the appearance flag of the form changed."),
  form_data_changed: form("The data of an XFA form changed."),

  // Annotations.
  annotation_added: annotation("An annotation was added."),
  annotation_changed: annotation("An annotation was changed."),
  annotation_removed: annotation("An annotation was removed."),
  named_appearances_changed: annotation("Named appearances, which annotations use, changed."),

  // Everything else.
  trailer_changed: forbidden("An entry of the trailer that is not bookkeeping was added or changed."),
  encryption_changed: forbidden("The encryption of the document changed."),
  catalogue_changed: forbidden("The catalogue changed where neither signing nor filling in changes it."),
  catalogue_missing: forbidden("The document has no catalogue after the change, or had none before."),
  version_lowered: forbidden("The catalogue names an older PDF version, or none."),
  extensions_changed: forbidden("A developer extension was removed or replaced."),
  dss_removed: forbidden("The document security store was removed or is no dictionary."),
  permissions_changed: forbidden("The permissions that signatures grant were changed or removed."),
  certification_after_signature: forbidden("A certification was added to a document that was signed already."),
  page_added: forbidden("Pages were added."),
  page_removed: forbidden("Pages were removed."),
  page_tree_changed: forbidden("The page tree changed."),
  page_changed: forbidden("A page changed outside its annotations."),
  page_content_changed: forbidden("The content of a page changed."),
  page_resources_changed: forbidden("Resources of a page, such as fonts or images, changed."),
  form_removed: forbidden("The form was removed or is unreadable."),
  form_changed: forbidden("The form changed where filling in does not change it."),
  form_resources_changed: forbidden("A font or another resource of the form was replaced."),
  field_added: forbidden("A form field that is not for a signature was added."),
  signature_field_added: forbidden(
    "A signature field was added and not signed: neither signing nor filling in needs it.",
  ),
  field_removed: forbidden("A form field was removed."),
  field_changed: forbidden("A form field changed in more than its value."),
  field_visibility_changed: forbidden("A form field was hidden or shown."),
  appearance_without_value: forbidden("The appearance of a form field was replaced though its value is the same."),
  appearance_shared: forbidden("A replaced appearance also serves outside the form."),
  widget_added: forbidden("A widget was added to a form field, or belongs to no field."),
  widget_removed: forbidden("A widget was removed."),
  locked_field_changed: forbidden("A form field that a signature locks was changed."),
  signature_changed: forbidden("The dictionary of an earlier signature was changed or removed."),
  signature_field_changed: forbidden("The field of an earlier signature was changed."),
  signature_appearance_changed: forbidden("The appearance of an earlier signature was changed."),
  signature_reused: forbidden("A new signature field points to an earlier signature."),
  visible_signature_after_certification: forbidden(
    "A signature field with an appearance was added to a certified document.",
  ),
  signature_incomplete: forbidden("A signature field got a value that is no signature."),
  action_added: forbidden("A new or changed annotation or signature field brings actions that run something."),
  annotation_overlay: forbidden("An annotation that can cover content was added, changed or removed."),
  annotation_order_changed: forbidden("The annotations of a page are drawn in another order."),
  structure_changed: forbidden("The structure tree changed where it describes content that was signed."),
  certification_violated: forbidden("The change goes further than the certification of the document allows."),
  change_unreadable: forbidden("An object that is needed to judge the change cannot be read."),
  change_limit: forbidden("The change is too large to be judged within the limits."),
} as const satisfies Readonly<Record<string, ChangeFindingKind>>;

export type ChangeFindingCode = keyof typeof changeFindings;

export interface ChangeFinding {
  code: ChangeFindingCode;
  /** The object that holds the change, where there is one. */
  objectNumber?: number;
}

/** Findings beyond this number add nothing that a reader needs; the level still counts them. */
const mostFindings = 1000;

/** Collects findings, each code once per object. */
export class ChangeLog {
  readonly #findings: ChangeFinding[] = [];
  readonly #seen = new Set<string>();
  #rank = 0;
  #additions = 0;

  add(code: ChangeFindingCode, objectNumber?: number): void {
    this.#additions += 1;
    this.#rank = Math.max(this.#rank, changeLevels.indexOf(changeFindings[code].level));
    const key = `${code} ${objectNumber ?? ""}`;
    if (this.#seen.has(key) || this.#findings.length >= mostFindings) return;
    this.#seen.add(key);
    this.#findings.push({ code, ...(objectNumber !== undefined && { objectNumber }) });
  }

  /** How often something was added; tells a caller whether a step found anything. */
  get additions(): number {
    return this.#additions;
  }

  get level(): ChangeLevel {
    return changeLevels[this.#rank] ?? "forbidden";
  }

  get findings(): readonly ChangeFinding[] {
    return this.#findings;
  }
}
