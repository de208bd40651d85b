import { describeIssues, type IdvResult, type JsonObject, success } from "@idvkit/core";
import { z } from "zod";
import { refuse } from "../refusal.ts";
import { configure } from "./configuration.ts";
import { failureOf } from "./failure.ts";
import type { Login } from "./login.ts";
import type { Network } from "./network.ts";
import { loadOpenIdClient } from "./openid-client.ts";
import type { RelyingPartySettings } from "./settings.ts";
import { exchangeTokens, type TokenExchange } from "./token-exchange.ts";
import { randomValue } from "./transaction.ts";
import { type ServerMetadata, serverMetadataSchema } from "./wire.ts";

/** What is asked of the provider (OpenID Connect CIBA Core 1.0, section 7.1). */
export interface BackchannelRequest {
  scopes: readonly string[];
  /** Whom the provider shall ask. */
  loginHint: string;
  /** `ping`: the provider says when the person is done; the client must be registered for that. */
  delivery: "poll" | "ping";
  acrValues?: readonly string[];
  claims?: JsonObject;
  /** Shown to the person on both devices. */
  bindingMessage?: string;
  requestedExpirySeconds?: number;
  /** Further parameters of this provider. They cannot replace the ones above. */
  additionalParameters?: Readonly<Record<string, string>>;
}

const transactionSchema = z.strictObject({
  server: serverMetadataSchema,
  authReqId: z.string().min(1),
  /** What the provider shows when it pings. */
  clientNotificationToken: z.string().min(1).exactOptional(),
  startedAt: z.iso.datetime(),
});

/** What a relying party must remember of a login that it started by CIBA. Whoever stores it has to seal it. */
export type BackchannelTransaction = z.infer<typeof transactionSchema>;

/** Reads a transaction that was stored as JSON. Fails with `invalid_input`. */
export function readBackchannelTransaction(raw: unknown): IdvResult<BackchannelTransaction> {
  const parsed = transactionSchema.safeParse(raw);
  return parsed.success
    ? success(parsed.data)
    : refuse("invalid_input", describeIssues(parsed.error, "transaction").join("; "));
}

export interface BackchannelAuthentication {
  transaction: BackchannelTransaction;
  /** How long the provider waits for the person. */
  lifetimeMs: number;
  /** The least time between two questions. */
  intervalMs: number;
}

/** What the provider says about a login: proven, not yet, or over. */
export type BackchannelAnswer =
  | { kind: "login"; login: Login }
  | { kind: "wait"; slowDown: boolean }
  | { kind: "ended"; error: string };

const grantType = "urn:openid:params:grant-type:ciba";
/** Section 7.3: where the provider names no interval. */
const defaultIntervalSeconds = 5;
const leastMs = 1_000;

/** Has the provider ask the person. Fails with `unsupported` where the provider cannot do that. */
export async function startBackchannel(
  settings: RelyingPartySettings,
  metadata: ServerMetadata,
  request: BackchannelRequest,
  { network, now }: { network: Network; now: Date },
): Promise<IdvResult<BackchannelAuthentication>> {
  const possible = checkPossible(settings, metadata, request);
  if (!possible.ok) return possible;
  const client = await loadOpenIdClient();
  const configuration = await configure(client, { settings, metadata, network, now });
  if (!configuration.ok) return configuration;
  const clientNotificationToken = request.delivery === "ping" ? randomValue(settings.randomBytes) : undefined;
  try {
    const parameters = parametersOf(request, clientNotificationToken);
    const answer = await client.initiateBackchannelAuthentication(configuration.value, parameters);
    return success({
      transaction: {
        server: metadata,
        authReqId: answer.auth_req_id,
        ...(clientNotificationToken !== undefined && { clientNotificationToken }),
        startedAt: now.toISOString(),
      },
      lifetimeMs: Math.max(leastMs, Math.floor(answer.expires_in * 1000)),
      intervalMs: Math.max(leastMs, Math.ceil((answer.interval ?? defaultIntervalSeconds) * 1000)),
    });
  } catch (thrown) {
    return failureOf(thrown, "backchannel authentication request");
  }
}

function checkPossible(
  { dpop, requestObject }: RelyingPartySettings,
  metadata: ServerMetadata,
  { delivery }: BackchannelRequest,
): IdvResult<undefined> {
  if (dpop || requestObject) return refuse("unsupported", "settings: not in this flow");
  if (metadata.backchannel_authentication_endpoint === undefined) {
    return refuse("unsupported", "metadata.backchannel_authentication_endpoint: missing", {
      reason: "backchannel_not_offered",
    });
  }
  // A provider that names no modes does not follow the specification; it may still know the one that is asked for.
  if (metadata.backchannel_token_delivery_modes_supported?.includes(delivery) === false) {
    return refuse("unsupported", "metadata.backchannel_token_delivery_modes_supported: without this one", {
      reason: "delivery_mode_not_offered",
    });
  }
  return success(undefined);
}

function parametersOf(
  request: BackchannelRequest,
  clientNotificationToken: string | undefined,
): Record<string, string> {
  const { scopes, loginHint, acrValues = [], claims, bindingMessage, requestedExpirySeconds } = request;
  return {
    ...request.additionalParameters,
    scope: scopes.join(" "),
    login_hint: loginHint,
    ...(acrValues.length > 0 && { acr_values: acrValues.join(" ") }),
    ...(claims !== undefined && { claims: JSON.stringify(claims) }),
    ...(bindingMessage !== undefined && { binding_message: bindingMessage }),
    ...(requestedExpirySeconds !== undefined && { requested_expiry: String(requestedExpirySeconds) }),
    ...(clientNotificationToken !== undefined && { client_notification_token: clientNotificationToken }),
  };
}

/** Errors of the token endpoint that are answers (section 11), and those by which the person or the provider ends a login. */
const answers: Readonly<Record<string, BackchannelAnswer>> = {
  authorization_pending: { kind: "wait", slowDown: false },
  slow_down: { kind: "wait", slowDown: true },
  ...Object.fromEntries(
    [
      "access_denied",
      "expired_token",
      "transaction_failed",
      "user_cancelled",
      "login_required",
      "interaction_required",
      "consent_required",
      "unmet_authentication_requirements",
    ].map((error) => [error, { kind: "ended", error }]),
  ),
};

/**
 * Asks the provider once, or goes on with what `store` holds, and proves the login (section 10.1). The library's own loop
 * would hold the caller for minutes.
 */
export async function askBackchannel(
  exchange: TokenExchange & { transaction: BackchannelTransaction },
): Promise<IdvResult<BackchannelAnswer>> {
  const { authReqId } = exchange.transaction;
  const login = await exchangeTokens(exchange, (client, configuration) =>
    client.genericGrantRequest(configuration, grantType, { auth_req_id: authReqId }),
  );
  if (login.ok) return success({ kind: "login", login: login.value });
  const { providerCode = "", httpStatus } = login.error;
  const answer = Object.hasOwn(answers, providerCode) ? answers[providerCode] : undefined;
  if (answer !== undefined) return success(answer);
  if (providerCode !== "invalid_grant") return login;
  return refuse("provider_error", "token request: auth_req_id_refused", {
    reason: "auth_req_id_refused",
    providerCode,
    ...(httpStatus !== undefined && { httpStatus }),
  });
}
