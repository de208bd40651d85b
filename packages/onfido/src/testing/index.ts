export type { SimulatedEvent } from "./event.ts";
export type { SimulatedFault } from "./faults.ts";
export type { SimulatorRequest } from "./handlers.ts";
export { type SimulatedOutcome, simulatedOutcomes } from "./outcomes.ts";
export { simulatorPaths } from "./paths.ts";
export { type AssureSimulator, type AssureSimulatorOptions, createAssureSimulator } from "./simulator.ts";
export { type SpecimenImages, specimenImages } from "./specimen-images.ts";
