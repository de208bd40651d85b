import { createOpenIdProviderSimulator } from "@idvkit/oidc/testing";
import type { RequestHandler } from "msw";
import { setupServer } from "msw/node";

export const simulator = createOpenIdProviderSimulator({
  issuer: "https://op.example",
  clients: [{ clientId: "my-client", clientSecret: "a-secret", redirectUris: ["https://rp.example/idv/oidc/return"] }],
  person: { sub: "erika", userInfoClaims: { given_name: "Erika", family_name: "Mustermann" } },
});
export const server = setupServer(...(simulator.handlers as RequestHandler[]));

simulator.failNext({ status: 503, path: "/jwks" }); // once: the driver asks again
// simulator.login(url) takes the person through the page of the provider, and gives the browser's way back;
// simulator.login(url, { error: "access_denied" }) lets them refuse; simulator.misbehave("invalid-signature") attacks.
