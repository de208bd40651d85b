import type { HttpRequest } from "@idvkit/core";
import { errors } from "oidc-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createOidcDriver } from "../src/index.ts";
import { cibaWork, resultOf } from "./ciba-setup.ts";
import { contextOf, localOptions } from "./driver-setup.ts";
import { startOpenIdProvider, type TestProvider } from "./open-id-provider.ts";

/** What the provider was asked, and by what it can be answered. */
interface DeviceRequest {
  jti: string;
  accountId: string;
  params: Record<string, unknown>;
}

const registered = {
  client_secret: "a-synthetic-client-secret-of-the-tests",
  grant_types: ["urn:openid:params:grant-type:ciba"],
  redirect_uris: [],
  response_types: [],
};

let notified: HttpRequest[];
let provider: TestProvider;
let asked: DeviceRequest[];

beforeAll(async () => {
  provider = await startOpenIdProvider({
    clients: [
      { ...registered, client_id: "polling", backchannel_token_delivery_mode: "poll" },
      {
        ...registered,
        client_id: "pinged",
        backchannel_token_delivery_mode: "ping",
        backchannel_client_notification_endpoint: "https://rp.example/idv/oidc/ping",
      },
    ],
    features: {
      ciba: {
        enabled: true,
        deliveryModes: ["poll", "ping"],
        processLoginHint: async (_context: unknown, hint: string) => (hint.startsWith("anna") ? "anna" : undefined),
        verifyUserCode: async () => {},
        validateRequestContext: async () => {},
        triggerAuthenticationDevice: async (_context: unknown, request: DeviceRequest) => {
          asked.push(request);
        },
      },
    },
    configuration: {
      fetch: async (url: string, { method = "", headers, body }: RequestInit) => {
        notified.push({
          method,
          url,
          headers: Object.fromEntries(new Headers(headers)),
          body: new TextEncoder().encode(String(body)),
        });
        return new Response(null, { status: 204 });
      },
    },
  });
});
beforeEach(() => {
  notified = [];
  asked = [];
});
afterAll(() => provider.close());

async function start(clientId: "polling" | "pinged") {
  const skew = { ms: 0 };
  const context = contextOf({ now: () => new Date(Date.now() + skew.ms) });
  const driver = createOidcDriver(
    localOptions(provider.issuer, {
      clientId,
      acrValues: ["substantial"],
      flow: { kind: "ciba", delivery: clientId === "pinged" ? "ping" : "poll", requestedExpirySeconds: 120 },
    }),
  );
  const dispatched = await driver.dispatch(cibaWork(), context);
  if (!dispatched.ok) throw dispatched.error;
  const { driverState } = dispatched.value;
  const [request] = asked;
  if (request === undefined) throw new Error("the provider asks nobody");
  return { driver, context, driverState, request, dispatched: dispatched.value, skew };
}

/** The person confirms on their device. */
async function confirm({ jti, accountId }: DeviceRequest, clientId: string): Promise<void> {
  const grant = new provider.provider.Grant({ clientId, accountId });
  grant.addOIDCScope("openid profile email");
  await provider.provider.backchannelResult(jti, await grant.save(), { acr: "substantial", amr: ["pin"] });
}

describe("a backchannel login at a real provider", () => {
  it("asks for what the driver was told", async () => {
    const { request, dispatched } = await start("polling");
    const [offer] = dispatched.kind === "pending" ? (dispatched.offers ?? []) : [];
    expect(request.params).toMatchObject({
      scope: "openid profile email",
      acr_values: "substantial",
      login_hint: "anna@rp.example",
      binding_message: offer?.kind === "confirmElsewhere" ? offer.code : undefined,
      requested_expiry: expect.toSatisfy((expiry) => String(expiry) === "120"),
    });
  });

  it("is polled until the person has confirmed", async () => {
    const { driver, context, driverState, request, skew } = await start("polling");
    skew.ms = 5_000;
    const pending = await driver.poll({ ...cibaWork(), driverState }, context);
    expect(pending).toMatchObject({ ok: true, value: { kind: "pending", rawStatus: "authorization_pending" } });
    await confirm(request, "polling");
    const state = pending.ok ? pending.value.driverState : driverState;
    skew.ms = 10_000;
    const result = resultOf(await driver.poll({ ...cibaWork(), driverState: state }, context));
    expect(result).toMatchObject({ verdict: "verified", sessionBinding: "none" });
    expect(JSON.stringify(result.dataBlocks)).toContain("Mustermann");
  });

  it("is ended by a person who refuses", async () => {
    const { driver, context, driverState, request, skew } = await start("polling");
    await provider.provider.backchannelResult(request.jti, new errors.AccessDenied());
    skew.ms = 5_000;
    const result = resultOf(await driver.poll({ ...cibaWork(), driverState }, context));
    expect(result).toMatchObject({ verdict: "canceled", rawStatus: "access_denied" });
  });

  it("is ended by the provider's ping", async () => {
    const { driver, context, driverState, request } = await start("pinged");
    await confirm(request, "pinged");
    const [ping] = notified;
    if (ping === undefined) throw new Error("no ping came");
    expect(await driver.addressCallback(ping)).toMatchObject({ ok: true, value: { kind: "delivery" } });
    const result = await driver.callback({ ...cibaWork(), driverState, request: ping }, context);
    expect(result.reply.status).toBe(204);
    expect(resultOf(result)).toMatchObject({ verdict: "verified" });
  });

  it("does not begin for somebody whom the provider does not know", async () => {
    const driver = createOidcDriver(
      localOptions(provider.issuer, { clientId: "polling", flow: { kind: "ciba", delivery: "poll" } }),
    );
    const work = cibaWork({ inputs: { ...cibaWork().inputs, subject: { loginHint: "nobody" } } });
    expect(await driver.dispatch(work, contextOf())).toMatchObject({
      ok: false,
      error: { code: "invalid_input", reason: "login_hint_unknown", providerCode: "unknown_user_id" },
    });
  });
});
