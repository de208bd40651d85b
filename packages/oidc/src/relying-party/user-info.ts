import { type IdvError, type IdvResult, type JsonObject, success } from "@idvkit/core";
import { refuse } from "../refusal.ts";
import { configure } from "./configuration.ts";
import { dpopHandle } from "./dpop.ts";
import { failureOf } from "./failure.ts";
import type { Login } from "./login.ts";
import type { TokenExchange } from "./token-exchange.ts";

/** Asks for further claims (OpenID Connect Core, section 5.3). They must be about the subject of the ID token. */
export async function fetchUserInfo(
  redemption: Omit<TokenExchange, "store">,
  login: Pick<Login, "accessToken" | "claims">,
): Promise<IdvResult<JsonObject>> {
  const first = await askUserInfo(redemption, login);
  if (first.ok || first.error.reason !== "key_not_found") return first;
  // The provider may have changed its keys between the ID token and this answer.
  const newer = await redemption.keys.refresh();
  if (newer === undefined) return keyMayCome(first.error);
  return newer.ok ? askUserInfo(redemption, login) : newer;
}

/** The keys were fetched a moment ago, or cannot be fetched now. */
function keyMayCome({ message, reason = "key_not_found" }: IdvError): IdvResult<never> {
  return refuse("invalid_response", message, { reason, retryable: true });
}

async function askUserInfo(
  { settings, transaction, network, keys, now }: Omit<TokenExchange, "store">,
  { accessToken, claims }: Pick<Login, "accessToken" | "claims">,
): Promise<IdvResult<JsonObject>> {
  const client = await import("openid-client");
  const { server } = transaction;
  const through = async (input: string, init: RequestInit): Promise<Response> => {
    if (input !== server.jwks_uri) return network(input, init);
    const jwks = await keys.get();
    if (!jwks.ok) throw jwks.error;
    return Response.json(jwks.value);
  };
  const configuration = await configure(client, {
    settings,
    metadata: server,
    network: through as typeof fetch,
    now,
  });
  if (!configuration.ok) return configuration;
  try {
    const dpop = await dpopHandle(client, configuration.value, transaction);
    const userInfo = await client.fetchUserInfo(
      configuration.value,
      accessToken,
      String(claims.sub),
      dpop === undefined ? {} : { DPoP: dpop },
    );
    return success(userInfo as JsonObject);
  } catch (thrown) {
    if (isAboutAnother(thrown)) {
      return refuse("invalid_response", "userInfo.sub: another subject", { reason: "user_info_subject_mismatch" });
    }
    return failureOf(thrown, "userinfo request");
  }
}

function isAboutAnother(thrown: unknown): boolean {
  return (thrown as { code?: unknown } | null)?.code === "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED";
}
