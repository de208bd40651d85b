import type { Claims, SimulatedClient } from "./settings.ts";
import { encrypt, encryptionKey, halfHash, sign } from "./signing.ts";
import { bend, type Stage } from "./stage.ts";
import type { Grant } from "./store.ts";
import { verifiedClaimsFor } from "./verified-claims.ts";

const lifetimeSeconds = 600;
export const defaultSubject = "person-1";

/** Makes, signs and, for clients that want it, encrypts the ID token (OpenID Connect Core, section 2). */
export async function issueIdToken(
  stage: Stage,
  client: SimulatedClient,
  grant: Grant,
  accessToken: string,
): Promise<string> {
  const alg = client.idTokenSignedResponseAlg ?? "RS256";
  const claims = await bend(stage, honestClaims(stage, grant, halfHash(accessToken, alg)), (misbehaviour, value) =>
    misbehaviour.idTokenClaims?.(value, stage),
  );
  await bend(stage, undefined, ({ rotateKeys }) => void (rotateKeys === "beforeSigning" && stage.keys.rotate()));
  const plan = await bend(stage, { alg }, (misbehaviour, value) => misbehaviour.idTokenSigning?.(value, stage));
  return wrapped(stage, client, await sign(stage, claims, plan, client));
}

async function wrapped(stage: Stage, client: SimulatedClient, token: string): Promise<string> {
  const forced = stage.misbehaviours().find(({ idTokenEncryption }) => idTokenEncryption !== undefined);
  if (forced?.idTokenEncryption !== undefined) return encrypt(token, await forced.idTokenEncryption(client));
  const { idTokenEncryptedResponseAlg: alg, idTokenEncryptedResponseEnc: enc = "A256GCM" } = client;
  return alg === undefined ? token : encrypt(token, { alg, enc, key: encryptionKey(client, alg) });
}

function honestClaims(stage: Stage, grant: Grant, atHash: string): Claims {
  const { person, nonce } = grant;
  const acr = person.acr ?? grant.acrValues[0];
  const verifiedClaims = verifiedClaimsFor(grant, "id_token");
  return {
    iss: stage.issuer,
    sub: person.sub ?? defaultSubject,
    aud: grant.clientId,
    iat: stage.seconds(),
    exp: stage.seconds() + lifetimeSeconds,
    auth_time: grant.authTime,
    at_hash: atHash,
    ...(nonce !== undefined && { nonce }),
    ...(acr !== undefined && { acr }),
    ...(person.amr !== undefined && { amr: person.amr }),
    ...(verifiedClaims !== undefined && { verified_claims: verifiedClaims }),
    ...person.idTokenClaims,
  };
}
