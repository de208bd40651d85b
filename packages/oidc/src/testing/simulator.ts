import { SimulatorFaults } from "@idvkit/driver-kit/testing";
import { http } from "msw";
import { authorize } from "./authorization.ts";
import { type BrowserRequest, browserRequest } from "./authorization-response.ts";
import { decideBackchannel, findBackchannel, type PingRequest, pingFor } from "./backchannel.ts";
import { faultAnswer, type SimulatedFault } from "./faults.ts";
import { SigningKeys } from "./keys.ts";
import { type LogoutTokenRequest, logoutToken } from "./logout-token.ts";
import { honestMetadata } from "./metadata.ts";
import type { Misbehaviour } from "./misbehaviour.ts";
import { type MisbehaviourName, misbehaviours } from "./misbehaviours.ts";
import { answer } from "./routes.ts";
import type { Claims, LoginOutcome, OpenIdProviderSimulatorOptions, SimulatedClient } from "./settings.ts";
import { type Stage, systemRandom } from "./stage.ts";
import { SimulatorStore } from "./store.ts";

/** One request that came in. Never its query or body, which hold secrets and the person's data. */
export interface SimulatorRequest {
  method: string;
  path: string;
  /** What it was answered; 0 for a broken connection. */
  status: number;
}

/** An OpenID Provider in memory. */
export interface OpenIdProviderSimulator {
  readonly issuer: string;
  readonly clients: readonly SimulatedClient[];
  /** MSW request handlers for every origin of the discovery document. */
  readonly handlers: readonly object[];
  /** What came in so far, in order. */
  readonly requests: readonly SimulatorRequest[];
  /** Answers one request by its path; for a server of your own. */
  fetch(request: Request): Promise<Response>;
  /**
   * Takes the person through the authorization endpoint; gives the request of the browser at the redirect URI.
   * Throws an error when the provider would show an error page instead: unknown client, wrong redirect URI.
   */
  login(authorizationUrl: string | URL, outcome?: LoginOutcome): Promise<BrowserRequest>;
  /** The person answers a CIBA request, found by its id or binding message. Default: the newest one, with consent. */
  confirm(request?: string, outcome?: LoginOutcome): void;
  /** The ping for a CIBA request that the person has answered. Throws a `RangeError` for clients without pings. */
  pingOf(request?: string): PingRequest;
  /** Ids and binding messages of the CIBA requests so far. */
  readonly backchannelRequests: readonly { authReqId: string; bindingMessage?: string }[];
  /** A logout token for back-channel logout, good or with one defect. */
  logoutToken(request?: LogoutTokenRequest): Promise<string>;
  failNext(fault: SimulatedFault): void;
  /** The next generation of signing keys; the key set forgets the last one. */
  rotateKeys(): void;
  /** From now on the provider does this wrong, beside what it already does wrong. */
  misbehave(name: MisbehaviourName): void;
  /** From now on the provider is honest. */
  behave(): void;
}

/** Makes a complete OpenID Provider in memory, that behaves well until `misbehave` is called. */
export function createOpenIdProviderSimulator(options: OpenIdProviderSimulatorOptions): OpenIdProviderSimulator {
  const { issuer = "https://op.example", now = () => new Date(), random = systemRandom, person = {} } = options;
  const active: Misbehaviour[] = [];
  const faults = new SimulatorFaults<SimulatedFault>();
  const requests: SimulatorRequest[] = [];
  const document = honestMetadata(issuer, options);
  const stage: Stage = {
    issuer,
    options,
    keys: new SigningKeys(options.signingKeys),
    store: new SimulatorStore(),
    misbehaviours: () => active,
    document,
    now,
    seconds: () => Math.floor(now().getTime() / 1000),
    word: (bytes = 24) => Buffer.from(random(bytes)).toString("base64url"),
  };

  const serve = async (request: Request): Promise<Response> => {
    const { method } = request;
    const path = new URL(request.url).pathname;
    const fault = faults.take(method, (end) => path.endsWith(end));
    const reply = fault === undefined || fault.afterEffect ? await answer(stage, request) : undefined;
    const sent = fault === undefined ? reply : faultAnswer(fault);
    requests.push({ method, path, status: sent?.status ?? 0 });
    return sent ?? Response.error();
  };

  return {
    issuer,
    clients: options.clients,
    handlers: origins(document).map((origin) => http.all(`${origin}/*`, ({ request }) => serve(request))),
    requests,
    fetch: serve,
    async login(authorizationUrl, outcome = person) {
      return browserRequest(await authorize(stage, new URL(authorizationUrl).searchParams, outcome));
    },
    confirm: (name, outcome = person) => decideBackchannel(stage, findBackchannel(stage, name), outcome),
    pingOf: (name) => pingFor(stage, findBackchannel(stage, name)),
    get backchannelRequests() {
      return [...stage.store.backchannel.values()].map(
        ({ authReqId, parameters: { binding_message: bindingMessage } }) => ({
          authReqId,
          ...(bindingMessage !== undefined && { bindingMessage }),
        }),
      );
    },
    logoutToken: (request = {}) => logoutToken(stage, request),
    failNext: (fault) => faults.add(fault),
    rotateKeys: () => stage.keys.rotate(),
    misbehave: (name) => void active.push(misbehaviours[name]),
    behave: () => void active.splice(0),
  };
}

function origins(document: Claims): string[] {
  const aliases = (document.mtls_endpoint_aliases ?? {}) as Claims;
  const addresses = Object.entries({ ...document, ...prefixed(aliases) }).filter(([name]) => addressMember.test(name));
  return [...new Set(addresses.map(([, address]) => new URL(String(address)).origin))];
}

const addressMember = /^(?:issuer|jwks_uri|\w+_endpoint)$/;

function prefixed(aliases: Claims): Claims {
  return Object.fromEntries(Object.entries(aliases).map(([name, address]) => [`mtls_${name}`, address]));
}
