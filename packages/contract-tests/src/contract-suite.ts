import type { CheckSubject } from "./checks/check.ts";
import { digestOf } from "./checks/history.ts";
import { openProviderDouble, type ProviderDouble } from "./provider/provider-double.ts";
import { type CreateDriver, defaultHttpSettings, type HttpSettings } from "./run/run.ts";
import { type Walk, walkThrough } from "./run/walk.ts";
import { loadScenarios } from "./scenario/load-scenarios.ts";
import type { Scenario } from "./scenario/scenario.ts";
import { createLeakWatch } from "./watch/leak-watch.ts";
import { sensitiveStringsOf } from "./watch/sensitive-strings.ts";

export interface ContractSuiteOptions {
  /** Makes the driver under test. It is called anew for every run, and for every call where nothing may be remembered. */
  create: CreateDriver;
  /** Folder with one sub-folder per scenario. */
  fixtures: URL | string;
}

/** The scenarios of a driver, ready for checks. */
export interface ContractSuite {
  readonly subjects: readonly CheckSubject[];
  /** What the scenarios have shown so far: names of calls. */
  readonly shown: ReadonlySet<string>;
  /** Takes over the network. Checks run between `open` and `close`. */
  open(): void;
  close(): void;
}

const leastResponseBytes = 64 * 1024;

/** Loads the scenarios of a driver. Throws an `Error` that names the file when one cannot be read. */
export function createContractSuite({ create, fixtures }: ContractSuiteOptions): ContractSuite {
  const shown = new Set<string>();
  const met = new Set<string>();
  let provider: ProviderDouble | undefined;

  function subjectOf(scenario: Scenario): CheckSubject {
    let walk: Promise<Walk> | undefined;
    const httpSettings: HttpSettings = { ...defaultHttpSettings, maxResponseBytes: responseLimitOf(scenario) };
    const subject: CheckSubject = {
      scenario,
      httpSettings,
      watch: createLeakWatch(sensitiveStringsOf(scenario)),
      get provider() {
        if (provider === undefined) throw new Error("the contract suite is not open");
        return provider;
      },
      newDriver: (http) => create({ options: structuredClone(scenario.options), http: { ...httpSettings, ...http } }),
      walk() {
        walk ??= walkThrough(subject);
        return walk;
      },
      isNew(check, history) {
        const digest = digestOf([check, history]);
        return met.has(digest) ? false : met.add(digest).has(digest);
      },
      shows: (what) => void shown.add(what),
    };
    return subject;
  }

  return {
    subjects: loadScenarios(fixtures).map(subjectOf),
    shown,
    open() {
      provider ??= openProviderDouble();
    },
    close() {
      provider?.close();
      provider = undefined;
    },
  };
}

/** Twice the largest answer, so that every honest answer passes and a small body is oversized already. */
function responseLimitOf({ exchanges, cancelExchanges = [] }: Scenario): number {
  const sizes = [...exchanges, ...cancelExchanges].map(({ body }) => body?.length ?? 0);
  return Math.max(leastResponseBytes, 2 * Math.max(0, ...sizes));
}
