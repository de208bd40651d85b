import { createHash } from "node:crypto";
import { json, OAuthRefusal } from "./answer.ts";
import { takeBackchannelGrant } from "./backchannel.ts";
import { authenticateClient } from "./client-authentication.ts";
import { dpopThumbprint } from "./dpop.ts";
import { issueIdToken } from "./id-token.ts";
import type { Claims, SimulatedClient } from "./settings.ts";
import { bend, endpoint, type Stage } from "./stage.ts";
import type { CodeGrant, Grant } from "./store.ts";

type GrantReader = (
  stage: Stage,
  client: SimulatedClient,
  form: URLSearchParams,
  thumbprint: string | undefined,
) => Grant;

const grantReaders: Readonly<Record<string, GrantReader>> = {
  authorization_code: redeemCode,
  "urn:openid:params:grant-type:ciba": takeBackchannelGrant,
};

/** RFC 6749, section 4.1.3, and the token endpoint of CIBA. */
export async function tokenEndpoint(stage: Stage, request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  const client = await authenticateClient(stage, request, form);
  const reader = grantReaders[form.get("grant_type") ?? ""];
  if (reader === undefined) throw new OAuthRefusal("unsupported_grant_type", "grant_type");
  const thumbprint = await dpopThumbprint(stage, request, { url: endpoint(stage, "token_endpoint") });
  if (client.dpopBoundAccessTokens && thumbprint === undefined) {
    throw new OAuthRefusal("invalid_dpop_proof", "a proof is required");
  }
  const body = await tokens(stage, client, reader(stage, client, form, thumbprint), thumbprint);
  return json(200, await bend(stage, body, (misbehaviour, value) => misbehaviour.tokenResponse?.(value, stage)));
}

async function tokens(
  stage: Stage,
  client: SimulatedClient,
  grant: Grant,
  thumbprint: string | undefined,
): Promise<Claims> {
  const { tokenLifetimeSeconds = 300 } = stage.options;
  const accessToken = stage.word();
  stage.store.accessTokens.set(accessToken, {
    grant,
    expiresAt: stage.seconds() + tokenLifetimeSeconds,
    ...(thumbprint !== undefined && { dpopThumbprint: thumbprint }),
  });
  return {
    access_token: accessToken,
    token_type: thumbprint === undefined ? "Bearer" : "DPoP",
    expires_in: tokenLifetimeSeconds,
    scope: grant.scope,
    id_token: await issueIdToken(stage, client, grant, accessToken),
  };
}

/** A code serves once, for its client, its redirect URI, its PKCE verifier and its DPoP key. */
function redeemCode(
  stage: Stage,
  client: SimulatedClient,
  form: URLSearchParams,
  thumbprint: string | undefined,
): CodeGrant {
  const grant = stage.store.codes.get(form.get("code") ?? "");
  if (grant === undefined || grant.clientId !== client.clientId) throw invalidGrant("unknown code");
  if (grant.used) {
    revoke(stage, grant);
    throw invalidGrant("code used before");
  }
  grant.used = true;
  if (grant.expiresAt <= stage.seconds()) throw invalidGrant("code expired");
  if (form.get("redirect_uri") !== grant.redirectUri) throw invalidGrant("redirect_uri");
  if (grant.codeChallenge !== undefined && challengeOf(form.get("code_verifier")) !== grant.codeChallenge) {
    throw invalidGrant("code_verifier");
  }
  if (grant.dpopThumbprint !== undefined && thumbprint !== grant.dpopThumbprint) {
    throw new OAuthRefusal("invalid_dpop_proof", "the code is bound to another key");
  }
  return grant;
}

/** A code that comes twice takes its tokens with it (RFC 6749, section 4.1.2). */
function revoke(stage: Stage, grant: CodeGrant): void {
  for (const [token, { grant: owner }] of stage.store.accessTokens) {
    if (owner === grant) stage.store.accessTokens.delete(token);
  }
}

function challengeOf(verifier: string | null): string {
  return createHash("sha256")
    .update(verifier ?? "")
    .digest("base64url");
}

function invalidGrant(description: string): OAuthRefusal {
  return new OAuthRefusal("invalid_grant", description);
}
