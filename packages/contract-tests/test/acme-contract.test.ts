import { describeDriverContract } from "../src/index.ts";
import { createAcmeDriver } from "./acme/acme-driver.ts";

describeDriverContract({
  name: "an honest driver keeps the contract",
  create: createAcmeDriver,
  fixtures: new URL("./fixtures/", import.meta.url),
});
