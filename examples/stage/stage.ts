import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { serveHandlers } from "@idvkit/contract-tests";
import { createAssureSimulator } from "@idvkit/onfido/testing";
import { http } from "msw";
import type { AssureAccount } from "../drivers.ts";

export const callbackSecret = "events-secret";

/** Assure on a port of this machine, with the pages that the person goes to. */
export async function startProvider() {
  let url = "";
  let hanging: { reached(): void; over: Promise<void> } | undefined;
  const simulator = createAssureSimulator({ captureOrigin: () => url });
  // A handler without an answer leaves the request to the next one.
  const delay = http.all("*", async () => {
    hanging?.reached();
    await hanging?.over;
  });
  const api = await serveHandlers({ handlers: [delay, ...simulator.handlers], origin: simulator.origin });
  url = api.url;

  /** Lets every request wait from now on: until one has come, and until they may go on. */
  function hang() {
    const [come, over] = [signalOnce(), signalOnce()];
    hanging = { reached: come.give, over: over.given };
    const goOn = () => {
      hanging = undefined;
      over.give();
    };
    return { reached: come.given, goOn };
  }

  const { clientId, clientSecret } = simulator;
  const account: AssureAccount = { baseUrl: url, clientId, clientSecret, callbackSecret };
  return { simulator, account, hang, close: api.close };
}

/** A site on a port of this machine. What serves it is made once its origin is known. */
export async function startSite(listenerFor: (publicOrigin: string) => RequestListener) {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on("request", listenerFor(origin));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  return { origin, close };
}

function signalOnce(): { given: Promise<void>; give(): void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}
