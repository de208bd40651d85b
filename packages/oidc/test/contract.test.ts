import { describeDriverContract } from "@idvkit/contract-tests";
import { fixtureDriver } from "./fixture-driver.ts";

describeDriverContract({
  fixtures: new URL("../../../fixtures/oidc/", import.meta.url),
  create: ({ options, http }) => fixtureDriver(options, http),
});
