import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createExecutionStore, type StoredExecution } from "@idvkit/contract-tests";
import type { IdvMethodDriver, PendingOutcome, StepWork, Vault } from "@idvkit/core";
import { createCallbackHandler, nodeCallbackHandler } from "@idvkit/driver-kit";
import { listen } from "./listen.ts";

/** The site that wants to know who somebody is: its pages, and the one place where all callbacks come in. */
export interface RelyingParty {
  /** Stores a step that waits for callbacks; what they change is seen in what it gives. */
  keep(work: StepWork, outcome: PendingOutcome): StoredExecution;
  /** Where a browser gets its session. */
  readonly startUrl: string;
  /** Where the person goes in the end. */
  readonly doneUrl: string;
  /** For `work.callbackBaseUrl`. */
  readonly callbackBaseUrl: string;
  /** The opaque hash for `work.browserSession`. */
  sessionOf(cookie: string | null | undefined): string | undefined;
  close(): Promise<void>;
}

export interface RelyingPartySettings {
  /** The driver's part of the callback URLs. */
  driverId: string;
  driver: IdvMethodDriver;
  vault: Vault;
}

const mountPath = "/idv";
const cookieShape = /(?:^|;\s*)session=([^;]+)/;

export async function startRelyingParty({ driverId, driver, vault }: RelyingPartySettings): Promise<RelyingParty> {
  const store = createExecutionStore();
  const server = createServer((request, response) => void serve(request, response));
  const { origin, close } = await listen(server);
  const callbacks = nodeCallbackHandler(
    createCallbackHandler({
      drivers: { [driverId]: driver },
      publicOrigin: origin,
      mountPath,
      load: store.load,
      save: store.save,
      browserSession: (request) => sessionOf(request.headers.get("cookie")),
      vault,
    }),
    { publicOrigin: origin },
  );

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    if (path.startsWith(`${mountPath}/`)) return callbacks(request, response);
    if (path === "/start") response.setHeader("set-cookie", `session=${randomUUID()}; HttpOnly; SameSite=Lax; Path=/`);
    response.writeHead(path === "/start" || path === "/done" ? 200 : 404, { "content-type": "text/plain" }).end();
  }

  return {
    keep: (work, { driverState, callbackRefs: refs }) => store.add({ driverId, work: { ...work, driverState }, refs }),
    startUrl: `${origin}/start`,
    doneUrl: `${origin}/done`,
    callbackBaseUrl: `${origin}${mountPath}/${driverId}`,
    sessionOf,
    close,
  };
}

function sessionOf(cookie: string | null | undefined): string | undefined {
  const session = cookieShape.exec(cookie ?? "")?.[1];
  return session === undefined ? undefined : createHash("sha256").update(session).digest("base64url");
}
