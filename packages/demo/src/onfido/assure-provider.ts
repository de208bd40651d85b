import { randomUUID } from "node:crypto";
import { serveHandlers } from "@idvkit/contract-tests";
import type { AssureOptions } from "@idvkit/onfido";
import { createAssureSimulator, simulatorPaths } from "@idvkit/onfido/testing";
import { pollSettings } from "./poll-settings.ts";
import type { Provider } from "./provider.ts";
import type { AssureScenario } from "./scenarios.ts";

/** Starts a simulated Signicat Assure. */
export async function startAssure(): Promise<Provider<AssureScenario>> {
  let url = "";
  const simulator = createAssureSimulator({ captureOrigin: () => url });
  const served = await serveHandlers({ handlers: simulator.handlers, origin: simulator.origin });
  url = served.url;
  const { clientId, clientSecret, requests } = simulator;
  const { getImage, fullResult } = simulatorPaths;
  return {
    url,
    close: () => served.close(),
    engage({ processType, document, capture, outcome }) {
      simulator.decide(outcome, "next");
      // The secret last part of the URL that is registered for events.
      const callbackSecret = randomUUID();
      return {
        requests,
        eventName: "process.complete",
        notify: (callbackBaseUrl) => simulator.deliver(`${callbackBaseUrl}/events/${callbackSecret}`),
        options: {
          channel: "assure",
          clientId,
          clientSecret: () => clientSecret,
          processType,
          capture: captureOptions[capture],
          documentType: document,
          ...(document === "driversLicense" && { requestExtraDataFromDrivingLicense: true }),
          artifacts: { images: true, fullResult: true },
          paths: { getImage, fullResult },
          callbackSecret: () => callbackSecret,
          baseUrl: url,
          poll: pollSettings,
        },
      };
    },
  };
}

const captureOptions: { readonly [Mode in AssureScenario["capture"]]: AssureOptions["capture"] } = {
  upload: { mode: "upload" },
  captureFlow: { mode: "captureFlow" },
  mobileSdk: { mode: "mobileSdk", mobileAppId: "example.rp.app" },
};
