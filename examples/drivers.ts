import type { IdvMethodDriver, Secret } from "@idvkit/core";
import { createOnfidoDriver } from "@idvkit/onfido";

/** Where Assure is, and who asks. */
export interface AssureAccount {
  baseUrl: string;
  clientId: string;
  clientSecret: Secret;
  /** The last part of the URL that Assure's events go to: `<origin>/idv/onfido/events/<callbackSecret>`. */
  callbackSecret: Secret;
}

/** The drivers by the id that stands in their URLs. Another provider is another line. */
export function createDrivers(assure: AssureAccount): Record<string, IdvMethodDriver> {
  return {
    onfido: createOnfidoDriver({
      channel: "assure",
      ...assure,
      processType: "document",
      capture: { mode: "captureFlow" },
    }),
  };
}
