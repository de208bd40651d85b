import { expectEqual } from "../expectation.ts";
import { comparableOf } from "../run/comparable.ts";
import { performCall } from "../run/perform-call.ts";
import { startRun } from "../run/run.ts";
import type { ScenarioCheck } from "./check.ts";

export const freshDrivers: ScenarioCheck = {
  name: "fresh-drivers",
  title: "goes on from the stored state alone, on another machine",
  async run(subject) {
    const walk = await subject.walk();
    const run = startRun(subject);
    for (const { call, report } of walk.steps) {
      const kept = await performCall(run, call);
      const message = `${call.call}: a fresh driver with the stored state gives another outcome`;
      expectEqual(comparableOf(walk.run, report), comparableOf(run, kept), message);
    }
    const requestsOf = (indexes: readonly number[]) =>
      indexes.filter((index) => subject.scenario.exchanges[index]?.repeatable !== true);
    expectEqual(requestsOf(walk.run.script.served), requestsOf(run.script.served), "fresh drivers make other requests");
  },
};
