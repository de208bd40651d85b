import { setTimeout as sleep } from "node:timers/promises";
import type { DispatchWork, IdvNodeResult, PendingOutcome, PersonAction, StepOutcome, StepWork } from "@idvkit/core";
import { during, outcomeOf, type Stage } from "./stage.ts";

/** Begins a step. `detailsOf`: what else there is to tell of what the driver offers. */
export function dispatch(
  stage: Stage,
  work: DispatchWork,
  detailsOf: (outcome: StepOutcome) => readonly string[] = () => [],
): Promise<StepOutcome> {
  return during(
    stage,
    () => outcomeOf(stage.driver.dispatch(work, stage.context)),
    (outcome) => ({
      name: "dispatch",
      rawStatus: rawStatusOf(outcome),
      said: `offers ${offersOf(outcome)}`,
      details: detailsOf(outcome),
    }),
  );
}

/** Polls when the driver says so until there is a result. `detailsOf`: what else there is to tell of each poll. */
export async function pollToResult(
  stage: Stage,
  work: StepWork,
  outcome: StepOutcome,
  detailsOf: () => readonly string[] = () => [],
): Promise<IdvNodeResult> {
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
      details: detailsOf(),
    }),
  );
  return pollToResult(stage, work, next, detailsOf);
}

type Offer<Kind extends PersonAction["kind"]> = Extract<PersonAction, { kind: Kind }>;

/** What the driver asks the person to do. */
export function offer<Kind extends PersonAction["kind"]>({ offers = [] }: PendingOutcome, kind: Kind): Offer<Kind> {
  const found = offers.find((candidate): candidate is Offer<Kind> => candidate.kind === kind);
  if (found === undefined) throw new Error(`offer: the driver offers no ${kind}`);
  return found;
}

/** The provider's own word for how far it is. */
export function rawStatusOf(outcome: StepOutcome | null): string {
  if (outcome === null) return "";
  return outcome.kind === "completed" ? outcome.result.rawStatus : outcome.rawStatus;
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
