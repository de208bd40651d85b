import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import Provider from "oidc-provider";
import type { TestCertificate } from "./certificates.ts";
import { mapAdapter } from "./map-adapter.ts";

/** The person at the provider, and how they log in. */
export interface TestPerson {
  claims: Record<string, unknown>;
  acr?: string;
  amr?: string[];
  /** Seconds since 1970. Default: now. */
  loggedInAt?: number;
}

export interface TestProvider {
  issuer: string;
  /** Where it listens. */
  address: string;
  server: Server;
  provider: Provider;
  /** Changed by a test: who logs in next. */
  person: TestPerson;
  /** Requests that came in: method and path. */
  requests: string[];
  /** Those of them that came over TLS. */
  tlsRequests: string[];
  /** Paths that answer 503 until a test takes them out. */
  down: Set<string>;
  /** Key ids that the key set does not show yet. */
  hiddenKeys: Set<string>;
  /** Lets the next request for a path wait for ever. */
  stall(path: string, arrived: () => void): void;
  close(): Promise<void>;
}

export interface TestProviderOptions {
  clients: Record<string, unknown>[];
  features?: Record<string, unknown>;
  configuration?: Record<string, unknown>;
  person?: TestPerson;
  /** The origin under which the provider is reached, when that is not its own address. */
  publicOrigin?: string;
  /** Starts a second listener, over TLS, which asks for client certificates; discovery names it as mTLS alias. */
  tls?: { server: TestCertificate; clientAuthority: string };
  /** Sees each request before it is answered. */
  onRequest?: (request: IncomingMessage) => void;
  /** What the provider itself would let pass: such a client is told `invalid_client`. */
  refusesClient?: (request: IncomingMessage) => boolean;
}

export const specimenPerson: TestPerson = {
  claims: {
    given_name: "Erika",
    family_name: "Mustermann",
    birthdate: "1984-01-26",
    email: "erika@example.test",
    email_verified: true,
  },
  acr: "substantial",
  amr: ["pwd", "otp"],
};

/** Made once: RSA keys take their time. */
let signingKeys: Promise<JWK[]> | undefined;

/** A real OpenID Provider on localhost, whose pages answer by themselves. */
export async function startOpenIdProvider(options: TestProviderOptions): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = options.publicOrigin ?? address;
  signingKeys ??= Promise.all(["RS256", "PS256", "ES256", "EdDSA"].map(signingKey));
  const keys = await signingKeys;
  const held: { person: TestPerson } = { person: options.person ?? specimenPerson };
  const requests: string[] = [];
  const tlsRequests: string[] = [];
  const down = new Set<string>();
  const hiddenKeys = new Set<string>();
  const stalled = new Map<string, () => void>();
  const tlsServer = options.tls === undefined ? undefined : await startTlsServer(options.tls);
  const provider = new Provider(issuer, {
    adapter: mapAdapter(),
    clients: options.clients,
    jwks: { keys },
    cookies: { keys: ["a-cookie-key-of-the-tests"] },
    acrValues: ["low", "substantial", "high"],
    pkce: { required: () => true },
    claims: {
      openid: ["sub", "acr", "amr", "auth_time"],
      profile: ["given_name", "family_name", "birthdate", "name"],
      email: ["email", "email_verified"],
      verified_claims: null,
      acr: null,
    },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false }, ...options.features },
    findAccount: async (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...held.person.claims }),
    }),
    loadExistingGrant: async (context: { oidc: { client: { clientId: string }; session: { accountId: string } } }) => {
      const { client, session } = context.oidc;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid profile email");
      grant.addOIDCClaims(["verified_claims", "auth_time", "email", "given_name"]);
      await grant.save();
      return grant;
    },
    interactions: { url: (_context: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Session: 600, Grant: 600 },
    ...(tlsServer !== undefined && { discovery: { mtls_endpoint_aliases: aliasesAt(tlsServer) } }),
    ...options.configuration,
  });
  provider.proxy = options.publicOrigin !== undefined;
  const answer = provider.callback();
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? "/", issuer);
    requests.push(`${request.method} ${pathname}`);
    if ("encrypted" in request.socket) tlsRequests.push(`${request.method} ${pathname}`);
    options.onRequest?.(request);
    if (down.has(pathname)) return void response.writeHead(503).end();
    const arrived = stalled.get(pathname);
    if (arrived !== undefined) {
      stalled.delete(pathname);
      return void arrived();
    }
    if (options.refusesClient?.(request) === true) return void refuseClient(response);
    if (pathname === "/jwks" && hiddenKeys.size > 0) return void showKeys(response, keys, hiddenKeys);
    if (!pathname.startsWith("/interaction/")) return void answer(request, response);
    const { acr, amr, loggedInAt } = held.person;
    const login = {
      accountId: "person-1",
      ...(acr !== undefined && { acr }),
      ...(amr !== undefined && { amr }),
      ...(loggedInAt !== undefined && { ts: loggedInAt }),
    };
    provider.interactionFinished(request, response, { login }).catch(() => response.writeHead(500).end());
  };
  server.on("request", onRequest);
  tlsServer?.on("request", onRequest);
  return {
    issuer,
    address,
    server,
    provider,
    requests,
    tlsRequests,
    down,
    hiddenKeys,
    stall: (path, arrived) => void stalled.set(path, arrived),
    get person() {
      return held.person;
    },
    set person(person) {
      held.person = person;
    },
    close: async () => {
      await Promise.all([server, ...(tlsServer === undefined ? [] : [tlsServer])].map(close));
    },
  };
}

/** Takes any client certificate, also a foreign one: what is wrong with it is for the provider to say. */
async function startTlsServer({
  server: { certificate, privateKey },
  clientAuthority,
}: NonNullable<TestProviderOptions["tls"]>): Promise<Server> {
  const server = createTlsServer({
    cert: certificate,
    key: privateKey,
    ca: clientAuthority,
    requestCert: true,
    rejectUnauthorized: false,
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function showKeys(response: ServerResponse, keys: readonly JWK[], hidden: ReadonlySet<string>): void {
  const shown = keys.filter(({ kid = "" }) => !hidden.has(kid)).map(({ d, p, q, dp, dq, qi, ...known }) => known);
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ keys: shown }));
}

function refuseClient(response: ServerResponse): void {
  response.writeHead(401, { "content-type": "application/json" }).end('{"error":"invalid_client"}');
}

/** Endpoints that a client with a certificate uses (RFC 8705, section 5). */
function aliasesAt(server: Server): Record<string, string> {
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    token_endpoint: `${origin}/token`,
    userinfo_endpoint: `${origin}/me`,
    pushed_authorization_request_endpoint: `${origin}/request`,
  };
}

async function signingKey(alg: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, use: "sig", kid: `key-${alg}` };
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

/** What the browser asks of the relying party at the end. */
export interface BrowserReturn {
  method: string;
  url: string;
  body?: string;
}

/** A browser without a screen: keeps cookies and follows redirects and self-submitting forms up to `redirectUri`. */
export async function logIn(authorizationUrl: string, redirectUri: string): Promise<BrowserReturn> {
  const cookies = new Map<string, string>();
  let url = authorizationUrl;
  for (let hops = 0; hops < 12; hops += 1) {
    if (url.startsWith(redirectUri)) return { method: "GET", url };
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { redirect: "manual", headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (location === null) return readForm(await response.text(), redirectUri);
    url = new URL(location, url).href;
  }
  throw new Error("the provider sends the browser in circles");
}

/** The page of `response_mode=form_post`. */
function readForm(page: string, redirectUri: string): BrowserReturn {
  const fields = [...page.matchAll(/name="([^"]+)" value="([^"]*)"/g)];
  if (fields.length === 0) throw new Error(`the provider shows a page: ${page.slice(0, 300)}`);
  const plain = (text: string) => text.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#x2F;", "/");
  const body = new URLSearchParams(
    fields.map(([, name = "", value = ""]): [string, string] => [name, plain(value)]),
  ).toString();
  return { method: "POST", url: redirectUri, body };
}
