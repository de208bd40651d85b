import { expectEqual } from "../expectation.ts";
import { performCall } from "../run/perform-call.ts";
import { startRun } from "../run/run.ts";
import { expectNothingUnexpected } from "../run/walk.ts";
import type { ScenarioCheck } from "./check.ts";

export const runsToTheEnd: ScenarioCheck = {
  name: "runs-to-the-end",
  title: "makes exactly the requests of the scenario, in their order",
  async run(subject) {
    const run = startRun(subject);
    for (const call of subject.scenario.calls) {
      const report = await performCall(run, call);
      if (report.result.ok) subject.shows(call.call);
    }
    expectNothingUnexpected(run);
    const unused = run.script.unused.map((index) => `${run.script.exchanges[index]?.method} (exchanges[${index}])`);
    expectEqual(unused, [], "the scenario is over, but these requests were never made");
  },
};
