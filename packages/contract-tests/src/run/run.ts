import type { CompletedOutcome, DriverState, IdvMethodDriver, JsonObject, StepWork } from "@idvkit/core";
import type { ProviderDouble } from "../provider/provider-double.ts";
import { Script } from "../provider/script.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { LeakWatch } from "../watch/leak-watch.ts";
import { type ContractVault, contractVault } from "./contract-vault.ts";

/** The HTTP settings that the kit gives a driver, so that no check waits for real. */
export interface HttpSettings {
  timeoutMs: number;
  retries: number;
  retryDelayMs: number;
  maxResponseBytes: number;
}

/** What a driver is made from: the options of the scenario, and the HTTP settings of the kit. */
export interface DriverSettings {
  options: JsonObject;
  http: HttpSettings;
}

export type CreateDriver = (settings: DriverSettings) => IdvMethodDriver;

/** What a run needs of its surroundings. */
export interface RunSubject {
  readonly scenario: Scenario;
  readonly watch: LeakWatch;
  readonly provider: ProviderDouble;
  readonly httpSettings: HttpSettings;
  newDriver(http?: Partial<HttpSettings>): IdvMethodDriver;
}

/** A moment between two calls: everything that another machine would need to go on. */
export interface Snapshot {
  state: DriverState | undefined;
  refs: readonly string[];
  /** The outcome that the step was completed with, if it is over. */
  final: CompletedOutcome | undefined;
  nowMs: number;
  vault: ContractVault;
  used: ReadonlySet<number>;
}

/** One passage through a scenario, or through a part of it. */
export interface Run {
  readonly subject: RunSubject;
  driver: IdvMethodDriver;
  readonly script: Script;
  vault: ContractVault;
  readonly work: StepWork;
  state: DriverState | undefined;
  /** Refs of the last pending outcome. */
  refs: readonly string[];
  /** The last completed outcome. */
  final: CompletedOutcome | undefined;
  nowMs: number;
}

export interface RunOptions {
  /** Where to begin; default: before the first call. */
  from?: Snapshot;
  driver?: IdvMethodDriver;
  /** The provider's side; default: the exchanges of the scenario. */
  script?: Script;
  work?: Partial<StepWork>;
}

export const defaultHttpSettings: Omit<HttpSettings, "maxResponseBytes"> = {
  timeoutMs: 20_000,
  retries: 1,
  retryDelayMs: 1,
};

const callbackOrigin = "https://rp.example";

/** Begins a run: with a fresh driver, an empty vault and a script of its own, unless the options say otherwise. */
export function startRun(subject: RunSubject, options: RunOptions = {}): Run {
  const { from } = options;
  const driver = options.driver ?? subject.newDriver();
  const script = options.script ?? new Script(subject.scenario.exchanges, from && { used: from.used });
  return {
    subject,
    driver,
    script,
    vault: from?.vault.copy() ?? contractVault(),
    work: { ...workOf(subject.scenario, driver), ...options.work },
    state: throughJson(from?.state),
    refs: from?.refs ?? [],
    final: from?.final,
    nowMs: from?.nowMs ?? Date.parse(subject.scenario.startsAt),
  };
}

export function snapshotOf(run: Run): Snapshot {
  return {
    state: throughJson(run.state),
    refs: run.refs,
    final: run.final,
    nowMs: run.nowMs,
    vault: run.vault.copy(),
    used: new Set(run.script.used),
  };
}

/** What is left of a state that was stored. */
export function throughJson<T extends DriverState | undefined>(state: T): T {
  return state === undefined ? state : (JSON.parse(JSON.stringify(state)) as T);
}

function workOf({ work }: Scenario, driver: IdvMethodDriver): StepWork {
  const settings = {
    tenantId: "tenant-1",
    callbackBaseUrl: `${callbackOrigin}/idv/${driver.provider}`,
    returnUrl: `${callbackOrigin}/done`,
    browserSession: "session-of-the-person",
    ...work,
  };
  const { inputs, ...given } = settings;
  const kept = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  return {
    executionId: "execution-1",
    nodeId: "verify",
    attempt: 1,
    ...kept,
    inputs: { dataBlocks: [], attributes: {}, subject: {}, consents: [], ...inputs },
  };
}
