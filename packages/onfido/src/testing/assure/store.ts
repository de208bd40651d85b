import { randomUUID } from "node:crypto";
import type { CapturedImage, ImageSide } from "../../images.ts";
import { SimulatorDecisions } from "../decisions.ts";
import { specimenImages } from "../specimen-images.ts";
import { timestamp } from "../timestamp.ts";
import type { SimulatedOutcome } from "./outcomes.ts";

export type SimulatedImages = { [side in ImageSide]?: CapturedImage };

/** What "Create process" or "Start capture flow" asked for. */
export interface ProcessOrder {
  processType: string;
  documentType?: string;
  extraData: boolean;
  countryOfResidence?: string;
  ipAddress?: string;
  privacyConsent: boolean;
  mobileAppId?: string;
  /** Present in the capture flow. */
  redirectUrl?: string;
}

export interface SimulatedProcess extends ProcessOrder {
  processId: string;
  dossierId: string;
  phase: "pending" | "processing" | "final";
  /** Reads that still answer `processing`. */
  readsLeft: number;
  outcome: SimulatedOutcome;
  /** The outcome was decided for this process alone. */
  pinned: boolean;
  images: SimulatedImages;
  livePhotoId: string;
  documentId: string;
  createdAt: string;
  updatedAt: string;
}

export interface SimulatedDossier {
  dossierId: string;
  externalReference?: string;
  createdAt: string;
  files: SimulatedImages;
  processes: Map<string, SimulatedProcess>;
}

export interface StoreSettings {
  now: () => Date;
  /** How many reads after the start answer `processing`. */
  processingReads: number;
}

/** Dossiers and processes in memory, and how a process comes to its end. */
export class SimulatorStore {
  readonly dossiers = new Map<string, SimulatedDossier>();
  readonly #settings: StoreSettings;
  readonly #decisions = new SimulatorDecisions<SimulatedOutcome>("accepted");

  constructor(settings: StoreSettings) {
    this.#settings = settings;
  }

  /** Decides how processes end that have not ended yet. */
  decide(outcome: SimulatedOutcome, scope: "every" | "next" | { dossierId: string }): void {
    this.#decisions.decide(outcome, typeof scope === "string" ? scope : { subject: scope.dossierId });
  }

  createDossier(externalReference: string | undefined): SimulatedDossier {
    const dossier: SimulatedDossier = {
      dossierId: randomUUID(),
      ...(externalReference !== undefined && { externalReference }),
      createdAt: this.#timestamp(),
      files: {},
      processes: new Map(),
    };
    this.dossiers.set(dossier.dossierId, dossier);
    return dossier;
  }

  createProcess(dossier: SimulatedDossier, order: ProcessOrder): SimulatedProcess {
    const next = this.#decisions.takeNext();
    const time = this.#timestamp();
    const process: SimulatedProcess = {
      ...order,
      processId: randomUUID(),
      dossierId: dossier.dossierId,
      phase: "pending",
      readsLeft: this.#settings.processingReads,
      outcome: next ?? "accepted",
      pinned: next !== undefined,
      images: {},
      livePhotoId: randomUUID(),
      documentId: randomUUID(),
      createdAt: time,
      updatedAt: time,
    };
    dossier.processes.set(process.processId, process);
    return process;
  }

  process(dossierId: string | undefined, processId: string | undefined): SimulatedProcess | undefined {
    return this.dossiers.get(dossierId ?? "")?.processes.get(processId ?? "");
  }

  /** Finds a process by its own id; capture pages know no dossier. */
  captured(processId: string | undefined): SimulatedProcess | undefined {
    return [...this.dossiers.values()].flatMap(({ processes }) => processes.get(processId ?? "") ?? [])[0];
  }

  /** Starts the verification. */
  start(process: SimulatedProcess): void {
    process.phase = "processing";
    process.updatedAt = this.#timestamp();
    if (process.readsLeft === 0) this.finish(process);
  }

  /** Reads a process the way "Get process" does: reading is what lets time pass here. */
  read(process: SimulatedProcess): void {
    if (process.phase !== "processing") return;
    if (process.readsLeft === 0) this.finish(process);
    else process.readsLeft -= 1;
  }

  /** Ends a started process at once. */
  finish(process: SimulatedProcess): void {
    if (!process.pinned) process.outcome = this.#decisions.ofSubject(process.dossierId) ?? this.#decisions.every;
    process.phase = "final";
    process.updatedAt = this.#timestamp();
  }

  #timestamp(): string {
    return timestamp(this.#settings.now());
  }
}

/** The images that Signicat's capture page or Onfido's SDK would have taken. */
export function capturedImages(order: ProcessOrder): SimulatedImages {
  return {
    front: { content: specimenImages.png, mediaType: "image/png" },
    ...(order.documentType === "driversLicense" && { back: { content: specimenImages.png, mediaType: "image/png" } }),
    ...(order.processType === "documentSelfie" && {
      selfie: { content: specimenImages.jpeg, mediaType: "image/jpeg" },
    }),
  };
}
