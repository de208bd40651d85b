import type { CallbackAddress, HttpRequest, IdvResult } from "@idvkit/core";
import { addressCallback as addressApiCallback } from "./api/callback.ts";
import { addressCallback as addressAssureCallback } from "./assure/callback.ts";
import type { OnfidoSettings } from "./options.ts";

/**
 * Says whom a request is for. Either channel authenticates its deliveries in its own way: Assure's events by a secret in
 * the path (assure/callback.ts), Onfido's webhooks by their signature (api/callback.ts).
 */
export function addressCallback(settings: OnfidoSettings, request: HttpRequest): Promise<IdvResult<CallbackAddress>> {
  return settings.channel === "onfido"
    ? addressApiCallback(request, settings.webhookTokens)
    : addressAssureCallback(request, settings.callbackSecret);
}
