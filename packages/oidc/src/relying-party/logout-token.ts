import { type IdvResult, type JsonObject, success } from "@idvkit/core";
import { refuse } from "../refusal.ts";
import { decryptToken } from "./decryption.ts";
import type { RelyingPartySettings } from "./settings.ts";
import { type KeySource, verifyJws } from "./signature.ts";
import type { ServerMetadata } from "./wire.ts";

/** Whose sessions end: of a subject, or one session. One of the two is there. */
export interface LogoutSubject {
  sub?: string;
  sid?: string;
  /** Id of the token: the caller refuses one that it has seen. */
  jti: string;
}

const logoutEvent = "http://schemas.openid.net/event/backchannel-logout";

/** The rules of OpenID Connect Back-Channel Logout 1.0, section 2.6, each with the reason that a refusal bears. */
const checks: readonly (readonly [
  reason: string,
  holds: (
    claims: JsonObject,
    expected: { issuer: string; clientId: string; now: number; tolerance: number },
  ) => boolean,
])[] = [
  ["logout_token_issuer_mismatch", ({ iss }, { issuer }) => iss === issuer],
  ["logout_token_audience_mismatch", ({ aud }, { clientId }) => (Array.isArray(aud) ? aud : [aud]).includes(clientId)],
  ["logout_token_issued_at_missing", ({ iat }) => typeof iat === "number"],
  ["logout_token_issued_in_future", ({ iat }, { now, tolerance }) => Number(iat) <= now + tolerance],
  ["logout_token_expired", ({ exp }, { now, tolerance }) => typeof exp === "number" && exp > now - tolerance],
  ["logout_token_id_missing", ({ jti }) => typeof jti === "string" && jti !== ""],
  ["logout_token_subject_missing", ({ sub, sid }) => isText(sub) || isText(sid)],
  ["logout_token_event_missing", ({ events }) => isObject(events)],
  ["logout_token_event_mismatch", ({ events }) => isObject(events) && Object.hasOwn(events, logoutEvent)],
  ["logout_token_event_unreadable", ({ events }) => isObject(events) && isObject(events[logoutEvent])],
  ["logout_token_with_nonce", ({ nonce }) => nonce === undefined],
];

/** Fails with `invalid_callback` and a reason; with the network's errors when keys cannot be fetched. */
export async function validateLogoutToken(
  token: string,
  settings: RelyingPartySettings,
  { metadata, keys, now }: { metadata: ServerMetadata; keys: KeySource; now: Date },
): Promise<IdvResult<LogoutSubject>> {
  const jws = await decryptToken(token, settings, "logout_token");
  const verified = jws.ok
    ? await verifyJws(jws.value, keys, {
        name: "logout_token",
        algorithms: [settings.idTokenSignedResponseAlg ?? "RS256"],
      })
    : jws;
  if (!verified.ok) {
    const { code, message, reason } = verified.error;
    return code === "invalid_response" && reason !== undefined
      ? refuse("invalid_callback", message, { reason })
      : verified;
  }
  const { claims } = verified.value;
  const expected = {
    issuer: metadata.issuer,
    clientId: settings.clientId,
    now: now.getTime() / 1000,
    tolerance: settings.clockToleranceSeconds,
  };
  const failed = checks.find(([, holds]) => !holds(claims, expected));
  if (failed !== undefined) return refuse("invalid_callback", `logoutToken: ${failed[0]}`, { reason: failed[0] });
  const { sub, sid, jti } = claims;
  return success({
    jti: String(jti),
    ...(isText(sub) && { sub }),
    ...(isText(sid) && { sid }),
  });
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
