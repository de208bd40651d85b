import { json, OAuthRefusal } from "./answer.ts";
import { grantOf } from "./authorization.ts";
import { words } from "./authorization-request.ts";
import { authenticateClient } from "./client-authentication.ts";
import { openRequestObject } from "./request-object.ts";
import type { LoginOutcome, SimulatedClient } from "./settings.ts";
import type { Stage } from "./stage.ts";
import type { BackchannelRequest, Grant, Parameters } from "./store.ts";

const lifetimeSeconds = 300;
const hints = ["login_hint", "login_hint_token", "id_token_hint"];

/** The authentication endpoint of OpenID Connect Client-Initiated Backchannel Authentication, section 7. */
export async function backchannelEndpoint(stage: Stage, request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  const client = await authenticateClient(stage, request, form);
  const parameters = await openRequestObject(stage, client, Object.fromEntries(form));
  const mode = client.backchannelTokenDeliveryMode ?? "poll";
  check(parameters, mode);
  const { pollIntervalSeconds = 5 } = stage.options;
  const expiresIn = Number(parameters.requested_expiry ?? lifetimeSeconds);
  const notificationToken = mode === "ping" ? parameters.client_notification_token : undefined;
  const authReqId = stage.word();
  stage.store.backchannel.set(authReqId, {
    authReqId,
    clientId: client.clientId,
    parameters,
    expiresAt: stage.seconds() + expiresIn,
    intervalSeconds: pollIntervalSeconds,
    ...(notificationToken !== undefined && { notificationToken }),
    used: false,
  });
  return json(200, { auth_req_id: authReqId, expires_in: expiresIn, interval: pollIntervalSeconds });
}

function check(parameters: Parameters, mode: "poll" | "ping"): void {
  if (!words(parameters.scope).includes("openid")) throw new OAuthRefusal("invalid_scope", "scope");
  if (hints.filter((hint) => parameters[hint] !== undefined).length !== 1) {
    throw new OAuthRefusal("invalid_request", "exactly one hint is required");
  }
  if (mode === "ping" && parameters.client_notification_token === undefined) {
    throw new OAuthRefusal("invalid_request", "client_notification_token is required");
  }
  const { requested_expiry: expiry } = parameters;
  if (expiry !== undefined && !/^[1-9]\d{0,5}$/.test(expiry))
    throw new OAuthRefusal("invalid_request", "requested_expiry");
}

/** The request with this id or binding message; default the newest. */
export function findBackchannel(stage: Stage, name?: string): BackchannelRequest {
  const requests = [...stage.store.backchannel.values()];
  const found = name === undefined ? requests.at(-1) : requests.findLast((request) => isNamed(request, name));
  if (found === undefined) throw new RangeError("simulator: no such backchannel request");
  return found;
}

function isNamed({ authReqId, parameters }: BackchannelRequest, name: string): boolean {
  return authReqId === name || parameters.binding_message === name;
}

/** The person agrees or refuses on the other device. */
export function decideBackchannel(stage: Stage, request: BackchannelRequest, outcome: LoginOutcome): void {
  request.outcome =
    "error" in outcome ? { error: outcome.error } : grantOf(stage, request.clientId, request.parameters, outcome);
}

/** One poll of the token endpoint (section 11). */
export function takeBackchannelGrant(stage: Stage, client: SimulatedClient, form: URLSearchParams): Grant {
  const request = stage.store.backchannel.get(form.get("auth_req_id") ?? "");
  if (request === undefined || request.clientId !== client.clientId || request.used) {
    throw new OAuthRefusal("invalid_grant", "auth_req_id");
  }
  if (request.expiresAt <= stage.seconds()) throw new OAuthRefusal("expired_token", "the request is over");
  slowDown(stage, request);
  const { outcome } = request;
  if (outcome === undefined) throw new OAuthRefusal("authorization_pending", "the person has not answered");
  request.used = true;
  if ("error" in outcome) throw new OAuthRefusal(outcome.error, "the person has not agreed");
  return outcome;
}

/** Polls faster than agreed are put off, and the interval grows by five seconds; an answer that waits is given. */
function slowDown(stage: Stage, request: BackchannelRequest): void {
  const last = request.lastPollAt;
  request.lastPollAt = stage.seconds();
  if (request.outcome !== undefined || last === undefined) return;
  if (stage.seconds() - last >= request.intervalSeconds) return;
  request.intervalSeconds += 5;
  throw new OAuthRefusal("slow_down", "polled too early");
}

/** The request to the client's notification endpoint once the person has answered (section 10.2). */
export interface PingRequest {
  method: "POST";
  url: string;
  headers: Record<string, string>;
  body: string;
}

export function pingFor(stage: Stage, request: BackchannelRequest): PingRequest {
  const client = stage.options.clients.find(({ clientId }) => clientId === request.clientId);
  const url = client?.backchannelClientNotificationEndpoint;
  if (url === undefined || request.notificationToken === undefined) {
    throw new RangeError("simulator.pingOf: the client takes no pings");
  }
  return {
    method: "POST",
    url,
    headers: { authorization: `Bearer ${request.notificationToken}`, "content-type": "application/json" },
    body: JSON.stringify({ auth_req_id: request.authReqId }),
  };
}
