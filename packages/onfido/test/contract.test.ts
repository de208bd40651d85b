import { describeDriverContract } from "@idvkit/contract-tests";
import { createRateLimiter } from "@idvkit/driver-kit";
import { createOnfidoDriver, type OnfidoOptions } from "../src/index.ts";

/** Onfido's limit by a clock that runs ahead: the pauses that faults ask for are over at once. */
function hurriedRateLimiter() {
  const limit = { requests: 400, intervalMs: 60_000 };
  let now = 0;
  return createRateLimiter({
    ...limit,
    now: () => {
      now += limit.intervalMs;
      return now;
    },
  });
}

describeDriverContract({
  fixtures: new URL("../../../fixtures/onfido/", import.meta.url),
  create: ({ options, http }) => {
    const settings = { ...(options as unknown as OnfidoOptions), http };
    return createOnfidoDriver(
      settings.channel === "onfido" ? { ...settings, rateLimiter: hurriedRateLimiter() } : settings,
    );
  },
});
