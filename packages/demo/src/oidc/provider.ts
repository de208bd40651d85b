import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import Provider from "oidc-provider";
import { listen } from "../listen.ts";
import { createKeyPair } from "./key-pair.ts";
import { amrOfPerson, claimsOfPerson } from "./person.ts";
import { createRecordStore } from "./record-store.ts";
import type { OidcScenario } from "./scenarios.ts";

/** A real OpenID Provider on a port of this machine, one for all scenarios, set up anew for each. */
export interface LocalProvider {
  readonly issuer: string;
  /** Knows one client from now on. Gives the requests that the client makes: method and path, without the person's. */
  engage(scenario: OidcScenario, registration: Record<string, unknown>): readonly string[];
  close(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const interactionPath = "/interaction/";
/** Where the person's browser goes, and not the client. */
const pages = ["/auth", interactionPath];

export async function startProvider(): Promise<LocalProvider> {
  let answer: Answer = async (_request, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  const [{ origin, close }, ...keys] = await Promise.all([
    listen(server),
    createKeyPair("RS256", "sig"),
    createKeyPair("PS256", "sig"),
  ]);
  const jwks = { keys: keys.map(({ privateJwk }) => privateJwk) };
  return {
    issuer: origin,
    close,
    engage(scenario, registration) {
      const requests: string[] = [];
      const provider = createProvider(origin, jwks, registration);
      const answerItself = provider.callback();
      answer = async (request, response) => {
        const { pathname } = new URL(request.url ?? "/", origin);
        if (pathname.startsWith(interactionPath)) return finishInteraction(provider, scenario, request, response);
        if (!pages.some((page) => pathname.startsWith(page))) requests.push(requestText(request, pathname));
        return answerItself(request, response);
      };
      return requests;
    },
  };
}

/** A proof of possession goes in a header (RFC 9449, section 4.1). */
function requestText({ method, headers }: IncomingMessage, pathname: string): string {
  return `${method} ${pathname}${headers.dpop === undefined ? "" : " with DPoP"}`;
}

/** What the person does where a provider would show its pages. */
function finishInteraction(
  provider: Provider,
  { person, acr }: OidcScenario,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const result =
    person === "refuses"
      ? { error: "access_denied", error_description: "the person refused" }
      : { login: { accountId: "person-1", acr, amr: amrOfPerson } };
  return provider.interactionFinished(request, response, result);
}

function createProvider(
  issuer: string,
  jwks: { keys: readonly object[] },
  registration: Record<string, unknown>,
): Provider {
  const provider: Provider = new Provider(issuer, {
    clients: [registration],
    jwks,
    adapter: () => createRecordStore(),
    cookies: { keys: [randomUUID()] },
    acrValues: ["low", "substantial", "high"],
    claims: {
      openid: ["sub", "acr", "amr", "auth_time"],
      profile: ["given_name", "family_name", "birthdate"],
      email: ["email", "email_verified"],
      verified_claims: null,
    },
    // Claims come in the ID token too: what it says is signed, and can be proven later.
    conformIdTokenClaims: false,
    features,
    findAccount: async (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...claimsOfPerson }),
    }),
    loadExistingGrant: (context: GrantContext) => grantEverything(provider, context),
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `${interactionPath}${uid}` },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  });
  return provider;
}

const features = {
  devInteractions: { enabled: false },
  claimsParameter: { enabled: true },
  dPoP: { enabled: true },
  encryption: { enabled: true },
  jwtResponseModes: { enabled: true },
  jwtUserinfo: { enabled: true },
  pushedAuthorizationRequests: { enabled: true },
  requestObjects: { enabled: true },
};

interface GrantContext {
  oidc: { client: { clientId: string }; session: { accountId: string } };
}

/** The person is not asked again what the client may know. */
async function grantEverything(provider: Provider, { oidc: { client, session } }: GrantContext) {
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope("openid profile email");
  grant.addOIDCClaims(["verified_claims"]);
  await grant.save();
  return grant;
}
