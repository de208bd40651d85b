import { OAuthRefusal } from "./answer.ts";
import { simulatedAlgorithms } from "./keys.ts";
import type { SimulatedClient } from "./settings.ts";
import type { Stage } from "./stage.ts";
import type { Parameters } from "./store.ts";

const tokenMembers = new Set(["iss", "aud", "exp", "nbf", "iat", "jti"]);

/** Parameters of a request, those of its signed object alone where it has one (RFC 9101, section 6.3). */
export async function openRequestObject(
  stage: Stage,
  client: SimulatedClient,
  parameters: Parameters,
): Promise<Parameters> {
  const { request } = parameters;
  if (request === undefined) {
    if (client.requireSignedRequestObject) throw new OAuthRefusal("invalid_request", "a request object is required");
    return parameters;
  }
  const { createLocalJWKSet, jwtVerify } = await import("jose");
  const { payload } = await jwtVerify(request, createLocalJWKSet(client.jwks ?? { keys: [] }), {
    issuer: client.clientId,
    audience: stage.issuer,
    algorithms: [...simulatedAlgorithms],
    currentDate: stage.now(),
  }).catch(() => {
    throw new OAuthRefusal("invalid_request_object", "request object");
  });
  if (payload.client_id !== client.clientId) throw new OAuthRefusal("invalid_request_object", "client_id");
  if (payload.jti !== undefined && !stage.store.firstSight("request object", payload.jti)) {
    throw new OAuthRefusal("invalid_request_object", "request object used before");
  }
  return Object.fromEntries(
    Object.entries(payload)
      .filter(([name]) => !tokenMembers.has(name))
      .map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : String(value)]),
  );
}
