import type { PendingOutcome, StepOutcome, StepWork, SubmitValue } from "@idvkit/core";
import { specimenImages } from "@idvkit/onfido/testing";
import { during, outcomeOf, tell } from "../stage.ts";
import { offer, rawStatusOf } from "../steps.ts";
import type { Scenario } from "./scenarios.ts";
import type { OnfidoStage } from "./stage.ts";

/** How the person's part is played in each way to capture, until there is only the provider to wait for. */
export const captures: {
  readonly [Mode in Scenario["capture"]]: (
    stage: OnfidoStage,
    work: StepWork,
    offered: PendingOutcome,
  ) => Promise<StepOutcome>;
} = { upload, captureFlow: hostedPage, hostedLink: hostedPage, mobileSdk };

const pictures: { readonly [side: string]: SubmitValue } = {
  front: { content: specimenImages.png, mediaType: "image/png" },
  back: { content: specimenImages.png, mediaType: "image/png" },
  selfie: { content: specimenImages.jpeg, mediaType: "image/jpeg" },
};

/** The site's own form collects the pictures. */
async function upload(stage: OnfidoStage, work: StepWork, offered: PendingOutcome): Promise<StepOutcome> {
  const { form } = offer(offered, "userInput");
  const wanted = form.fields.filter(({ required }) => required).map(({ id }) => id);
  const input = Object.fromEntries(wanted.flatMap((id) => (pictures[id] === undefined ? [] : [[id, pictures[id]]])));
  tell(stage, { name: "person", said: `fills in the form: ${wanted.join(", ")}` });
  return submit(stage, work, offered, input, "checks and uploads the pictures, starts");
}

/** The provider's own page takes the pictures; the browser comes back, and later an event says that it is done. */
async function hostedPage(stage: OnfidoStage, work: StepWork, offered: PendingOutcome): Promise<StepOutcome> {
  const { browser, relyingParty, provider } = stage;
  const { url } = offer(offered, "redirect");
  const execution = relyingParty.keep(work, offered);
  await during(
    stage,
    () => browser.open(url),
    (hops) => ({
      name: "return",
      rawStatus: rawStatusOf(execution.outcome),
      said: `${hops.map(({ url: { pathname }, status }) => `${pageNames(pathname)} ${status}`).join(", ")}`,
    }),
  );
  await during(
    stage,
    () => provider.notify(relyingParty.callbackBaseUrl, offered.reference),
    (status) => ({
      name: "event",
      rawStatus: rawStatusOf(execution.outcome),
      said: `${provider.eventName}: outcome read, answer ${status}`,
    }),
  );
  return execution.outcome ?? offered;
}

/** The app runs Onfido's SDK and says how it ended. */
async function mobileSdk(stage: OnfidoStage, work: StepWork, offered: PendingOutcome): Promise<StepOutcome> {
  const { parameters } = offer(offered, "sdk");
  const steps = Array.isArray(parameters.steps) ? parameters.steps.join(", ") : "";
  const result = stage.scenario.personGivesUp === true ? "cancel" : "success";
  const done = result === "cancel" ? "closes the SDK" : "finishes the SDK";
  tell(stage, { name: "person", said: `${done} in the app: ${steps}` });
  const said =
    result === "cancel" ? "the app says so; the process is deleted" : "the app says so; starts the verification";
  return submit(stage, work, offered, { result }, said);
}

function submit(
  stage: OnfidoStage,
  work: StepWork,
  { driverState }: PendingOutcome,
  input: Record<string, SubmitValue>,
  said: string,
): Promise<StepOutcome> {
  return during(
    stage,
    () => outcomeOf(stage.driver.submit({ ...work, driverState, input }, stage.context)),
    (outcome) => ({ name: "submit", rawStatus: rawStatusOf(outcome), said }),
  );
}

/** The pages by what they are; their addresses hold ids. */
function pageNames(pathname: string): string {
  if (pathname.startsWith("/capture/")) return "capture page";
  if (pathname.startsWith("/l/")) return "hosted page";
  return /\/(?:capture|link)-return(?:\/|$)/.test(pathname) ? "callback" : pathname.slice(1);
}
