import type { IdvMethodDriver, Secret } from "@idvkit/core";
import { createOidcDriver, type OidcOptions } from "@idvkit/oidc";
import { createOnfidoDriver } from "@idvkit/onfido";

/** Where Assure is, and who asks. */
export interface AssureAccount {
  baseUrl: string;
  clientId: string;
  clientSecret: Secret;
  /** The last part of the URL that Assure's events go to: `<origin>/idv/onfido/events/<callbackSecret>`. */
  callbackSecret: Secret;
}

/** The drivers by the id that stands in their URLs. Another provider is another line, as the login is. */
export function createDrivers(assure: AssureAccount, login?: OidcOptions): Record<string, IdvMethodDriver> {
  return {
    ...(login !== undefined && { oidc: createOidcDriver(login) }),
    onfido: createOnfidoDriver({
      channel: "assure",
      ...assure,
      processType: "document",
      capture: { mode: "captureFlow" },
    }),
  };
}
