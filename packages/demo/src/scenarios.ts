import type { AssureOptions } from "@idvkit/onfido";
import type { SimulatedOutcome } from "@idvkit/onfido/testing";

type CaptureMode = Exclude<AssureOptions["capture"]["mode"], "dossierFiles">;

/** One run of the driver: how the person is captured, and how the simulated provider decides. */
export interface Scenario {
  name: string;
  title: string;
  capture: CaptureMode;
  outcome: SimulatedOutcome;
  document: "passport" | "driversLicense";
  processType: AssureOptions["processType"];
  /** The person closes the app's SDK instead of finishing it. */
  personGivesUp?: true;
}

const passportUpload = { capture: "upload", document: "passport", processType: "documentSelfie" } as const;

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
];

const tourNames = ["accepted", "capture-flow", "mobile-sdk", "inconclusive", "rejected", "failed"];

/** What `npm run demo` shows: every way to capture, and every kind of outcome. */
export const tour: readonly Scenario[] = scenarios.filter(({ name }) => tourNames.includes(name));
