import type { IdvMethodDriver } from "@idvkit/core";
import { expectEqual, expectThat } from "../expectation.ts";
import { isIdempotent, isRead, lineOf } from "../provider/exchange-matching.ts";
import { type Fault, faultRetryAfterSeconds, faults } from "../provider/faults.ts";
import { Script } from "../provider/script.ts";
import { comparableOf } from "../run/comparable.ts";
import { type CallReport, performCall } from "../run/perform-call.ts";
import { type Run, startRun } from "../run/run.ts";
import { checkOutcome } from "../run/valid-outcome.ts";
import { goOn, isOnTheWay, type Walk, type WalkStep } from "../run/walk.ts";
import { sensitiveStringsOf } from "../watch/sensitive-strings.ts";
import { acceptFaultyCall } from "./accept-faulty-call.ts";
import type { CheckSubject, ScenarioCheck } from "./check.ts";
import { historyOf } from "./history.ts";

export const survivesFaults: ScenarioCheck = {
  name: "faults",
  title: "answers every fault of the provider and the network with a typed error, and goes on afterwards",
  async run(subject) {
    const walk = await subject.walk();
    const met = new Set<number>();
    for (const step of walk.steps) {
      for (const exchange of new Set(step.report.served)) {
        // A token is asked for in every call; one call stands for all.
        if (met.has(exchange)) continue;
        met.add(exchange);
        if (!subject.isNew("faults", historyOf(subject, step, exchange))) continue;
        const supplies = faultSuppliesOf(subject, exchange);
        for (const fault of faults) await meetFault({ subject, walk, step, index: exchange, supplies }, fault);
      }
    }
  },
};

/** Long enough for a request through the double, short enough for a test. */
const faultyTimeoutMs = 100;
const mostBait = 12;
/** After these a driver may send the request once more, with a new token. */
const newTokenFaults = ["401", "403"];

/** One exchange that all faults meet in turn. */
interface FaultSite {
  subject: CheckSubject;
  walk: Walk;
  step: WalkStep;
  index: number;
  supplies: FaultSupplies;
}

/** Drivers keep no state, so that one serves all faults; only the token has to be fetched anew when it is what fails. */
interface FaultSupplies {
  meeting(fault: Fault): IdvMethodDriver;
  bait: readonly string[];
  /** Another machine, for the call made again. */
  recovering: IdvMethodDriver;
}

function faultSuppliesOf(subject: CheckSubject, index: number): FaultSupplies {
  const shared = subject.newDriver();
  const isToken = subject.scenario.exchanges[index]?.repeatable === true;
  return {
    recovering: subject.newDriver(),
    bait: sensitiveStringsOf(subject.scenario)
      .slice(0, mostBait)
      .map(({ text }) => text),
    meeting(fault) {
      if (fault.name === "timeout") return subject.newDriver({ timeoutMs: faultyTimeoutMs });
      return isToken ? subject.newDriver() : shared;
    },
  };
}

async function meetFault({ subject, walk, step, index, supplies }: FaultSite, fault: Fault): Promise<void> {
  const { call, before } = step;
  const exchange = subject.scenario.exchanges[index];
  if (exchange === undefined || (fault.needsBody === true && exchange.body === null)) return;
  const at = `${call.call}, ${fault.name} for ${lineOf(exchange)}`;
  const script = new Script(subject.scenario.exchanges, { used: before.used });
  const run = startRun(subject, { from: before, driver: supplies.meeting(fault), script });
  const { maxResponseBytes } = subject.httpSettings;
  let outlasted = false;
  const answer = fault.answer(exchange, {
    bait: supplies.bait,
    maxResponseBytes,
    outlasted: () => {
      outlasted = true;
    },
  });
  script.intervention = { exchange: index, answer };
  const faulty = await performCall(run, call);
  expectThat(faulty.served.includes(index), `${at}: the request was not made again from the same moment`);
  expectThat(!outlasted, `${at}: the call does not end at its own timeoutMs`);
  checkOutcome(run, faulty);
  expectSentOnce(subject, faulty, index, fault, at);
  acceptFaultyCall({ at, walk, step, run, report: faulty, fault, isToken: exchange.repeatable });
  if (faulty.result.ok || !step.report.result.ok) return;
  run.driver = supplies.recovering;
  reopenReads(script, faulty);
  await recover(run, walk, step, index, at);
}

/** Reading moves nothing at the provider: what the call that failed has read, the call made again reads once more. */
function reopenReads({ exchanges, used }: Script, { served }: CallReport): void {
  for (const index of served) {
    const exchange = exchanges[index];
    if (exchange !== undefined && isRead(exchange)) used.delete(index);
  }
}

/** The fault is over: the same call, with the state that the error left, leads to the end that was expected. */
async function recover(run: Run, walk: Walk, step: WalkStep, index: number, at: string): Promise<void> {
  const { script } = run;
  const repeated = script.repeated.length;
  script.intervention = undefined;
  script.replays = true;
  run.nowMs += (faultRetryAfterSeconds + 1) * 1000;
  const again = await performCall(run, step.call, { again: true });
  for (const twice of script.repeated.slice(repeated)) {
    const exchange = script.exchanges[twice];
    const mayRepeat = exchange === undefined || isIdempotent(exchange) || exchange.retry || twice === index;
    expectThat(
      mayRepeat,
      `${at}: the call made again sends ${exchange && lineOf(exchange)} again, which was done already`,
    );
  }
  checkOutcome(run, again);
  const own = comparableOf(walk.run, step.report);
  expectEqual(comparableOf(run, again), own, `${at}: the call made again ends otherwise`);
  // From the same state the rest is the same too.
  if (isOnTheWay(run, walk, step.index)) return;
  const last = (await goOn(run, walk, step.index + 1)) ?? again;
  const expected = walk.steps.at(-1)?.report ?? step.report;
  expectEqual(
    comparableOf(run, last),
    comparableOf(walk.run, expected),
    `${at}: after the call made again, the end is another one`,
  );
}

/** What is not idempotent goes out once, unless the scenario allows more or our token was refused. */
function expectSentOnce(subject: CheckSubject, report: CallReport, faulty: number, fault: Fault, at: string): void {
  for (const [index, exchange] of subject.scenario.exchanges.entries()) {
    if (isIdempotent(exchange) || exchange.retry || exchange.repeatable) continue;
    const sent = report.served.filter((served) => served === index).length;
    const most = index === faulty && newTokenFaults.includes(fault.name) ? 2 : 1;
    expectThat(sent <= most, `${at}: ${lineOf(exchange)} is sent ${sent} times`);
  }
}
