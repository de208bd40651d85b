import { setTimeout as sleep } from "node:timers/promises";
import type { IdvNodeResult, PendingOutcome, PersonAction, StepOutcome, StepWork } from "@idvkit/core";
import { captures, rawStatusOf } from "./captures.ts";
import type { Narrator } from "./narrator.ts";
import type { Providers } from "./provider.ts";
import type { Scenario } from "./scenarios.ts";
import { during, newWork, outcomeOf, type Stage, setStage } from "./stage.ts";

/** Plays one scenario to its end: dispatch, the person's part, and whatever brings the result. */
export async function play(scenario: Scenario, providers: Providers, narrator: Narrator): Promise<IdvNodeResult> {
  const stage = await setStage(scenario, providers, narrator);
  try {
    if (scenario.capture !== "mobileSdk") await stage.browser.open(stage.relyingParty.startUrl);
    const work = newWork(stage);
    const offered = await during(
      stage,
      () => outcomeOf(stage.driver.dispatch(work, stage.context)),
      (outcome) => ({ name: "dispatch", rawStatus: rawStatusOf(outcome), said: `offers ${offersOf(outcome)}` }),
    );
    const captured = offered.kind === "pending" ? await captures[scenario.capture](stage, work, offered) : offered;
    return await result(stage, work, captured);
  } finally {
    await stage.relyingParty.close();
  }
}

/** Polls when the driver says so until there is a result. */
async function result(stage: Stage, work: StepWork, outcome: StepOutcome): Promise<IdvNodeResult> {
  if (outcome.kind === "completed") return outcome.result;
  await waitFor(outcome);
  const { driverState } = outcome;
  const next = await during(
    stage,
    () => outcomeOf(stage.driver.poll({ ...work, driverState }, stage.context)),
    (polled) => ({
      name: "poll",
      rawStatus: rawStatusOf(polled),
      said: polled.kind === "completed" ? `final: ${polled.result.dataBlocks.length} data blocks` : "not yet",
    }),
  );
  return result(stage, work, next);
}

async function waitFor({ poll }: PendingOutcome): Promise<void> {
  if (poll !== undefined) await sleep(Math.max(0, Date.parse(poll.at) - Date.now()));
}

function offersOf(outcome: StepOutcome): string {
  if (outcome.kind === "completed") return "nothing";
  return (outcome.offers ?? []).map(offerText).join(" or ");
}

function offerText(action: PersonAction): string {
  switch (action.kind) {
    case "userInput":
      return `a form: ${action.form.fields.map(({ id, required }) => (required ? id : `${id} (optional)`)).join(", ")}`;
    case "redirect":
      return "a redirect to the provider's page";
    case "sdk":
      return "a token for the SDK (not shown)";
    default:
      return action.kind;
  }
}
