export type { BrowserRequest } from "./authorization-response.ts";
export type { PingRequest } from "./backchannel.ts";
export type { SimulatedFault } from "./faults.ts";
export { type LogoutDefectName, type LogoutTokenRequest, logoutDefects } from "./logout-token.ts";
export { type MisbehaviourName, misbehaviours } from "./misbehaviours.ts";
export type {
  LoginOutcome,
  OpenIdProviderSimulatorOptions,
  SimulatedAuthMethod,
  SimulatedClient,
  SimulatedPerson,
} from "./settings.ts";
export { createOpenIdProviderSimulator, type OpenIdProviderSimulator, type SimulatorRequest } from "./simulator.ts";
