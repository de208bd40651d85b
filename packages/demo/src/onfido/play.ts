import type { Ending, RunningDemo } from "../driver-demo.ts";
import type { Narrator } from "../narrator.ts";
import { dispatch, pollToResult } from "../steps.ts";
import { captures } from "./captures.ts";
import { closeProviders, type Providers, startProviders } from "./provider.ts";
import { type Scenario, scenarios } from "./scenarios.ts";
import { documentWork, setStage } from "./stage.ts";

/** Starts both simulated APIs. */
export async function startOnfido(): Promise<RunningDemo> {
  const providers = await startProviders();
  return {
    introduction: `simulated: Assure at ${providers.assure.url}, Onfido at ${providers.api.url}`,
    async play(name, narrator) {
      const scenario = scenarios.find((candidate) => candidate.name === name);
      if (scenario === undefined) throw new Error("play: no such scenario");
      return play(scenario, providers, narrator);
    },
    close: () => closeProviders(providers),
  };
}

/** Plays one scenario to its end: dispatch, the person's part, and whatever brings the result. */
async function play(scenario: Scenario, providers: Providers, narrator: Narrator): Promise<Ending> {
  const stage = await setStage(scenario, providers, narrator);
  try {
    if (scenario.capture !== "mobileSdk") await stage.browser.open(stage.relyingParty.startUrl);
    const work = documentWork(stage);
    const offered = await dispatch(stage, work);
    const captured = offered.kind === "pending" ? await captures[scenario.capture](stage, work, offered) : offered;
    return { kind: "result", result: await pollToResult(stage, work, captured) };
  } finally {
    await stage.relyingParty.close();
  }
}
