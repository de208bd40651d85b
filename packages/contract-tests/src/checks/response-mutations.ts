import type { JsonValue } from "@idvkit/core";
import { expectThat, inContext } from "../expectation.ts";
import { lineOf } from "../provider/exchange-matching.ts";
import { mutationsOf } from "../provider/mutations.ts";
import { Script } from "../provider/script.ts";
import { type CallReport, performCall, stepOutcome } from "../run/perform-call.ts";
import { type Run, startRun } from "../run/run.ts";
import { checkOutcome } from "../run/valid-outcome.ts";
import { isOnTheWay, type Walk, type WalkStep } from "../run/walk.ts";
import type { Exchange } from "../scenario/scenario.ts";
import type { CheckSubject, ScenarioCheck } from "./check.ts";
import { historyOf } from "./history.ts";

export const responseMutations: ScenarioCheck = {
  name: "response-mutations",
  title: "stands unknown fields, unknown words, nulls and missing fields in every response",
  async run(subject) {
    const walk = await subject.walk();
    const met = new Set<number>();
    for (const step of walk.steps) {
      for (const index of new Set(step.report.served)) {
        if (met.has(index)) continue;
        met.add(index);
        if (subject.isNew("mutations", historyOf(subject, step, index)))
          await mutateExchange(subject, walk, step, index);
      }
    }
  },
};

async function mutateExchange(subject: CheckSubject, walk: Walk, step: WalkStep, index: number): Promise<void> {
  const exchange = subject.scenario.exchanges[index];
  const body = exchange && jsonOf(exchange);
  if (exchange === undefined || body === undefined) return;
  // Drivers keep no state, so that one serves all mutations; only the token has to be fetched anew.
  const driver = exchange.repeatable ? undefined : subject.newDriver();
  const endsVerified = isVerified(walk.steps.at(-1)?.report);
  for (const mutation of mutationsOf(body)) {
    // Where the end is verified anyway, only the change itself counts, not what stands around it.
    const change = [step.call.call, exchange.method, exchange.status, mutation.name, mutation.was];
    if (endsVerified && mutation.was !== undefined && !subject.isNew("mutation", change)) continue;
    const at = `${step.call.call}, ${mutation.name} in the answer to ${lineOf(exchange)}`;
    const exchanges = subject.scenario.exchanges.with(index, { ...exchange, body: encoded(mutation.body) });
    const script = new Script(exchanges, { used: step.before.used });
    const run = startRun(subject, { from: step.before, script, ...(driver !== undefined && { driver }) });
    await inContext(at, () => goToTheEnd(run, step, walk));
  }
}

async function goToTheEnd(run: Run, step: WalkStep, walk: Walk): Promise<void> {
  for (const { call, index, report: own } of walk.steps.slice(step.index)) {
    const report = await performCall(run, call, { anyAddress: true });
    checkOutcome(run, report);
    expectThat(!isVerified(report) || isVerified(own), `${call.call} is verified, without the change it is not`);
    // What would come next does not follow from another outcome, and is known where nothing has changed.
    if (stepOutcome(report)?.kind !== stepOutcome(own)?.kind || isOnTheWay(run, walk, index)) return;
  }
}

function isVerified(report: CallReport | undefined): boolean {
  const outcome = report && stepOutcome(report);
  if (outcome?.kind === "completed") return outcome.result.verdict === "verified";
  return outcome?.preliminary?.final === true && outcome.preliminary.verdict === "verified";
}

function jsonOf({ body }: Exchange): JsonValue | undefined {
  try {
    return body === null
      ? undefined
      : (JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as JsonValue);
  } catch {
    return undefined;
  }
}

function encoded(body: JsonValue): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(body));
}
