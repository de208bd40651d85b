import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOidcDriver } from "../src/driver.ts";
import { client, localOptions, runLogin } from "./driver-setup.ts";
import { startOpenIdProvider, type TestProvider } from "./open-id-provider.ts";

let provider: TestProvider;
beforeAll(async () => {
  provider = await startOpenIdProvider({ clients: [client] });
});
afterAll(() => provider.close());

describe("a login at a real provider", () => {
  it("gives the person's data and the proof of the login", async () => {
    const driver = createOidcDriver(localOptions(provider.issuer));
    const result = await runLogin(driver);
    expect(result).toMatchObject({
      ok: true,
      value: { kind: "completed", result: { verdict: "verified", sessionBinding: "bound" } },
      reply: { status: 303, headers: { location: "https://rp.example/done" } },
    });
  });
});
