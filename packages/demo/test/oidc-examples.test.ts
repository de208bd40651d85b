import { createExecutionStore, type ExecutionStore, type StoredExecution } from "@idvkit/contract-tests";
import type { DispatchWork, HttpRequest, IdvNodeResult, StepOutcome } from "@idvkit/core";
import { memoryVault } from "@idvkit/driver-kit";
import { createOidcDriver, createRelyingParty, type OidcOptions } from "@idvkit/oidc";
import { type BrowserRequest, createOpenIdProviderSimulator } from "@idvkit/oidc/testing";
import type { RequestHandler } from "msw";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { confirmInApp } from "./examples/oidc-ciba.ts";
import { loginDriverOf } from "./examples/oidc-definition.ts";
import type { LoginStore } from "./examples/oidc-log-in.ts";
import { createLogout } from "./examples/oidc-logout.ts";
import { verdictOfLogin } from "./examples/oidc-map-claims.ts";
import { assured, idPorten, strong } from "./examples/oidc-options.ts";
import { logInBy, relyingParty, shareKeys } from "./examples/oidc-relying-party.ts";
import { proveAgain } from "./examples/oidc-reverify.ts";
import { server, simulator } from "./examples/oidc-simulator.ts";
import { createSite } from "./examples/oidc-site.ts";

const stateKeys = { current: "a", keys: { a: new Uint8Array(32).fill(7) } };
const options: OidcOptions = { issuer: simulator.issuer, clientId: "my-client", clientSecret: "a-secret", stateKeys };

beforeAll(() => {
  vi.stubEnv("OIDC_CLIENT_SECRET", "a-secret");
  server.listen({ onUnhandledFrame: "error" });
});
afterAll(() => {
  server.close();
  vi.unstubAllEnvs();
});
afterEach(() => {
  simulator.behave();
  server.resetHandlers();
});

function bytesOf({ body = "", ...request }: BrowserRequest): HttpRequest {
  return { ...request, body: new TextEncoder().encode(body) };
}

/** The store of the tests, as the example wants it. */
function loginStore(): LoginStore & { executions: StoredExecution[] } {
  const store: ExecutionStore = createExecutionStore();
  const executions: StoredExecution[] = [];
  return {
    executions,
    load: store.load,
    save: store.save,
    async add(work: DispatchWork, { driverState, ...outcome }: StepOutcome) {
      const refs = outcome.kind === "pending" ? outcome.callbackRefs : [];
      executions.push(store.add({ driverId: "oidc", work: { ...work, driverState }, refs }));
    },
  };
}

/** A person at the site: logs in, comes back with the cookies of their browser. */
async function visit(more: Partial<OidcOptions> = {}, cookiesOf = (cookie: string) => cookie) {
  const store = loginStore();
  const vault = memoryVault();
  const serve = createSite({ ...options, ...more }, store, vault);
  const started = await serve(new Request("https://rp.example/login", { method: "POST" }));
  const setCookie = started.headers.get("set-cookie") ?? "";
  const back = await simulator.login(started.headers.get("location") ?? "");
  const cookie = cookiesOf(setCookie.split(";")[0] ?? "");
  const { url, ...request } = back;
  const answer = await serve(new Request(url, { ...request, headers: { ...request.headers, cookie } }));
  return { answer, setCookie, execution: store.executions[0], vault, serve };
}

function resultOf(execution: StoredExecution | undefined): IdvNodeResult {
  if (execution?.outcome?.kind !== "completed") throw new Error("expected a completed outcome");
  return execution.outcome.result;
}

describe("the example of a site", () => {
  it("sends the person to the provider and takes them back, verified and bound to their browser", async () => {
    const { answer, setCookie, execution } = await visit();
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "https://rp.example/welcome"]);
    expect(setCookie).toMatch(/; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    expect(resultOf(execution)).toMatchObject({ verdict: "verified", sessionBinding: "bound" });
  });

  it("gets its cookie back with a form of the provider's page too", async () => {
    const { setCookie, execution } = await visit({ responseMode: "form_post" });
    expect(setCookie).toMatch(/SameSite=None$/);
    expect(resultOf(execution)).toMatchObject({ verdict: "verified", sessionBinding: "bound" });
  });

  it.each([
    ["of another browser", () => "__Host-login=00000000-0000-0000-0000-000000000000"],
    ["of a browser without the cookie", () => ""],
  ])("does not take the return %s", async (_, cookiesOf) => {
    const { execution } = await visit({}, cookiesOf);
    expect(execution?.finished).toBe(false);
  });

  it("has no other pages, and throws where the login cannot start", async () => {
    const { serve } = await visit();
    expect((await serve(new Request("https://rp.example/login"))).status).toBe(404);
    await expect(visit({ requiredLevel: "low", preset: "nobody" })).rejects.toMatchObject({ code: "configuration" });
    await expect(visit({ clientSecret: () => "" })).rejects.toMatchObject({ code: "configuration" });
  });
});

describe("the example of evidence", () => {
  it("proves the login again, offline", async () => {
    const { execution, vault } = await visit();
    server.resetHandlers();
    const proof = await proveAgain(resultOf(execution), vault, { issuer: simulator.issuer, clientId: "my-client" });
    expect(proof).toMatchObject({ claims: { sub: "erika" }, issuer: simulator.issuer });
  });

  it("refuses evidence of another issuer, and tells when nothing was kept", async () => {
    const { execution, vault } = await visit();
    const other = { issuer: "https://other.example" };
    await expect(proveAgain(resultOf(execution), vault, other)).rejects.toMatchObject({
      code: "invalid_response",
      reason: "evidence_issuer_mismatch",
    });
    const without = await visit({ evidence: "none" });
    await expect(proveAgain(resultOf(without.execution), without.vault, {})).rejects.toThrow("nothing was kept");
  });
});

describe("the examples of options", () => {
  it("each make a driver", () => {
    const providers = [idPorten, strong, assured].map((given) => createOidcDriver(given).provider);
    expect(providers).toEqual(["id-porten", "oidc", "oidc"]);
  });
});

describe("the example of CIBA", () => {
  const backchannel = createOpenIdProviderSimulator({
    issuer: "https://ciba.example",
    clients: [
      { clientId: "my-client", clientSecret: "a-secret", redirectUris: [], backchannelTokenDeliveryMode: "poll" },
    ],
    person: { sub: "erika" },
    pollIntervalSeconds: 1,
  });
  beforeEach(() => server.use(...(backchannel.handlers as RequestHandler[])));

  const cibaOptions: OidcOptions = { ...options, issuer: backchannel.issuer, flow: { kind: "ciba" } };
  const work: DispatchWork = {
    executionId: "execution",
    nodeId: "login",
    attempt: 1,
    inputs: { dataBlocks: [], attributes: {}, subject: { loginHint: "erika@rp.example" }, consents: [] },
  };

  it("shows the code that the app shows, and waits for the person", async () => {
    const shown: string[] = [];
    const result = await confirmInApp(cibaOptions, work, memoryVault(), (code) => {
      shown.push(code);
      backchannel.confirm(code);
    });
    expect(result).toMatchObject({ verdict: "verified" });
    expect(shown).toEqual([backchannel.backchannelRequests[0]?.bindingMessage]);
  });

  it("throws where nobody says who the person is", async () => {
    const nobody = { ...work, inputs: { ...work.inputs, subject: {} } };
    await expect(confirmInApp(cibaOptions, nobody, memoryVault(), () => undefined)).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("the example of a method definition", () => {
  const definition = {
    _type: "OidcMethodDefinition",
    id: "login",
    issuer: "https://op.example",
    clientIdRef: { key: "client" },
    clientSecretRef: { path: "secret" },
  };

  it("makes a driver", () => {
    expect(loginDriverOf(definition, stateKeys, { client: "id" }, { secret: "s" }).provider).toBe("oidc");
  });

  it("lets a tenant's definition reach no inner network, and prove no more than the application says", async () => {
    const allowing = {
      ...definition,
      network: { allow: ["10.0.0.0/8"], allowHttp: true },
      maxAssurance: { eidas: "high" },
    };
    const inner = { ...allowing, issuer: "http://10.0.0.1" };
    const load = (given: unknown, tenant?: { maxAssurance: { eidas?: "low" } }) =>
      loginDriverOf(given, stateKeys, { client: "id" }, { secret: "s" }, tenant);
    expect(load(inner).profile.maxAssurance).toEqual({ eidas: "high" });
    expect(load(allowing, { maxAssurance: { eidas: "low" } }).profile.maxAssurance).toEqual({ eidas: "low" });
    expect(() => load(inner, { maxAssurance: {} })).toThrow(expect.objectContaining({ code: "configuration" }));
  });

  it("throws for a setting that is missing, and for a definition that vouches for itself", () => {
    const configuration = expect.objectContaining({ code: "configuration" });
    expect(() => loginDriverOf(definition, stateKeys, {}, {})).toThrow(configuration);
    const vouching = { ...definition, trustIssuer: true };
    expect(() => loginDriverOf(vouching, stateKeys, { client: "id" }, { secret: "s" })).toThrow(configuration);
  });
});

describe("the example of mapping", () => {
  const issuer = "https://idporten.no";
  const idToken = { iss: issuer, aud: "my-client", sub: "a" };

  it("gives a verdict by the levels of the issuer", () => {
    expect(verdictOfLogin(issuer, { ...idToken, acr: "idporten-loa-high" }, { sub: "a" })).toBe("verified");
    expect(verdictOfLogin(issuer, { ...idToken, acr: "idporten-loa-low" }, { sub: "a" })).toBe("inconclusive");
  });

  it("throws for claims of two persons", () => {
    const code = expect.objectContaining({ code: "invalid_response" });
    expect(() => verdictOfLogin(issuer, idToken, { sub: "b" })).toThrow(code);
  });
});

describe("the examples of the relying party", () => {
  const redirectUri = "https://rp.example/idv/oidc/return";

  it("log a person in, and give the keys to another machine", async () => {
    const login = await logInBy(relyingParty, redirectUri, async (url) => bytesOf(await simulator.login(url)));
    expect(login.claims).toMatchObject({ sub: "erika", aud: "my-client" });
    const other = createRelyingParty({ issuer: simulator.issuer, clientId: "my-client", clientSecret: "a-secret" });
    shareKeys(relyingParty, [other]);
    expect(other.exportJwks()).toEqual(relyingParty.exportJwks());
    expect(other.exportJwks()).toHaveLength(1);
  });

  it("throw what is refused, and what the person refuses", async () => {
    simulator.misbehave("invalid-signature");
    const refused = logInBy(relyingParty, redirectUri, async (url) => bytesOf(await simulator.login(url)));
    await expect(refused).rejects.toMatchObject({ reason: "id_token_signature_invalid" });
    const outcome = { error: "access_denied" };
    const denied = logInBy(relyingParty, redirectUri, async (url) => bytesOf(await simulator.login(url, outcome)));
    await expect(denied).rejects.toThrow("access_denied");
  });

  it("end sessions by a logout token, once", async () => {
    const ended: unknown[] = [];
    const seen = new Set<string>();
    const logOut = createLogout(
      relyingParty,
      async (jti) => !seen.has(jti) && seen.add(jti) !== undefined,
      async (subject) => void ended.push(subject),
    );
    const send = (token: string) =>
      logOut(
        new Request("https://rp.example/logout", {
          method: "POST",
          body: new URLSearchParams({ logout_token: token }),
        }),
      );
    const token = await simulator.logoutToken({ sub: "erika" });
    const statuses: number[] = [];
    for (const sent of [token, token, await simulator.logoutToken({ defect: "wrong-aud" })]) {
      statuses.push((await send(sent)).status);
    }
    expect([statuses, ended]).toEqual([[200, 400, 400], [expect.objectContaining({ sub: "erika" })]]);
  });
});
