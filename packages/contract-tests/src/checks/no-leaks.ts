import { expectEqual } from "../expectation.ts";
import type { ScenarioCheck } from "./check.ts";

/** Runs last: it judges what was seen in all runs of the other checks. */
export const noLeaks: ScenarioCheck = {
  name: "no-leaks",
  title: "shows no personal data, token or secret in any error, log line, span, warning or reply",
  async run(subject) {
    await subject.walk();
    expectEqual([...subject.watch.findings], [], "something sensitive was shown");
  },
};
