import { OAuthRefusal } from "./answer.ts";
import {
  type AuthorizationRequest,
  checkParameters,
  readAuthorizationRequest,
  readClaimsParameter,
  words,
} from "./authorization-request.ts";
import { type AuthorizationResponse, respond } from "./authorization-response.ts";
import type { Claims, LoginOutcome, SimulatedPerson } from "./settings.ts";
import { bend, type Stage } from "./stage.ts";
import type { Grant, Parameters } from "./store.ts";

const codeLifetimeSeconds = 60;

/** One visit of a person at the authorization endpoint, to its end. Throws where no redirect is allowed. */
export async function authorize(
  stage: Stage,
  query: URLSearchParams,
  outcome: LoginOutcome,
): Promise<AuthorizationResponse> {
  const request = await readAuthorizationRequest(stage, query);
  const { client, redirectUri, parameters } = request;
  const { state, response_mode: responseMode } = parameters;
  const answer: Parameters = {
    ...(await result(stage, request, outcome)),
    ...(state !== undefined && { state }),
    ...((stage.options.issuerInResponse ?? true) && { iss: stage.issuer }),
  };
  const response = await respond(stage, { client, redirectUri, responseMode, parameters: answer });
  await bend(stage, undefined, ({ rotateKeys }) => void (rotateKeys === "afterAuthorization" && stage.keys.rotate()));
  return response;
}

async function result(stage: Stage, request: AuthorizationRequest, outcome: LoginOutcome): Promise<Parameters> {
  try {
    checkParameters(request.parameters, request.client);
  } catch (refusal) {
    if (refusal instanceof OAuthRefusal) return { error: refusal.error, error_description: refusal.message };
    throw refusal;
  }
  if ("error" in outcome) {
    const { error, errorDescription } = outcome;
    return { error, ...(errorDescription !== undefined && { error_description: errorDescription }) };
  }
  return { code: issueCode(stage, request, outcome) };
}

function issueCode(stage: Stage, request: AuthorizationRequest, person: SimulatedPerson): string {
  const { client, redirectUri, parameters, dpopThumbprint } = request;
  const { code_challenge: codeChallenge } = parameters;
  const code = stage.word();
  stage.store.codes.set(code, {
    ...grantOf(stage, client.clientId, parameters, person),
    redirectUri,
    ...(codeChallenge !== undefined && { codeChallenge }),
    ...(dpopThumbprint !== undefined && { dpopThumbprint }),
    expiresAt: stage.seconds() + codeLifetimeSeconds,
    used: false,
  });
  return code;
}

/** What a person agreed to, for a code or a CIBA request. */
export function grantOf(stage: Stage, clientId: string, parameters: Parameters, person: SimulatedPerson): Grant {
  const claims = readClaimsParameter(parameters.claims) ?? {};
  return {
    clientId,
    person,
    scope: parameters.scope ?? "openid",
    authTime: person.authTime ?? stage.seconds(),
    ...(parameters.nonce !== undefined && { nonce: parameters.nonce }),
    claims,
    acrValues: [...requestedAcr(claims), ...words(parameters.acr_values)],
  };
}

function requestedAcr(claims: Claims): string[] {
  const { acr } = (claims.id_token ?? {}) as { acr?: { value?: string; values?: string[] } | null };
  return [...(acr?.value === undefined ? [] : [acr.value]), ...(acr?.values ?? [])];
}
