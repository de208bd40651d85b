import { json, jwtAnswer, OAuthRefusal } from "./answer.ts";
import { words } from "./authorization-request.ts";
import { dpopThumbprint } from "./dpop.ts";
import { defaultSubject } from "./id-token.ts";
import type { Claims, SimulatedClient } from "./settings.ts";
import { encrypt, encryptionKey, sign } from "./signing.ts";
import { bend, clientOf, endpoint, type Stage } from "./stage.ts";
import type { AccessToken, Grant } from "./store.ts";
import { verifiedClaimsFor } from "./verified-claims.ts";

/** OpenID Connect Core, section 5.3; the token comes in the header only (RFC 6750, section 2.1; RFC 9449, section 7.1). */
export async function userInfoEndpoint(stage: Stage, request: Request): Promise<Response> {
  const { grant } = await authorizedToken(stage, request);
  const client = clientOf(stage, grant.clientId);
  const claims = await bend(stage, honestClaims(grant), (misbehaviour, value) => misbehaviour.userInfo?.(value, stage));
  const { userInfoSignedResponseAlg: alg } = client;
  if (alg === undefined) return json(200, claims);
  const plan = await bend(stage, { alg }, (misbehaviour, value) => misbehaviour.userInfoSigning?.(value, stage));
  const signedClaims = { iss: stage.issuer, aud: client.clientId, ...claims };
  return jwtAnswer(await wrapped(client, await sign(stage, signedClaims, plan, client)));
}

async function wrapped(client: SimulatedClient, token: string): Promise<string> {
  const { userInfoEncryptedResponseAlg: alg, userInfoEncryptedResponseEnc: enc = "A256GCM" } = client;
  return alg === undefined ? token : encrypt(token, { alg, enc, key: encryptionKey(client, alg) });
}

async function authorizedToken(stage: Stage, request: Request): Promise<AccessToken> {
  const [, scheme = "", value = ""] = /^(Bearer|DPoP) (\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  const token = stage.store.accessTokens.get(value);
  if (token === undefined || token.expiresAt <= stage.seconds()) throw unauthorized("invalid_token");
  if (token.dpopThumbprint === undefined) {
    if (scheme.toLowerCase() !== "bearer") throw unauthorized("invalid_token");
    return token;
  }
  const url = endpoint(stage, "userinfo_endpoint");
  const thumbprint = await dpopThumbprint(stage, request, { url, accessToken: value, resource: true });
  if (scheme.toLowerCase() !== "dpop" || thumbprint !== token.dpopThumbprint)
    throw unauthorized("invalid_token", "DPoP");
  return token;
}

function unauthorized(error: string, scheme = "Bearer"): OAuthRefusal {
  return new OAuthRefusal(error, "access token", 401, { "www-authenticate": `${scheme} error="${error}"` });
}

/** OpenID Connect Core, section 5.4. */
const scopeClaims: Readonly<Record<string, string>> = {
  name: "profile",
  family_name: "profile",
  given_name: "profile",
  middle_name: "profile",
  nickname: "profile",
  preferred_username: "profile",
  profile: "profile",
  picture: "profile",
  website: "profile",
  gender: "profile",
  birthdate: "profile",
  zoneinfo: "profile",
  locale: "profile",
  updated_at: "profile",
  email: "email",
  email_verified: "email",
  address: "address",
  phone_number: "phone",
  phone_number_verified: "phone",
};

function honestClaims(grant: Grant): Claims {
  const scopes = words(grant.scope);
  const wanted = (grant.claims.userinfo ?? {}) as Claims;
  const given = Object.entries(grant.person.userInfoClaims ?? {}).filter(([name]) => {
    const scope = scopeClaims[name];
    return scope === undefined || scopes.includes(scope) || name in wanted;
  });
  const verifiedClaims = verifiedClaimsFor(grant, "userinfo");
  return {
    sub: grant.person.sub ?? defaultSubject,
    ...(verifiedClaims !== undefined && { verified_claims: verifiedClaims }),
    ...Object.fromEntries(given),
  };
}
