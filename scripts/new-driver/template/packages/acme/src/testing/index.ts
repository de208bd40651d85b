export {
  type AcmeSimulator,
  type AcmeSimulatorOptions,
  createAcmeSimulator,
  type SimulatedEvent,
  type SimulatedOutcome,
} from "./simulator.ts";
