import { serveHandlers } from "@idvkit/contract-tests";
import { type AssureSimulator, createAssureSimulator } from "@idvkit/onfido/testing";

/** A simulated Signicat Assure that answers on a port of this machine. */
export interface Provider {
  readonly simulator: AssureSimulator;
  readonly url: string;
  close(): Promise<void>;
}

export async function startProvider(): Promise<Provider> {
  let url = "";
  const simulator = createAssureSimulator({ captureOrigin: () => url });
  const served = await serveHandlers({ handlers: simulator.handlers, origin: simulator.origin });
  url = served.url;
  return { simulator, url, close: () => served.close() };
}
