import { json, OAuthRefusal, refusalAnswer } from "./answer.ts";
import { authorize } from "./authorization.ts";
import { browserAnswer } from "./authorization-response.ts";
import { backchannelEndpoint } from "./backchannel.ts";
import { pushedRequestEndpoint } from "./pushed-requests.ts";
import { bend, type Stage } from "./stage.ts";
import { tokenEndpoint } from "./token-endpoint.ts";
import { userInfoEndpoint } from "./user-info-endpoint.ts";

type Endpoint = (stage: Stage, request: Request) => Response | Promise<Response>;

interface Place {
  /** Member of the discovery document that holds the address. */
  member: string;
  methods: readonly string[];
  answer: Endpoint;
}

const places: readonly Place[] = [
  { member: "jwks_uri", methods: ["GET"], answer: keySetEndpoint },
  { member: "authorization_endpoint", methods: ["GET", "POST"], answer: authorizationEndpoint },
  { member: "token_endpoint", methods: ["POST"], answer: tokenEndpoint },
  { member: "userinfo_endpoint", methods: ["GET", "POST"], answer: userInfoEndpoint },
  { member: "pushed_authorization_request_endpoint", methods: ["POST"], answer: pushedRequestEndpoint },
  { member: "backchannel_authentication_endpoint", methods: ["POST"], answer: backchannelEndpoint },
];

/** Answers one request by its path alone, so that the simulator can stand behind any host. */
export async function answer(stage: Stage, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (discoveryPaths(stage.issuer).includes(pathname)) return discoveryEndpoint(stage);
  const place = places.find(({ member }) => addressesOf(stage, member).some((address) => pathOf(address) === pathname));
  if (place === undefined) return json(404, { error: "not_found" });
  if (!place.methods.includes(request.method)) return json(405, { error: "invalid_request" });
  try {
    return await place.answer(stage, request);
  } catch (refusal) {
    if (refusal instanceof OAuthRefusal) return refusalAnswer(refusal);
    throw refusal;
  }
}

/** Endpoints can have a second address for clients with certificates (RFC 8705, section 5). */
function addressesOf({ document }: Stage, member: string): unknown[] {
  const aliases = (document.mtls_endpoint_aliases ?? {}) as Readonly<Record<string, unknown>>;
  return [document[member], aliases[member]];
}

/** OpenID Connect Discovery, section 4, and RFC 8414, section 3. */
function discoveryPaths(issuer: string): string[] {
  const path = pathOf(issuer).replace(/\/$/, "");
  return [`${path}/.well-known/openid-configuration`, `/.well-known/oauth-authorization-server${path}`];
}

function pathOf(address: unknown): string {
  return typeof address === "string" && URL.canParse(address) ? new URL(address).pathname : "";
}

async function discoveryEndpoint(stage: Stage): Promise<Response> {
  const document = { ...stage.document };
  return json(200, await bend(stage, document, (misbehaviour, value) => misbehaviour.metadata?.(value, stage)));
}

async function keySetEndpoint(stage: Stage): Promise<Response> {
  const failing = stage.misbehaviours().find(({ jwksStatus }) => jwksStatus !== undefined)?.jwksStatus;
  if (failing !== undefined) return json(failing, { error: "temporarily_unavailable" });
  const set = await stage.keys.published();
  return json(200, await bend(stage, set, (misbehaviour, value) => misbehaviour.jwks?.(value, stage)));
}

/** A browser that comes here has its person logged in at once. */
async function authorizationEndpoint(stage: Stage, request: Request): Promise<Response> {
  const query = request.method === "GET" ? new URL(request.url).search : await request.text();
  return browserAnswer(await authorize(stage, new URLSearchParams(query), stage.options.person ?? {}));
}
