import type { SimulatedClient } from "./settings.ts";
import { sign } from "./signing.ts";
import { bend, type Stage } from "./stage.ts";
import type { Parameters } from "./store.ts";

/** What the browser is to do with an authorization response. */
export interface AuthorizationResponse {
  mode: "query" | "form_post";
  redirectUri: string;
  parameters: Parameters;
}

interface Draft {
  client: SimulatedClient;
  redirectUri: string;
  responseMode: string | undefined;
  parameters: Parameters;
}

const responseTokenLifetimeSeconds = 600;

/** Gives parameters their form: query or form post, wrapped in a signed token for the `jwt` modes (JARM, section 2). */
export async function respond(stage: Stage, draft: Draft): Promise<AuthorizationResponse> {
  const { client, redirectUri, responseMode = "query" } = draft;
  const parameters = await bend(stage, draft.parameters, (misbehaviour, value) =>
    misbehaviour.authorizationResponse?.(value, stage),
  );
  const mode = responseMode.startsWith("form_post") ? "form_post" : "query";
  if (!responseMode.endsWith("jwt")) return { mode, redirectUri, parameters };
  return { mode, redirectUri, parameters: { response: await wrap(stage, client, parameters) } };
}

async function wrap(stage: Stage, client: SimulatedClient, { iss: _, ...parameters }: Parameters): Promise<string> {
  const honest = {
    iss: stage.issuer,
    aud: client.clientId,
    exp: stage.seconds() + responseTokenLifetimeSeconds,
    ...parameters,
  };
  const claims = await bend(
    stage,
    honest,
    (misbehaviour, value) => misbehaviour.responseTokenClaims?.(value, stage) as typeof value,
  );
  const alg = client.authorizationSignedResponseAlg ?? client.idTokenSignedResponseAlg ?? "RS256";
  const plan = await bend(stage, { alg }, (misbehaviour, value) => misbehaviour.responseTokenSigning?.(value, stage));
  return sign(stage, claims, plan, client);
}

/** The request that the person's browser makes next, at the client's redirect URI. */
export interface BrowserRequest {
  method: "GET" | "POST";
  url: string;
  headers: Record<string, string>;
  body?: string;
}

export function browserRequest({ mode, redirectUri, parameters }: AuthorizationResponse): BrowserRequest {
  if (mode === "query") return { method: "GET", url: withQuery(redirectUri, parameters), headers: {} };
  return {
    method: "POST",
    url: redirectUri,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(parameters).toString(),
  };
}

/** The same as an answer to a browser: a redirect, or a page whose form sends itself. */
export function browserAnswer(response: AuthorizationResponse): Response {
  const { mode, redirectUri, parameters } = response;
  if (mode === "query") {
    return new Response(null, { status: 302, headers: { location: withQuery(redirectUri, parameters) } });
  }
  const fields = Object.entries(parameters)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join("");
  const page = `<!doctype html><title>Sign in</title><body onload="document.forms[0].submit()"><form method="post" action="${escapeHtml(redirectUri)}">${fields}<button>Continue</button></form></body>`;
  return new Response(page, { headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" } });
}

function withQuery(address: string, parameters: Parameters): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.append(name, value);
  return url.href;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
