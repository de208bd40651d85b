export type { SimulatedEvent } from "./assure/event.ts";
export type { SimulatorRequest } from "./assure/handlers.ts";
export { type SimulatedOutcome, simulatedOutcomes } from "./assure/outcomes.ts";
export { simulatorPaths } from "./assure/paths.ts";
export { type AssureSimulator, type AssureSimulatorOptions, createAssureSimulator } from "./assure/simulator.ts";
export type { SimulatedFault } from "./faults.ts";
export { type SpecimenImages, specimenImages } from "./specimen-images.ts";
