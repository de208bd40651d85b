import type { IdvError, IdvMethodDriver, Vault } from "@idvkit/core";
import { memoryVault } from "@idvkit/driver-kit";
import { createOidcDriver, type LoginEvidence } from "@idvkit/oidc";
import { Browser } from "../browser.ts";
import type { Narrator } from "../narrator.ts";
import { startRelyingParty } from "../relying-party.ts";
import { type Stage, tell } from "../stage.ts";
import { type ClientKeys, clients, optionsOf } from "./client.ts";
import { checkDetails, evidenceDetails, tokenResponseDetails } from "./proof.ts";
import type { LocalProvider } from "./provider.ts";
import type { OidcScenario } from "./scenarios.ts";
import { watchVault } from "./watched-vault.ts";

export interface OidcStage extends Stage {
  scenario: OidcScenario;
  requests: readonly string[];
  /** What outlives a process. */
  vault: Vault;
  /** Errors that the driver answered callbacks with. */
  refusals: readonly IdvError[];
  /** The process that runs the driver is gone: only where the scenario says so. */
  died: Promise<void>;
  /** The same driver in a new process: nothing but the configuration is the same. */
  revive(): IdvMethodDriver;
}

export interface OidcHouse {
  provider: LocalProvider;
  keys: ClientKeys;
}

export async function setStage(
  scenario: OidcScenario,
  { provider, keys }: OidcHouse,
  narrator: Narrator,
): Promise<OidcStage> {
  const client = clients[scenario.profile](keys);
  const options = optionsOf(scenario, provider.issuer, client);
  const refusals: IdvError[] = [];
  let die = () => {};
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  const stored = memoryVault();
  const vault = watchVault(stored, async (name, content) => {
    await tellStored({ narrator }, name, content);
    if (scenario.plot !== "crash" || name !== "tokenResponse") return;
    die();
    // A process that is dead does nothing more.
    await new Promise(() => undefined);
  });
  const driver = keepRefusals(createOidcDriver(options), refusals);
  const relyingParty = await startRelyingParty({ driverId: "oidc", driver, vault });
  const redirectUri = relyingParty.callbackBaseUrl;
  const requests = provider.engage(scenario, { ...client.registration, redirect_uris: [`${redirectUri}/return`] });
  return {
    scenario,
    driver,
    context: { now: () => new Date(), vault },
    relyingParty,
    browser: new Browser(),
    narrator,
    requests,
    vault: stored,
    refusals,
    died,
    revive: () => createOidcDriver(options),
  };
}

/** A refused callback is answered to the browser; who it was for is to see it too. */
function keepRefusals(driver: IdvMethodDriver, refusals: IdvError[]): IdvMethodDriver {
  return {
    ...driver,
    async callback(work, context) {
      const result = await driver.callback(work, context);
      if (!result.ok) refusals.push(result.error);
      return result;
    },
  };
}

/** The two things that a login puts into the vault. */
async function tellStored(stage: Pick<Stage, "narrator">, name: string, content: string): Promise<void> {
  if (name === "tokenResponse") {
    const details = tokenResponseDetails(content);
    return tell(stage, { name: "vault", said: "token response stored, before it is read", details });
  }
  const evidence = JSON.parse(content) as LoginEvidence;
  tell(stage, { name: "checks", said: "ID token checked", details: await checkDetails(evidence) });
  tell(stage, { name: "vault", said: "evidence kept", details: evidenceDetails(evidence) });
}
