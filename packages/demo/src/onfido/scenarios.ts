import type { AssureOptions, OnfidoApiOptions } from "@idvkit/onfido";
import type { OnfidoOutcome, SimulatedOutcome } from "@idvkit/onfido/testing";
import type { ScenarioTitle } from "../driver-demo.ts";

interface Scene extends ScenarioTitle {
  document: "passport" | "driversLicense";
  processType: AssureOptions["processType"];
  /** The person closes the app's SDK instead of finishing it. */
  personGivesUp?: true;
}

/** One run of the driver through Signicat Assure: how the person is captured, and how the simulated provider decides. */
export interface AssureScenario extends Scene {
  channel: "assure";
  capture: Exclude<AssureOptions["capture"]["mode"], "dossierFiles">;
  outcome: SimulatedOutcome;
}

/** The same through Onfido's own API. */
export interface ApiScenario extends Scene {
  channel: "onfido";
  product: OnfidoApiOptions["product"]["kind"];
  capture: "upload" | "hostedLink";
  outcome: OnfidoOutcome;
}

export type Scenario = AssureScenario | ApiScenario;

const passport = { document: "passport", processType: "documentSelfie" } as const;
const passportUpload = { channel: "assure", capture: "upload", ...passport } as const;

export const scenarios: readonly Scenario[] = [
  { name: "accepted", title: "Passport and selfie, every check passed", ...passportUpload, outcome: "accepted" },
  {
    name: "driving-licence",
    title: "Driving licence with what it allows to drive",
    ...passportUpload,
    document: "driversLicense",
    processType: "document",
    outcome: "accepted",
  },
  {
    name: "capture-flow",
    title: "Signicat's capture page; return and event come in over HTTP",
    ...passportUpload,
    capture: "captureFlow",
    outcome: "accepted",
  },
  {
    name: "mobile-sdk",
    title: "Onfido's SDK in an app, with a video of the face",
    ...passportUpload,
    capture: "mobileSdk",
    processType: "documentVideo",
    outcome: "accepted",
  },
  { name: "inconclusive", title: "A suspected passport and another face", ...passportUpload, outcome: "inconclusive" },
  { name: "rejected", title: "A picture that cannot be read", ...passportUpload, outcome: "rejected" },
  { name: "failed", title: "The provider could not process the pictures", ...passportUpload, outcome: "failed" },
  {
    name: "canceled",
    title: "The person closes the SDK",
    ...passportUpload,
    capture: "mobileSdk",
    outcome: "accepted",
    personGivesUp: true,
  },
  {
    name: "caution",
    title: "Accepted by the provider, although the document has expired",
    ...passportUpload,
    outcome: "caution",
  },
  {
    name: "face-consider",
    title: "Accepted by the provider, although the face is another one",
    ...passportUpload,
    outcome: "faceConsider",
  },
  {
    name: "check",
    title: "Onfido directly: a check of passport and selfie",
    channel: "onfido",
    product: "check",
    capture: "upload",
    ...passport,
    outcome: {},
  },
  {
    name: "check-suspected",
    title: "Onfido directly: a passport that is suspected",
    channel: "onfido",
    product: "check",
    capture: "upload",
    ...passport,
    outcome: { subResult: "suspected" },
  },
  {
    name: "workflow-run",
    title: "Onfido directly: a workflow on its hosted page, a signed webhook",
    channel: "onfido",
    product: "workflowRun",
    capture: "hostedLink",
    ...passport,
    outcome: {},
  },
];

/** Every way to capture, every kind of outcome, both channels. */
export const tourNames = [
  "accepted",
  "capture-flow",
  "mobile-sdk",
  "inconclusive",
  "rejected",
  "failed",
  "check",
  "workflow-run",
];
