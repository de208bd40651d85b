import { randomUUID } from "node:crypto";
import { specimenImages } from "../specimen-images.ts";
import { type CaseSettings, SimulatorCases } from "./cases.ts";
import type { ApplicantOrder } from "./read-request.ts";
import type { UploadedDocument } from "./read-upload.ts";
import type {
  MediaKind,
  SimulatedApplicant,
  SimulatedCase,
  SimulatedCheck,
  SimulatedMedia,
  SimulatedReport,
  SimulatedRun,
  SimulatedTask,
} from "./records.ts";
import { faceMediaOf } from "./report-names.ts";
import { specimenVideo } from "./specimen-files.ts";

/** What the person shows to the SDK or on the hosted page. */
export interface SimulatedCapture {
  /** Default `passport`. A `driving_licence` has two sides. */
  documentType?: string;
  /** Default: what the applicant's runs and checks wait for, else a photo. */
  face?: "photo" | "video" | "motion" | "none";
  /** The chip of the document was read too: what only pictures can tell is then not looked at. */
  chip?: true;
}

const faceKinds = { photo: "live_photo", video: "live_video", motion: "motion_capture" } as const;
const twoSided = new Set(["driving_licence", "national_identity_card", "residence_permit"]);

/** Applicants and their media in memory, beside their checks and runs. */
export class OnfidoStore {
  readonly applicants = new Map<string, SimulatedApplicant>();
  readonly media = new Map<string, SimulatedMedia>();
  readonly cases: SimulatorCases;
  /** Members of bodies that tests put in the place of the simulator's, by the id of a report, check or run. */
  readonly changes = new Map<string, Record<string, unknown>>();

  constructor(settings: CaseSettings) {
    this.cases = new SimulatorCases(settings);
  }

  createApplicant(order: ApplicantOrder): SimulatedApplicant {
    const applicant = { id: randomUUID(), createdAt: this.cases.timestamp(), order };
    this.applicants.set(applicant.id, applicant);
    return applicant;
  }

  /** Deletes an applicant with everything that is about it. */
  deleteApplicant(applicantId: string): boolean {
    for (const records of [this.media, this.cases.all]) {
      for (const [id, record] of records) if (record.applicantId === applicantId) records.delete(id);
    }
    return this.applicants.delete(applicantId);
  }

  addMedia(kind: MediaKind, applicantId: string, file: UploadedDocument & { chip?: boolean }): SimulatedMedia {
    const media = { id: randomUUID(), kind, applicantId, createdAt: this.cases.timestamp(), ...file };
    this.media.set(media.id, media);
    return media;
  }

  mediaOf(applicantId: string): SimulatedMedia[] {
    return [...this.media.values()].filter((media) => media.applicantId === applicantId);
  }

  /** The SDK uploads what the person shows, and what waited for it goes on. Default: all of the applicant's runs and checks. */
  capture(
    applicantId: string,
    { documentType = "passport", face, chip }: SimulatedCapture,
    subjects: readonly SimulatedCase[] = this.#casesOf(applicantId),
  ): SimulatedMedia[] {
    const waiting = subjects.filter(({ phase }) => phase === "awaiting");
    const wanted = waiting.flatMap(({ reports }) => reports.flatMap(({ name }) => faceMediaOf(name) ?? []));
    const needsFace = waiting.length === 0 || wanted.length > 0;
    const defaultKinds: MediaKind[] = needsFace
      ? [...new Set(wanted.length > 0 ? wanted : ["live_photo" as const])]
      : [];
    const kinds = face === undefined ? defaultKinds : face === "none" ? [] : [faceKinds[face]];
    const captured = [
      ...this.#captureDocument(applicantId, documentType, chip === true),
      ...kinds.map((kind) => this.addMedia(kind, applicantId, faceFile(kind))),
    ];
    for (const subject of waiting) this.cases.start(subject, captured);
    return captured;
  }

  check(id: string | undefined): SimulatedCheck | undefined {
    const subject = this.cases.all.get(id ?? "");
    return subject?.kind === "check" ? subject : undefined;
  }

  run(id: string | undefined): SimulatedRun | undefined {
    const subject = this.cases.all.get(id ?? "");
    return subject?.kind === "run" ? subject : undefined;
  }

  runs(): SimulatedRun[] {
    return [...this.cases.all.values()].flatMap((subject) => (subject.kind === "run" ? subject : []));
  }

  /** Puts members in the place of those of a body. */
  change(id: string, members: Record<string, unknown>): void {
    this.changes.set(id, { ...this.changes.get(id), ...members });
  }

  report(id: string | undefined): { check: SimulatedCheck; report: SimulatedReport } | undefined {
    for (const subject of this.cases.all.values()) {
      const report = subject.reports.find((candidate) => candidate.id === id);
      if (report !== undefined && subject.kind === "check") return { check: subject, report };
    }
    return undefined;
  }

  task(id: string | undefined): { run: SimulatedRun; task: SimulatedTask } | undefined {
    return this.runs().flatMap((run) => run.tasks.flatMap((task) => (task.id === id ? { run, task } : [])))[0];
  }

  #casesOf(applicantId: string): SimulatedCase[] {
    return [...this.cases.all.values()].filter((subject) => subject.applicantId === applicantId);
  }

  #captureDocument(applicantId: string, type: string, chip: boolean): SimulatedMedia[] {
    const sides = twoSided.has(type) ? (["front", "back"] as const) : (["front"] as const);
    return sides.map((side) =>
      this.addMedia("document", applicantId, {
        fileName: `${type}-${side}.png`,
        mediaType: "image/png",
        content: specimenImages.png,
        type,
        side,
        issuingCountry: "NLD",
        chip,
      }),
    );
  }
}

function faceFile(kind: MediaKind): UploadedDocument {
  return kind === "live_photo"
    ? { fileName: "face.jpg", mediaType: "image/jpeg", content: specimenImages.jpeg }
    : { fileName: "face.mp4", mediaType: "video/mp4", content: specimenVideo };
}
