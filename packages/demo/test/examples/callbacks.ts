import { createServer } from "node:http";
import { type CallbackStore, createCallbackHandler, nodeCallbackHandler } from "@idvkit/driver-kit";
import { createOnfidoDriver, type OnfidoOptions } from "@idvkit/onfido";

export function createCallbackServer(
  options: OnfidoOptions,
  store: CallbackStore, // finds and holds executions in your database
  sessionOf: (request: Request) => string | undefined, // the same hash as work.browserSession
) {
  const publicOrigin = "https://rp.example";
  const handler = createCallbackHandler({
    drivers: { onfido: createOnfidoDriver(options) },
    publicOrigin,
    mountPath: "/idv", // work.callbackBaseUrl is https://rp.example/idv/onfido
    load: (driverId, refs) => store.load(driverId, refs),
    save: (handled) => store.save(handled),
    browserSession: sessionOf,
  });
  return createServer(nodeCallbackHandler(handler, { publicOrigin }));
}
