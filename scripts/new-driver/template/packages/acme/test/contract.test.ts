import { describeDriverContract } from "@idvkit/contract-tests";
import { type AcmeOptions, createAcmeDriver } from "../src/index.ts";

describeDriverContract({
  fixtures: new URL("../../../fixtures/acme/", import.meta.url),
  create: ({ options, http }) => createAcmeDriver({ ...(options as unknown as AcmeOptions), http }),
});
