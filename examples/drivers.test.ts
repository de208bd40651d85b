import { describe, expect, it } from "vitest";
import { createDrivers } from "./drivers.ts";

const assure = {
  baseUrl: "https://assure.example",
  clientId: "synthetic-client",
  clientSecret: "synthetic-secret",
  callbackSecret: "synthetic-callback-secret",
};

describe("the drivers of the examples", () => {
  it("are one that looks at documents, and a login where a provider for it is given", async () => {
    expect(Object.keys(createDrivers(assure))).toEqual(["onfido"]);
    const drivers = createDrivers(assure, {
      issuer: "https://op.example",
      clientId: "synthetic-client",
      clientSecret: "synthetic-secret",
      stateKeys: { current: "k1", keys: { k1: new Uint8Array(32).fill(1) } },
    });
    expect(Object.keys(drivers).sort()).toEqual(["oidc", "onfido"]);
    const back = {
      method: "GET",
      url: "https://site.example/idv/oidc/return?code=c&state=s",
      headers: {},
      body: new Uint8Array(),
    };
    expect(await drivers.oidc?.addressCallback(back)).toMatchObject({
      ok: true,
      value: { kind: "delivery", person: true },
    });
  });
});
