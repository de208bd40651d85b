export type { CaptureConfiguration } from "./capture-configuration.ts";
export type { CaptureConfigurationCalls } from "./capture-configuration-calls.ts";
export { type AssureCall, type AssureClient, type AssureClientSettings, createAssureClient } from "./client.ts";
export type { Dossier } from "./dossier.ts";
export { type EnterpriseHosts, enterpriseHosts } from "./enterprise.ts";
export type { FullResult } from "./full-result.ts";
export { withFullResult } from "./short-form.ts";
