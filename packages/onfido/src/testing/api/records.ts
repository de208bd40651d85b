import type { OnfidoOutcome } from "./outcomes.ts";
import type { ApplicantOrder, CheckOrder, RunOrder } from "./read-request.ts";
import type { ReportName } from "./report-names.ts";

export interface SimulatedApplicant {
  id: string;
  createdAt: string;
  order: ApplicantOrder;
}

export type MediaKind = "document" | "live_photo" | "live_video" | "motion_capture";

/** A file that was uploaded, or that Onfido's SDK took. */
export interface SimulatedMedia {
  id: string;
  kind: MediaKind;
  applicantId: string;
  createdAt: string;
  fileName: string;
  mediaType: string;
  content: Uint8Array;
  /** Documents only. */
  type?: string;
  side?: "front" | "back";
  issuingCountry?: string;
  /** The SDK read the chip. */
  chip?: boolean;
}

export interface SimulatedReport {
  id: string;
  name: ReportName;
  createdAt: string;
}

/** What checks and workflow runs have in common: they wait for the person, are worked on, and end. */
interface CaseRecord {
  id: string;
  applicantId: string;
  createdAt: string;
  updatedAt: string;
  phase: "awaiting" | "processing" | "paused" | "final" | "withdrawn";
  /** Reads that still answer that it is worked on. */
  readsLeft: number;
  reports: SimulatedReport[];
  /** What the reports are about. */
  media: SimulatedMedia[];
  /** Switches of the request, or the decision that waited for the next one. */
  ownOutcome?: OnfidoOutcome;
  outcome: OnfidoOutcome;
}

export interface SimulatedCheck extends CaseRecord {
  kind: "check";
  order: CheckOrder;
  reopened: boolean;
}

export interface SimulatedTask {
  id: string;
  definition: string;
  createdAt: string;
  updatedAt: string;
  /** An upload task takes one kind of media, any other makes one report. */
  about: { upload: MediaKind } | { report: SimulatedReport };
}

export interface SimulatedRun extends CaseRecord {
  kind: "run";
  order: RunOrder;
  tasks: SimulatedTask[];
  /** Once a timeline file was asked for. */
  timelineFileId?: string;
}

export type SimulatedCase = SimulatedCheck | SimulatedRun;
