import { type CallbackAddress, type HttpRequest, type IdvResult, isIdvError, success } from "@idvkit/core";
import { deliveryIdOf, personDone } from "@idvkit/driver-kit";
import type { OidcSettings } from "./options.ts";
import { authReqIdRef, stateRef } from "./refs.ts";
import { refuse } from "./refusal.ts";
import { responseParameters } from "./relying-party/authorization-response.ts";
import { decryptToken } from "./relying-party/decryption.ts";

/**
 * Says whom a request is for: the person's browser with an authorization response, or, for CIBA, the provider with a
 * ping. Both are found by a hash of what only this login has. What they prove is checked when the login is at hand.
 */
export async function addressCallback(
  settings: OidcSettings,
  request: HttpRequest,
): Promise<IdvResult<CallbackAddress>> {
  const { flow } = settings;
  if (flow.kind === "code") return addressReturn(settings, request);
  if (flow.delivery === "ping") return addressPing(request);
  return refuse("unsupported", "callback: a login that is polled takes none");
}

async function addressReturn(settings: OidcSettings, request: HttpRequest): Promise<IdvResult<CallbackAddress>> {
  const parameters = responseParameters(request);
  if (!parameters.ok) return parameters;
  const state = parameters.value.get("state") ?? (await stateInside(settings, parameters.value.get("response")));
  if (!state) return refuse("invalid_callback", "response.state: missing", { reason: "response_state_missing" });
  return success({
    kind: "delivery",
    refs: [stateRef(state)],
    deliveryId: deliveryIdOf(request),
    late: personDone(),
    person: true,
  });
}

/** Only to find the login: the signature is checked when the login says whose keys count. */
async function stateInside(settings: OidcSettings, response: string | null): Promise<string | undefined> {
  if (response === null) return undefined;
  const jws = await decryptToken(response, settings, "response_jwt");
  if (!jws.ok) return undefined;
  const { decodeJwt } = await import("jose");
  try {
    const { state } = decodeJwt(jws.value);
    return typeof state === "string" ? state : undefined;
  } catch (thrown) {
    if (isIdvError(thrown)) throw thrown;
    return undefined;
  }
}

function addressPing(request: HttpRequest): IdvResult<CallbackAddress> {
  const authReqId = pingedId(request);
  if (authReqId === undefined) {
    return refuse("invalid_callback", "request.body.auth_req_id: missing", { reason: "ping_unreadable" });
  }
  return success({
    kind: "delivery",
    refs: [authReqIdRef(authReqId)],
    deliveryId: deliveryIdOf(request),
    late: { status: 204, headers: {}, body: null },
  });
}

/** The id in a ping (OpenID Connect CIBA Core 1.0, section 10.2). */
export function pingedId({ method, body }: HttpRequest): string | undefined {
  if (method !== "POST") return undefined;
  try {
    const { auth_req_id: id } = JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>;
    return typeof id === "string" && id !== "" ? id : undefined;
  } catch {
    return undefined;
  }
}
