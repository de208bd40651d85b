import { serveHandlers } from "@idvkit/contract-tests";
import type { OnfidoApiOptions } from "@idvkit/onfido";
import { createOnfidoSimulator } from "@idvkit/onfido/testing";
import { pollSettings } from "./poll-settings.ts";
import type { Provider } from "./provider.ts";
import type { ApiScenario } from "./scenarios.ts";

/** Where the simulator serves the hosted page of region eu. */
const pageOrigin = "https://eu.onfido.app";

/** Starts a simulated API of Onfido, and its hosted page on a port of its own. */
export async function startApi(): Promise<Provider<ApiScenario>> {
  let pageUrl = "";
  const simulator = createOnfidoSimulator({ linkOrigin: () => pageUrl, downloads: "direct" });
  const { handlers, origin, apiToken, webhookToken, requests } = simulator;
  const [served, pages] = await Promise.all([
    serveHandlers({ handlers, origin }),
    serveHandlers({ handlers, origin: pageOrigin }),
  ]);
  pageUrl = pages.url;
  return {
    url: served.url,
    close: async () => void (await Promise.all([served.close(), pages.close()])),
    engage({ processType, document, product, capture, outcome }) {
      simulator.decide(outcome, "next");
      return {
        requests,
        eventName: "workflow_run.completed",
        notify: (callbackBaseUrl, reference) =>
          simulator.deliver(`${callbackBaseUrl}/webhooks`, "workflow_run.completed", reference ?? ""),
        options: {
          channel: "onfido",
          region: "eu",
          environment: "sandbox",
          apiToken: () => apiToken,
          processType,
          ...productOptions[product],
          capture: { mode: capture },
          documentType: document,
          webhookTokens: [() => webhookToken],
          baseUrl: `${served.url}/v3.6`,
          poll: pollSettings,
        },
      };
    },
  };
}

/** Each product with the files that it has. */
const productOptions: {
  readonly [Kind in ApiScenario["product"]]: Pick<OnfidoApiOptions, "product" | "artifacts">;
} = {
  check: { product: { kind: "check" }, artifacts: { images: true, fullResult: true, checkReport: true } },
  workflowRun: {
    product: { kind: "workflowRun", workflowId: "6d4b1f0c-4a67-4a4b-9b7e-0f2b6c1d7e90" },
    artifacts: { signedEvidenceFile: true, evidenceFolder: true, timelineFile: true },
  },
};
