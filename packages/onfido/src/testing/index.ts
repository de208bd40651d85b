export type { OnfidoEventName } from "../api/webhook-event.ts";
export type { OnfidoOutcome } from "./api/outcomes.ts";
export { type ReportName, reportNames } from "./api/report-names.ts";
export {
  type CapturedMedia,
  createOnfidoSimulator,
  type OnfidoSimulator,
  type OnfidoSimulatorOptions,
} from "./api/simulator.ts";
export type { SimulatedCapture } from "./api/store.ts";
export { type SimulatedOutcome, simulatedOutcomes } from "./assure/outcomes.ts";
export { simulatorPaths } from "./assure/paths.ts";
export { type AssureSimulator, type AssureSimulatorOptions, createAssureSimulator } from "./assure/simulator.ts";
export type { SimulatedEvent } from "./delivery.ts";
export type { SimulatedFault } from "./faults.ts";
export type { SimulatorRequest } from "./handlers.ts";
export { type SpecimenImages, specimenImages } from "./specimen-images.ts";
