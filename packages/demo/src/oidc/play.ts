import type { DispatchWork, IdvNodeResult, PendingOutcome } from "@idvkit/core";
import type { LoginEvidence } from "@idvkit/oidc";
import { Browser } from "../browser.ts";
import type { Ending, RunningDemo } from "../driver-demo.ts";
import type { Narrator } from "../narrator.ts";
import { during, newWork, outcomeOf, tell } from "../stage.ts";
import { dispatch, offer, pollToResult, rawStatusOf } from "../steps.ts";
import { createClientKeys } from "./client.ts";
import { urlDetails } from "./parameters.ts";
import { reverify } from "./proof.ts";
import { startProvider } from "./provider.ts";
import { type OidcScenario, scenarios } from "./scenarios.ts";
import { type OidcHouse, type OidcStage, setStage } from "./stage.ts";
import { readVault } from "./watched-vault.ts";

/** Starts a real OpenID Provider. */
export async function startOidc(): Promise<RunningDemo> {
  const [provider, keys] = await Promise.all([startProvider(), createClientKeys()]);
  return {
    introduction: `a real OpenID Provider (oidc-provider) at ${provider.issuer}`,
    async play(name, narrator) {
      const scenario = scenarios.find((candidate) => candidate.name === name);
      if (scenario === undefined) throw new Error("play: no such scenario");
      return play(scenario, { provider, keys }, narrator);
    },
    close: () => provider.close(),
  };
}

/** Plays one scenario to its end: dispatch, the person's login, the return, and the proof of it all. */
async function play(scenario: OidcScenario, house: OidcHouse, narrator: Narrator): Promise<Ending> {
  const stage = await setStage(scenario, house, narrator);
  try {
    await stage.browser.open(stage.relyingParty.startUrl);
    const work = newWork(stage, { nodeId: "login" });
    const offered = await dispatch(stage, work, (outcome) =>
      outcome.kind === "pending" ? [...requestsSince(stage, 0), ...urlDetails(offer(outcome, "redirect").url)] : [],
    );
    if (offered.kind === "completed") return { kind: "result", result: offered.result };
    const ending = await plots[scenario.plot](stage, work, offered);
    if (ending.kind === "result") await proveAgain(stage, ending.result);
    return ending;
  } finally {
    await stage.relyingParty.close();
  }
}

type Plot = (stage: OidcStage, work: DispatchWork, offered: PendingOutcome) => Promise<Ending>;

const plots: { readonly [Name in OidcScenario["plot"]]: Plot } = {
  return: (stage, work, offered) => bringBack(stage, work, offered, stage.browser),
  /** The attacker began the login and sends the link to somebody else, who is logged in by it. */
  async anotherBrowser(stage, work, offered) {
    const victim = new Browser();
    await victim.open(stage.relyingParty.startUrl);
    tell(stage, { name: "person", said: "somebody else opens the link, in a browser of their own" });
    const ending = await bringBack(stage, work, offered, victim);
    await during(
      stage,
      () => outcomeOf(stage.driver.poll({ ...work, driverState: offered.driverState }, stage.context)),
      (polled) => ({ name: "poll", rawStatus: rawStatusOf(polled), said: "whoever began it learns nothing" }),
    );
    return ending;
  },
  async crash(stage, work, offered) {
    stage.relyingParty.keep(work, offered);
    const back = await logIn(stage, offered, stage.browser);
    const answer = stage.browser.open(back).catch(() => undefined);
    await stage.died;
    await stage.relyingParty.close();
    await answer;
    tell(stage, { name: "crash", said: "the process dies; the vault and the state of dispatch are left" });
    const callsBefore = stage.requests.length;
    const revived = { ...stage, driver: stage.revive() };
    const result = await pollToResult(revived, work, offered, () => requestsSince(stage, callsBefore));
    return { kind: "result", result };
  },
};

/** The person logs in, and the browser brings the answer over HTTP. */
async function bringBack(
  stage: OidcStage,
  work: DispatchWork,
  offered: PendingOutcome,
  browser: Browser,
): Promise<Ending> {
  const execution = stage.relyingParty.keep(work, offered);
  const back = await logIn(stage, offered, browser);
  const callsBefore = stage.requests.length;
  await during(
    stage,
    () => browser.open(back),
    (hops) => ({
      name: "callback",
      rawStatus: rawStatusOf(execution.outcome),
      said: hops.map(({ url, status }) => `${url.pathname} ${status}`).join(", "),
      details: requestsSince(stage, callsBefore),
    }),
  );
  if (execution.outcome?.kind === "completed") return { kind: "result", result: execution.outcome.result };
  const [error] = stage.refusals;
  if (error === undefined) throw new Error("play: the login did not end");
  return { kind: "refused", error };
}

function requestsSince({ requests }: OidcStage, before: number): string[] {
  return requests.length === before ? [] : [requests.slice(before).join(", ")];
}

/** Gives the address that the provider sends the browser back to. */
async function logIn(
  { relyingParty, ...stage }: OidcStage,
  offered: PendingOutcome,
  browser: Browser,
): Promise<string> {
  const { hops, next } = await browser.travel(offer(offered, "redirect").url, (url) =>
    url.startsWith(relyingParty.callbackBaseUrl),
  );
  if (next === undefined) throw new Error("play: the provider does not send the browser back");
  const done = stage.scenario.person === "refuses" ? "refuses" : "logs in";
  tell(stage, { name: "person", said: `${done} at the provider: ${hops.map(({ status }) => status).join(", ")}` });
  tell(stage, { name: "return", said: "the browser comes back", details: urlDetails(next) });
  return next;
}

/** With nothing but the vault: no provider is asked. */
async function proveAgain(stage: OidcStage, { dataBlocks }: IdvNodeResult): Promise<void> {
  const methods = dataBlocks.flatMap((block) => (block.type === "verification" ? block.content.methods : []));
  const [reference] = methods.flatMap(({ evidence = [] }) => evidence.map(({ ref }) => ref));
  if (reference === undefined) return;
  const evidence = JSON.parse(await readVault(stage.vault, reference)) as LoginEvidence;
  await during(
    stage,
    () => reverify(evidence),
    (details) => ({ name: "reverify", said: "offline, from the vault alone", details }),
  );
}
