import type { CallbackAddress, HttpRequest, IdvResult } from "@idvkit/core";
import type { OnfidoSettings } from "./options.ts";

/**
 * Says whom a request is for. Either channel authenticates its deliveries in its own way: Assure's events by a secret in
 * the path (assure/callback.ts), Onfido's webhooks by their signature (api/callback.ts).
 */
export async function addressCallback(
  settings: OnfidoSettings,
  request: HttpRequest,
): Promise<IdvResult<CallbackAddress>> {
  if (settings.channel === "onfido") {
    const { addressCallback: address } = await import("./api/callback.ts");
    return address(request, settings.webhookTokens);
  }
  const { addressCallback: address } = await import("./assure/callback.ts");
  return address(request, settings.callbackSecret);
}
