export { scenarioChecks, suiteChecks } from "./checks/all-checks.ts";
export type { CheckSubject, ScenarioCheck, SuiteCheck } from "./checks/check.ts";
export { type ContractSuite, type ContractSuiteOptions, createContractSuite } from "./contract-suite.ts";
export { type DriverContractOptions, describeDriverContract } from "./describe-driver-contract.ts";
export { createExecutionStore, type ExecutionStore, type StoredExecution } from "./execution-store.ts";
export type { ProviderDouble } from "./provider/provider-double.ts";
export { recordScenario } from "./record/record-scenario.ts";
export type { RecordedCall, RecordedScenario, RecordOptions, Resign, ResignContext } from "./record/recording.ts";
export { type ValueKind, valueKinds } from "./record/value-kind.ts";
export { writeScenario } from "./record/write-scenario.ts";
export { type ContractVault, contractVault } from "./run/contract-vault.ts";
export type { CallReport } from "./run/perform-call.ts";
export type { CreateDriver, DriverSettings, HttpSettings } from "./run/run.ts";
export { type RunScenarioOptions, runScenario, type ScenarioRun } from "./run-scenario.ts";
export { loadScenarios } from "./scenario/load-scenarios.ts";
export type {
  Exchange,
  Expected,
  ExpectedResult,
  IncomingRequest,
  Provenance,
  Scenario,
  ScenarioCall,
  ScenarioWork,
} from "./scenario/scenario.ts";
export { type HandlerHost, type HandlerHostOptions, serveHandlers } from "./serve-handlers.ts";
