import { X509Certificate } from "node:crypto";
import type { TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOidcDriver } from "../src/driver.ts";
import type { OidcOptions } from "../src/index.ts";
import { issueCertificate } from "./certificates.ts";
import { client, localOptions, runLogin, verified } from "./driver-setup.ts";
import { startOpenIdProvider, type TestProvider } from "./open-id-provider.ts";

const authority = { name: "Test CA", ...issueCertificate({ name: "Test CA" }) };
const server = issueCertificate({ name: "Test provider", issuer: authority, address: "127.0.0.1" });
const own = issueCertificate({ name: "Test client", issuer: authority });
const otherSubject = issueCertificate({ name: "Another client", issuer: authority });
const foreignAuthority = { name: "Foreign CA", ...issueCertificate({ name: "Foreign CA" }) };
const ofForeignAuthority = issueCertificate({ name: "Test client", issuer: foreignAuthority });

const { client_secret, ...clientWithoutSecret } = client;

interface TlsContext {
  socket: Partial<TLSSocket>;
}

function peerOf({ socket }: TlsContext): X509Certificate | undefined {
  return socket.getPeerX509Certificate?.();
}

const features = {
  pushedAuthorizationRequests: { enabled: true },
  mTLS: {
    enabled: true,
    tlsClientAuth: true,
    certificateBoundAccessTokens: true,
    getCertificate: (context: TlsContext) => peerOf(context)?.toString(),
    certificateAuthorized: ({ socket }: TlsContext) => socket.authorized === true,
    certificateSubjectMatches: (context: TlsContext, _property: string, expected: string) =>
      peerOf(context)?.subject === expected,
  },
};

let provider: TestProvider;
beforeAll(async () => {
  provider = await startOpenIdProvider({
    clients: [
      {
        ...clientWithoutSecret,
        token_endpoint_auth_method: "tls_client_auth",
        tls_client_auth_subject_dn: "CN=Test client",
        tls_client_certificate_bound_access_tokens: true,
        require_pushed_authorization_requests: true,
      },
    ],
    features,
    configuration: {
      clientAuthMethods: ["tls_client_auth", "client_secret_basic", "none"],
    },
    tls: { server, clientAuthority: authority.certificate },
  });
});
afterAll(() => provider.close());

function driverWith(more: Partial<OidcOptions>) {
  const { clientSecret, ...options } = localOptions(provider.issuer);
  return createOidcDriver({
    ...options,
    tokenEndpointAuthMethod: "tls_client_auth",
    pushedAuthorization: true,
    clientCertificate: own,
    network: { allow: ["127.0.0.0/8"], allowHttp: true, certificateAuthorities: [authority.certificate] },
    ...more,
  });
}

describe("a client certificate, demanded by the provider (RFC 8705)", () => {
  it("proves the client and binds the tokens, at the endpoints that the provider has for it", async () => {
    provider.tlsRequests.length = 0;
    expect(await runLogin(driverWith({}))).toMatchObject(verified);
    expect(provider.tlsRequests).toEqual(["POST /request", "POST /token", "GET /me"]);
  });

  it("may lie behind functions", async () => {
    const { certificate, privateKey } = own;
    const clientCertificate = { certificate: () => certificate, privateKey: async () => privateKey };
    expect(await runLogin(driverWith({ clientCertificate }))).toMatchObject(verified);
  });

  it.each([
    ["of another subject", otherSubject],
    ["of another authority", ofForeignAuthority],
  ])("%s is refused", async (_name, clientCertificate) => {
    await expect(runLogin(driverWith({ clientCertificate }))).rejects.toMatchObject({
      code: "credentials_rejected",
      reason: "client_refused",
    });
  });

  it("refuses a provider whose own certificate nobody vouches for", async () => {
    const network = { allow: ["127.0.0.0/8"], allowHttp: true };
    await expect(runLogin(driverWith({ network }))).rejects.toMatchObject({ code: "provider_unavailable" });
  });

  it("is needed: without one the driver is not built, and the provider refuses", async () => {
    const { clientSecret, ...options } = localOptions(provider.issuer, { pushedAuthorization: true });
    expect(() => createOidcDriver({ ...options, tokenEndpointAuthMethod: "tls_client_auth" })).toThrow(
      "options.clientCertificate: missing",
    );
    await expect(runLogin(createOidcDriver(options))).rejects.toMatchObject({ code: "credentials_rejected" });
  });
});

describe("tokens that are bound to a certificate", () => {
  it("cannot be used by anybody else", async () => {
    let accessToken = "";
    const stealing = await startOpenIdProvider({
      clients: [{ ...client, tls_client_certificate_bound_access_tokens: true }],
      features,
      tls: { server, clientAuthority: authority.certificate },
      onRequest: ({ headers }) => {
        if (headers.authorization?.startsWith("Bearer ")) accessToken = headers.authorization;
      },
    });
    try {
      const options = localOptions(stealing.issuer, {
        clientCertificate: own,
        network: { allow: ["127.0.0.0/8"], allowHttp: true, certificateAuthorities: [authority.certificate] },
      });
      expect(await runLogin(createOidcDriver(options))).toMatchObject(verified);
      expect(stealing.tlsRequests).toEqual(["POST /token", "GET /me"]);
      const used = await fetch(`${stealing.issuer}/me`, { headers: { authorization: accessToken } });
      expect(used.status).toBe(401);
      const without = createOidcDriver(localOptions(stealing.issuer));
      expect(await runLogin(without)).toMatchObject({ ok: false, error: { code: "invalid_callback" } });
    } finally {
      await stealing.close();
    }
  });
});

describe("the certificates of these tests", () => {
  it("are what a TLS library takes for certificates", () => {
    const root = new X509Certificate(authority.certificate);
    expect(root.ca).toBe(true);
    expect(new X509Certificate(own.certificate).verify(root.publicKey)).toBe(true);
    expect(new X509Certificate(server.certificate).checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(new X509Certificate(ofForeignAuthority.certificate).verify(root.publicKey)).toBe(false);
  });
});
