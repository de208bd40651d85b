import { expectEqual, expectThat } from "../expectation.ts";
import { Script } from "../provider/script.ts";
import { comparableOf } from "../run/comparable.ts";
import { performCall } from "../run/perform-call.ts";
import { startRun } from "../run/run.ts";
import type { ScenarioCheck } from "./check.ts";

export const oneShotCrash: ScenarioCheck = {
  name: "one-shot-crash",
  title: "keeps what the provider gives only once, so that a crash loses nothing",
  async run(subject) {
    const { steps } = await subject.walk();
    const { exchanges } = subject.scenario;
    for (const { call, before, report } of steps) {
      const oneShots = report.served.filter((index) => exchanges[index]?.oneShot === true);
      if (oneShots.length === 0) continue;
      const crashed = startRun(subject, { from: before });
      const lost = await performCall(crashed, call);
      // The process is gone, and with it the outcome and the state. The vault is what is left.
      const script = new Script(exchanges, { used: crashed.script.used, replays: true });
      const run = startRun(subject, { from: { ...before, vault: crashed.vault }, script });
      const again = await performCall(run, call);
      const redeemed = script.served.filter((index) => oneShots.includes(index));
      expectThat(redeemed.length === 0, `${call.call}: after a crash the one-shot exchange is asked for again`);
      expectEqual(comparableOf(run, again), comparableOf(crashed, lost), `${call.call}: a crash changes the outcome`);
    }
  },
};
