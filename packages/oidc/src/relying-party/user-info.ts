import { type IdvResult, type JsonObject, success } from "@idvkit/core";
import { refuse } from "../refusal.ts";
import { configure, takeConfiguration } from "./configuration.ts";
import { decryptToken } from "./decryption.ts";
import { dpopHandle } from "./dpop.ts";
import { failureOf } from "./failure.ts";
import type { Login } from "./login.ts";
import { loadOpenIdClient } from "./openid-client.ts";
import { verifyJws } from "./signature.ts";
import type { TokenExchange } from "./token-exchange.ts";

type UserInfoExchange = Omit<TokenExchange, "store">;

/**
 * Asks for further claims (OpenID Connect Core, section 5.3). They must be about the subject of the ID token. Our own
 * checks come first, which name what is wrong, then openid-client's: both have to agree.
 */
export async function fetchUserInfo(
  exchange: UserInfoExchange,
  { accessToken, claims }: Pick<Login, "accessToken" | "claims">,
): Promise<IdvResult<JsonObject>> {
  const { settings, transaction, now } = exchange;
  const client = await loadOpenIdClient();
  const subject = String(claims.sub);
  const network = networkOf(exchange, subject);
  const kept = takeConfiguration(client, transaction, { settings, network, now });
  const configuration =
    kept === undefined
      ? await configure(client, { settings, metadata: transaction.server, network, now })
      : success(kept);
  if (!configuration.ok) return configuration;
  try {
    const dpop = await dpopHandle(client, configuration.value, transaction);
    const more = dpop === undefined ? {} : { DPoP: dpop };
    return success((await client.fetchUserInfo(configuration.value, accessToken, subject, more)) as JsonObject);
  } catch (thrown) {
    return failureOf(thrown, "userinfo request");
  }
}

/** An answer goes on to openid-client when it stands our checks. */
function networkOf(exchange: UserInfoExchange, subject: string): typeof fetch {
  const { network } = exchange;
  const through = async (input: string, init: RequestInit): Promise<Response> => {
    const response = await network(input, init);
    if (response.status !== 200) return response;
    const body = await response.clone().text();
    const checked = await checkAnswer(exchange, { body, isSigned: isJwt(response) }, subject);
    if (!checked.ok) throw checked.error;
    return response;
  };
  return through as typeof fetch;
}

function isJwt({ headers }: Response): boolean {
  return headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() === "application/jwt";
}

/** OpenID Connect Core, section 5.3.2 and 5.3.4. Fails with `invalid_response` and a reason. */
async function checkAnswer(
  exchange: UserInfoExchange,
  { body, isSigned }: { body: string; isSigned: boolean },
  subject: string,
): Promise<IdvResult<undefined>> {
  if (!isSigned && exchange.settings.userInfoSignedResponseAlg !== undefined) return refused("user_info_not_signed");
  const claims = isSigned ? await signedClaims(exchange, body) : success(plainClaims(body));
  if (!claims.ok) return claims;
  // What is no JSON is for openid-client to refuse: it sees how the answer was meant.
  if (claims.value === undefined) return success(undefined);
  const { sub } = claims.value;
  if (typeof sub !== "string" || sub === "") return refused("user_info_subject_missing");
  return sub === subject ? success(undefined) : refused("user_info_subject_mismatch");
}

/** An unknown key makes the keys be fetched once more: the provider may have changed them since the ID token. */
async function signedClaims(
  { settings, transaction, keys }: UserInfoExchange,
  body: string,
): Promise<IdvResult<JsonObject>> {
  const { clientId, userInfoSignedResponseAlg: alg } = settings;
  const { server } = transaction;
  const jws = await decryptToken(body, settings, "user_info");
  if (!jws.ok) return jws;
  const algorithms = alg === undefined ? (server.userinfo_signing_alg_values_supported ?? []) : [alg];
  const verified = await verifyJws(jws.value, keys, { name: "user_info", algorithms });
  if (!verified.ok) return verified;
  const { claims } = verified.value;
  const { iss, aud } = claims;
  if (iss !== undefined && iss !== server.issuer) return refused("user_info_issuer_mismatch");
  const isForUs = aud === undefined || (Array.isArray(aud) ? aud : [aud]).includes(clientId);
  return isForUs ? success(claims) : refused("user_info_audience_mismatch");
}

function plainClaims(body: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? (parsed as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

function refused(reason: string): IdvResult<never> {
  return refuse("invalid_response", `userInfo: ${reason}`, { reason });
}
