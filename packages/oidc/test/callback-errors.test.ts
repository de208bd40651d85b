import type { CallbackWork, DriverContext, IdvMethodDriver } from "@idvkit/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOidcDriver } from "../src/driver.ts";
import { authorizationErrors } from "../src/mapping/authorization-errors.ts";
import { client, contextOf, localOptions, redirectUri, redirectUrlOf, requestOf, workOf } from "./driver-setup.ts";
import { startOpenIdProvider, type TestProvider } from "./open-id-provider.ts";

let provider: TestProvider;
let driver: IdvMethodDriver;
beforeAll(async () => {
  provider = await startOpenIdProvider({ clients: [client] });
  driver = createOidcDriver(localOptions(provider.issuer));
});
afterAll(() => provider.close());

/** The provider sends the person back with an error. */
async function bringError(error: string, context: DriverContext = contextOf()) {
  const work = workOf();
  const dispatched = await driver.dispatch(work, context);
  if (!dispatched.ok) throw dispatched.error;
  const state = new URL(redirectUrlOf(dispatched)).searchParams.get("state") ?? "";
  const answer = new URLSearchParams({ error, error_description: "Erika failed", state, iss: provider.issuer });
  const request = requestOf({ method: "GET", url: `${redirectUri}?${answer}` });
  const callback: CallbackWork = { ...work, driverState: dispatched.value.driverState, request };
  return { callback, result: await driver.callback(callback, context) };
}

const returned = { reply: { status: 303, headers: { location: "https://rp.example/done" } } };

describe("an error of the provider in place of a code", () => {
  const rows = Object.entries(authorizationErrors);
  const outcomes = rows.flatMap(([error, row]) => ("verdict" in row ? [[error, row.verdict] as const] : []));
  const failures = rows.flatMap(([error, row]) => ("code" in row ? [[error, row.code] as const] : []));

  it.each(outcomes)("%s ends the step as %s", async (error, verdict) => {
    const { result } = await bringError(error);
    expect(result).toMatchObject({
      ok: true,
      value: {
        kind: "completed",
        driverState: { phase: "completed" },
        result: { verdict, rawStatus: error, sessionBinding: "bound" },
      },
      ...returned,
    });
    expect(JSON.stringify(result)).not.toContain("Erika");
  });

  it.each(failures)("%s is an error of the call: %s", async (error, code) => {
    const { result } = await bringError(error);
    const reason = "authorization_request_refused";
    expect(result).toMatchObject({ ok: false, error: { code, reason, providerCode: error }, ...returned });
    expect(result).not.toHaveProperty("driverState");
  });

  it.each([
    ["provider_specific.error-7", "provider_specific.error-7"],
    ["constructor", "constructor"],
    ["Erika Mustermann", "unknown_error"],
    ["<script>", "unknown_error"],
  ])("%s, which nobody knows, ends the step as error; its status is %s", async (error, rawStatus) => {
    const { result } = await bringError(error);
    expect(result).toMatchObject({ ok: true, value: { result: { verdict: "error", rawStatus } } });
  });

  it("ends the step once", async () => {
    const { callback, result } = await bringError("access_denied");
    if (!result.ok) throw result.error;
    const again = await driver.callback({ ...callback, driverState: result.value.driverState }, contextOf());
    expect(again).toMatchObject({ ok: false, error: { code: "lifecycle" } });
  });

  it("never asks for tokens", () => {
    expect(provider.requests).not.toContain("POST /token");
  });
});

describe("the table", () => {
  it("has a row of each kind, so that both tests above have cases", () => {
    const kinds = new Set(Object.values(authorizationErrors).map((row) => ("verdict" in row ? row.verdict : row.code)));
    expect([...kinds].sort()).toEqual(["aborted", "canceled", "configuration", "credentials_rejected", "error"]);
  });
});
