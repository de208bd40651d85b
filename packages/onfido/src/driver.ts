import type { IdvMethodDriver } from "@idvkit/core";
import { createDriver } from "@idvkit/driver-kit";
import { addressCallback } from "./callback.ts";
import { openChannel, profileOf } from "./channel.ts";
import { type OnfidoOptions, resolveOptions } from "./options.ts";
import { methodType, provider } from "./profile.ts";

/**
 * Verifies a person's document, and face where asked, with Onfido: through Signicat Assure or through Onfido's own API.
 * Throws an `IdvError` for wrong options; the driver itself never throws.
 */
export function createOnfidoDriver(options: OnfidoOptions): IdvMethodDriver {
  const settings = resolveOptions(options);
  const channel = openChannel(settings);
  return createDriver({
    methodType,
    provider,
    profile: profileOf(settings),
    addressCallback: (request) => addressCallback(settings, request),
    dispatch: async (work, context) => (await channel()).dispatch(work, context),
    submit: async (work, context) => (await channel()).submit(work, context),
    callback: async (work, context) => (await channel()).callback(work, context),
    poll: async (work, context) => (await channel()).poll(work, context),
    cancel: async (work, context) => (await channel()).cancel(work, context),
  });
}
