import type { IdvVerdict } from "@idvkit/core";
import type { WireObject } from "../wire-object.ts";
import type { Doubt } from "./doubt.ts";

/** A report on the document or the face. */
export interface ReportAnswer {
  result: unknown;
  subResult: unknown;
  /** What was read from document or person, names in camelCase. */
  data: WireObject;
}

/** What either channel's answer is reduced to. All of the mapping behind it knows no channel. */
export interface OnfidoAnswer {
  /** The provider's own status. */
  status: string;
  /** The best verdict that the status can give; null: it is not final; undefined: it is not known. */
  stated: IdvVerdict | null | undefined;
  /** The answer has a result or a failure, whatever its status says. */
  concluded: boolean;
  reference: string | null;
  /** When the provider came to its result, as it says; undefined where it has no such member. */
  endedAt: { value: unknown; path: string } | undefined;
  failReason: unknown;
  /** Assure's summary of the data. */
  finalResult: WireObject | undefined;
  document: ReportAnswer | undefined;
  face: ReportAnswer | undefined;
  /** A report, whichever, suspects fraud. */
  suspected: boolean;
  /** The provider was asked for a face, whatever the order says. */
  tookFace: boolean;
  /** What the channel itself has to say against an acceptance. */
  doubts: readonly Doubt[];
  /** Everything that can hold a result. */
  tree: WireObject;
}
