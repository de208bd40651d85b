import {
  type DriverState,
  type IdvError,
  type IdvResult,
  isIdvError,
  type StepOutcome,
  type StepResult,
} from "@idvkit/core";
import { createOidcDriver } from "../src/index.ts";
import { resolveOptions } from "../src/options.ts";
import { createRelyingParty } from "../src/relying-party/client.ts";
import { type Bench, deliver, type Started, start, visit, workOf } from "./conformance-bench.ts";
import type { ConformanceRow, Expectation, Story } from "./conformance-row.ts";
import { callbackBaseUrl, issuer } from "./conformance-setups.ts";

/** What came of a story, in the words of the table, and the outcome itself. */
export interface Ending {
  seen: Expectation;
  warnings: readonly string[];
  outcome?: StepOutcome;
  url?: string;
  error?: IdvError;
  /** Progress that was made before an error. */
  driverState?: DriverState;
}

export function endingOf(
  result: (IdvResult<unknown> | StepResult) & { driverState?: DriverState },
  more: Partial<Ending> = {},
): Ending {
  if (result.ok) {
    const outcome = result.value as StepOutcome;
    if (outcome.kind !== "completed") return { seen: {}, warnings: [], outcome, ...more };
    const { verdict, warnings } = outcome.result;
    return { seen: { verdict }, warnings: warnings.map(({ code }) => code), outcome, ...more };
  }
  const { code, reason, retryable } = result.error;
  return {
    seen: { code, ...(reason !== undefined && { reason }), ...(retryable && { retryable }) },
    warnings: [],
    error: result.error,
    ...(result.driverState !== undefined && { driverState: result.driverState }),
    ...more,
  };
}

type Teller = (bench: Bench, row: ConformanceRow) => Promise<Ending>;

/** The whole way: dispatch, the person at the provider, the return. Each call is made by a fresh instance. */
async function login(bench: Bench, beforeReturn?: (started: Started) => void): Promise<Ending> {
  const started = await start(bench.driver(), bench);
  if (!started.ok) return endingOf(started);
  const request = await visit(bench, started.value);
  beforeReturn?.(started.value);
  const result = await deliver(bench.driver(), bench, started.value, request);
  return endingOf(result, { url: started.value.url });
}

async function started(bench: Bench, executionId?: string): Promise<Started> {
  const result = await start(bench.driver(), bench, workOf(executionId));
  if (!result.ok) throw result.error;
  return result.value;
}

const stories: Readonly<Record<Story, Teller>> = {
  login: (bench) => login(bench),

  async denied(bench) {
    const one = await started(bench);
    return endingOf(await deliver(bench.driver(), bench, one, await visit(bench, one, { error: "access_denied" })));
  },

  /** One instance, so that it still holds the old keys. */
  async rotationBetweenLogins(bench, { misbehaviour }) {
    const driver = bench.driver();
    const over = async (executionId: string): Promise<StepResult> => {
      const one = await start(driver, bench, workOf(executionId));
      return one.ok ? deliver(driver, bench, one.value, await visit(bench, one.value)) : one;
    };
    bench.simulator.behave();
    const first = await over("execution-1");
    if (!first.ok) return endingOf(first);
    bench.advance(60_000);
    if (misbehaviour === undefined) bench.simulator.rotateKeys();
    else bench.simulator.misbehave(misbehaviour);
    return endingOf(await over("execution-2"));
  },

  async stateOfAnotherExecution(bench) {
    const [own, foreign] = [await started(bench, "execution-1"), await started(bench, "execution-2")];
    return endingOf(await deliver(bench.driver(), bench, own, await visit(bench, foreign)));
  },

  async anotherBrowserSession(bench) {
    const one = await started(bench);
    const change = { browserSession: "session of somebody else" };
    return endingOf(await deliver(bench.driver(), bench, one, await visit(bench, one), change));
  },

  async replayAfterCompletion(bench) {
    const one = await started(bench);
    const request = await visit(bench, one);
    const first = await deliver(bench.driver(), bench, one, request);
    if (!first.ok) return endingOf(first);
    return endingOf(await deliver(bench.driver(), bench, one, request, { driverState: first.value.driverState }));
  },

  swapAfterDispatch: (bench) => login(bench, () => bench.simulator.misbehave("discovery-swapped")),

  async initiatedElsewhere(bench) {
    const one = await started(bench);
    const url = `${callbackBaseUrl}/return?iss=${encodeURIComponent(issuer)}&login_hint=anna`;
    return endingOf(
      await deliver(bench.driver(), bench, one, { method: "GET", url, headers: {}, body: new Uint8Array() }),
    );
  },

  async refusedSetting({ options }, { setting }) {
    try {
      createOidcDriver({ ...options, ...setting } as never);
      return { seen: {}, warnings: [] };
    } catch (error) {
      if (!isIdvError(error)) throw error;
      return endingOf({ ok: false, error });
    }
  },

  async logoutToken({ options, simulator, context }, { defect }) {
    const party = createRelyingParty(resolveOptions(options));
    const token = await simulator.logoutToken(defect === undefined ? {} : { defect });
    const valid = await party.validateLogoutToken(token, { now: context.now() });
    return valid.ok ? { seen: { verdict: "verified" }, warnings: [] } : endingOf(valid);
  },
};

export async function tell(bench: Bench, row: ConformanceRow): Promise<Ending> {
  if (row.misbehaviour !== undefined) bench.simulator.misbehave(row.misbehaviour);
  return stories[row.story](bench, row);
}
