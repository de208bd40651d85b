import { createHash, randomUUID } from "node:crypto";
import type { DispatchWork, IdvMethodDriver, IdvResult, StepOutcome, Vault } from "@idvkit/core";
import { failure, IdvError, success } from "@idvkit/core";
import { type CallbackHandler, createCallbackHandler } from "@idvkit/driver-kit";
import type { Execution, ExecutionStore } from "./execution-store.ts";

/** What a site composes. There is no engine: these parts are all. */
export interface Site {
  drivers: Readonly<Record<string, IdvMethodDriver>>;
  store: ExecutionStore;
  vault: Vault;
  /** What the outside world calls this server. */
  publicOrigin: string;
}

/** Where the callbacks of all drivers come in: `/idv/<driverId>/...`. */
export const mountPath = "/idv";

/** One handler for all callbacks of all drivers. */
export function createCallbacks({ drivers, store, vault, publicOrigin }: Site): CallbackHandler {
  const { load, save } = store;
  const browserSession = (request: Request) => sessionOf(request.headers.get("cookie") ?? undefined)?.hash;
  return createCallbackHandler({ drivers, publicOrigin, mountPath, load, save, vault, browserSession });
}

/** A work for one person. What is the same for all persons is in the driver's options. */
export function newWork(
  { publicOrigin }: Pick<Site, "publicOrigin">,
  driverId: string,
  browserSession: string,
): DispatchWork {
  const executionId = randomUUID();
  return {
    executionId,
    nodeId: "identity",
    attempt: 1,
    browserSession,
    callbackBaseUrl: `${publicOrigin}${mountPath}/${driverId}`,
    returnUrl: `${publicOrigin}/verifications/${executionId}`,
    inputs: { dataBlocks: [], attributes: {}, subject: { countryOfResidence: "NLD" }, consents: [] },
  };
}

/** Starts a verification and gives the page of the provider that the person goes to. */
export async function startVerification(
  site: Site,
  driverId: string,
  browserSession: string,
): Promise<IdvResult<string>> {
  const driver = Object.hasOwn(site.drivers, driverId) ? site.drivers[driverId] : undefined;
  if (driver === undefined) return failure(new IdvError({ code: "invalid_input", message: "no such driver" }));
  const work = newWork(site, driverId, browserSession);
  const result = await driver.dispatch(work, { now: () => new Date(), vault: site.vault });
  if (!result.ok) return result;
  site.store.add(driverId, work, { outcome: result.value });
  return success(pageOf(result.value) ?? work.returnUrl ?? site.publicOrigin);
}

/** What the person may see of a verification: nothing, unless their browser started it. */
export function showVerification({ store }: Site, executionId: string, browserSession: string | undefined) {
  const execution = store.find(executionId);
  return execution === undefined || execution.work.browserSession !== browserSession ? undefined : viewOf(execution);
}

/** Verdict and names of data blocks; the blocks themselves are personal data and stay in the database. */
export function viewOf({ outcome, error }: Execution) {
  if (outcome?.kind === "completed") {
    const { verdict, dataBlocks, sessionBinding } = outcome.result;
    return { status: "completed", verdict, sessionBinding, dataBlocks: dataBlocks.map(({ type }) => type) };
  }
  if (error !== null) return { status: "failed", error };
  return outcome === null ? { status: "waiting" } : { status: outcome.rawStatus, goTo: pageOf(outcome) };
}

/** The page of the provider that the person goes to. */
function pageOf(outcome: StepOutcome): string | undefined {
  const offers = outcome.kind === "pending" ? (outcome.offers ?? []) : [];
  return offers.find((offer) => offer.kind === "redirect")?.url;
}

const cookieName = "verification-session";
const cookieShape = new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]{36})(?:;|$)`);

/** The session of a browser. Drivers get the hash: who reads the database cannot make the cookie. */
export interface BrowserSession {
  hash: string;
  /** To be set, for a browser that had none. Add `; Secure` where the site is served by https. */
  cookie?: string;
}

/** The session of the browser that sent these cookies. */
export function sessionOf(cookies: string | undefined): BrowserSession | undefined {
  const id = cookieShape.exec(cookies ?? "")?.[1];
  return id === undefined ? undefined : { hash: hashOf(id) };
}

/** A session for a browser that has none. */
export function newSession(): BrowserSession {
  const id = randomUUID();
  return { hash: hashOf(id), cookie: `${cookieName}=${id}; HttpOnly; SameSite=Lax; Path=/` };
}

function hashOf(id: string): string {
  return createHash("sha256").update(id).digest("base64url");
}

/** The HTTP status for a verification that could not start. */
export function statusOf({ code, retryable }: IdvError): 404 | 500 | 503 {
  if (code === "invalid_input") return 404;
  return retryable ? 503 : 500;
}
