import type { Vault } from "@idvkit/core";
import { type CallbackHandler, type CallbackStore, createCallbackHandler } from "@idvkit/driver-kit";
import { createOnfidoDriver, type OnfidoOptions } from "@idvkit/onfido";

export const publicOrigin = "https://rp.example"; // what the outside world calls your server

export function createCallbacks(
  options: OnfidoOptions,
  store: CallbackStore, // finds and holds executions in your database
  sessionOf: (request: Request) => string | undefined, // the same hash as work.browserSession
  vault: Vault, // the same as context.vault
): CallbackHandler {
  return createCallbackHandler({
    drivers: { onfido: createOnfidoDriver(options) },
    publicOrigin,
    mountPath: "/idv", // work.callbackBaseUrl is https://rp.example/idv/onfido
    load: (driverId, refs) => store.load(driverId, refs),
    save: (handled) => store.save(handled),
    browserSession: sessionOf,
    vault,
  });
}

// Hono: app.all("/idv/*", (context) => callbacks(context.req.raw));
// Next, app/idv/[...path]/route.ts: export { callbacks as GET, callbacks as POST };
