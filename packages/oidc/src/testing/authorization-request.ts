import { OAuthRefusal } from "./answer.ts";
import { openRequestObject } from "./request-object.ts";
import type { Claims, SimulatedClient } from "./settings.ts";
import { clientOf, type Stage } from "./stage.ts";
import type { Parameters } from "./store.ts";

/** A request that may be answered at its redirect URI. */
export interface AuthorizationRequest {
  client: SimulatedClient;
  redirectUri: string;
  parameters: Parameters;
  dpopThumbprint?: string;
}

/** Reads a request at the authorization endpoint. Throws when there is no redirect URI that may be trusted. */
export async function readAuthorizationRequest(stage: Stage, query: URLSearchParams): Promise<AuthorizationRequest> {
  const sent = Object.fromEntries(query);
  const client = clientOf(stage, sent.client_id);
  const pushed = sent.request_uri === undefined ? undefined : takePushed(stage, client, sent.request_uri);
  if (pushed === undefined && client.requirePushedAuthorizationRequests) {
    throw new OAuthRefusal("invalid_request", "the client must push its requests");
  }
  const parameters = pushed?.parameters ?? (await openRequestObject(stage, client, sent));
  const redirectUri = checkRedirectUri(client, parameters);
  const dpopThumbprint = pushed?.dpopThumbprint ?? parameters.dpop_jkt;
  return { client, redirectUri, parameters, ...(dpopThumbprint !== undefined && { dpopThumbprint }) };
}

/** A pushed request serves one authorization (RFC 9126, section 4). */
function takePushed(stage: Stage, client: SimulatedClient, requestUri: string) {
  const pushed = stage.store.pushed.get(requestUri);
  stage.store.pushed.delete(requestUri);
  if (pushed === undefined || pushed.clientId !== client.clientId || pushed.expiresAt <= stage.seconds()) {
    throw new OAuthRefusal("invalid_request_uri", "unknown, used or expired request_uri");
  }
  return pushed;
}

export function checkRedirectUri(client: SimulatedClient, { redirect_uri }: Parameters): string {
  if (redirect_uri === undefined || !client.redirectUris.includes(redirect_uri)) {
    throw new OAuthRefusal("invalid_request", "redirect_uri is not registered");
  }
  return redirect_uri;
}

const responseModes = new Set(["query", "form_post", "jwt", "query.jwt", "form_post.jwt"]);

interface Rule {
  broken: (parameters: Parameters, client: SimulatedClient) => boolean;
  error: string;
  description: string;
}

const rules: readonly Rule[] = [
  {
    broken: ({ response_type }) => response_type !== "code",
    error: "unsupported_response_type",
    description: "response_type",
  },
  {
    broken: ({ response_mode }) => response_mode !== undefined && !responseModes.has(response_mode),
    error: "invalid_request",
    description: "response_mode",
  },
  { broken: ({ scope }) => !words(scope).includes("openid"), error: "invalid_scope", description: "scope" },
  {
    broken: ({ code_challenge }, { requirePkce = true }) => requirePkce && code_challenge === undefined,
    error: "invalid_request",
    description: "code_challenge is required",
  },
  {
    broken: ({ code_challenge, code_challenge_method }) =>
      code_challenge !== undefined && (code_challenge_method !== "S256" || !/^[A-Za-z0-9_-]{43}$/.test(code_challenge)),
    error: "invalid_request",
    description: "code_challenge_method must be S256",
  },
  {
    broken: ({ claims }) => claims !== undefined && readClaimsParameter(claims) === undefined,
    error: "invalid_request",
    description: "claims",
  },
];

/** Throws the first rule that a request breaks; the error belongs to the redirect URI, or to the caller of PAR. */
export function checkParameters(parameters: Parameters, client: SimulatedClient): void {
  const rule = rules.find(({ broken }) => broken(parameters, client));
  if (rule !== undefined) throw new OAuthRefusal(rule.error, rule.description);
}

export function readClaimsParameter(text: string | undefined): Claims | undefined {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}

export function words(text: string | undefined): string[] {
  return (text ?? "").split(" ").filter((word) => word !== "");
}
