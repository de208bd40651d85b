import { createRateLimiter } from "@idvkit/driver-kit";
import { createOnfidoDriver, type OnfidoApiOptions } from "@idvkit/onfido";

export function driversOfOneAccount(account: OnfidoApiOptions) {
  const rateLimiter = createRateLimiter({ requests: 400, intervalMs: 60_000 });
  return {
    passport: createOnfidoDriver({ ...account, documentTypes: ["PASSPORT"], rateLimiter }),
    licence: createOnfidoDriver({ ...account, documentTypes: ["DRIVING_LICENSE"], rateLimiter }),
  };
}
