export { type SimulatedFault, SimulatorFaults } from "./simulator-faults.ts";
