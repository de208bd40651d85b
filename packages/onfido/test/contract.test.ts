import { describeDriverContract } from "@idvkit/contract-tests";
import { createOnfidoDriver, type OnfidoOptions } from "../src/index.ts";

describeDriverContract({
  fixtures: new URL("../../../fixtures/onfido/", import.meta.url),
  create: ({ options, http }) => createOnfidoDriver({ ...(options as unknown as OnfidoOptions), http }),
});
