import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEgressGuard, type EgressGuardOptions } from "../src/egress-guard.ts";
import { createGuardedFetch } from "../src/guarded-fetch.ts";
import { authority, clientCertificate, serverCertificate } from "./tls-certificates.ts";

/** Answers with the name in the client's certificate, once that is one of the authority's. */
async function startServer(requestCert = false): Promise<{ origin: string; requests: number }> {
  const seen = { origin: "", requests: 0 };
  const settings = { ...serverCertificate, ca: authority, requestCert, rejectUnauthorized: requestCert };
  const server = createServer(settings, (request, response) => {
    seen.requests += 1;
    const { subject } = (request.socket as TLSSocket).getPeerCertificate();
    response.end(JSON.stringify({ client: subject?.CN ?? null }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  seen.origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return seen;
}

function ask(url: string, options: EgressGuardOptions): Promise<unknown> {
  const guard = createEgressGuard({ allow: ["127.0.0.1/32"], ...options });
  onTestFinished(() => guard.agents.https.destroy());
  const fetch = createGuardedFetch({ provider: "acme", guard, retries: 0, timeoutMs: 5000 });
  return fetch(url).then(
    (response) => response.json(),
    (error: unknown) => error,
  );
}

const unreachable = { code: "provider_unavailable", provider: "acme" };

describe("a guarded connection over TLS", () => {
  it("is made to a server of the authorities that are given", async () => {
    const { origin } = await startServer();
    expect(await ask(origin, { certificateAuthorities: [authority] })).toEqual({ client: null });
  });

  it("is not made to a server that nobody vouches for, or another authority does", async () => {
    const server = await startServer();
    expect(await ask(server.origin, {})).toMatchObject(unreachable);
    const another = { certificateAuthorities: [clientCertificate.certificate] };
    expect(await ask(server.origin, another)).toMatchObject(unreachable);
    expect(await ask(server.origin, { certificateAuthorities: [] })).toMatchObject(unreachable);
    expect(server.requests).toBe(0);
  });

  it("shows the client's certificate to a server that asks for one (RFC 8705)", async () => {
    const { origin } = await startServer(true);
    const options = { certificateAuthorities: [authority], clientCertificate };
    expect(await ask(origin, options)).toEqual({ client: "idvkit test client" });
  });

  it("fails at such a server without a certificate", async () => {
    const server = await startServer(true);
    expect(await ask(server.origin, { certificateAuthorities: [authority] })).toMatchObject(unreachable);
    expect(server.requests).toBe(0);
  });

  it("is guarded all the same: a certificate opens no inner address", async () => {
    const server = await startServer(true);
    const options = { certificateAuthorities: [authority], clientCertificate, allow: [] };
    expect(await ask(server.origin, options)).toMatchObject({
      code: "invalid_input",
      message: "egress: address is not public",
    });
    expect(server.requests).toBe(0);
  });
});
