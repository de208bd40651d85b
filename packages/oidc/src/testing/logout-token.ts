import type { Claims } from "./settings.ts";
import { type SigningPlan, sign } from "./signing.ts";
import { clientOf, type Stage } from "./stage.ts";

const event = "http://schemas.openid.net/event/backchannel-logout";

interface LogoutDefect {
  claims?: (claims: Claims) => Claims;
  signing?: (plan: SigningPlan) => SigningPlan;
}

/** Names of the conformance suite's modules, without `oidcc-client-test-rp-backchannel-rpinitlogout-`. */
export const logoutDefects = {
  "alg-none": { signing: (plan) => ({ ...plan, alg: "none" }) },
  "no-event": { claims: ({ events: _, ...claims }) => claims },
  "with-nonce": { claims: (claims) => ({ ...claims, nonce: "a nonce" }) },
  "wrong-alg": { signing: (plan) => ({ ...plan, alg: plan.alg === "ES256" ? "RS256" : "ES256" }) },
  "wrong-aud": { claims: (claims) => ({ ...claims, aud: "another-client" }) },
  "wrong-event": { claims: (claims) => ({ ...claims, events: { "http://schemas.openid.net/event/other": {} } }) },
  "wrong-iss": { claims: (claims) => ({ ...claims, iss: "https://another-op.example" }) },
} as const satisfies Readonly<Record<string, LogoutDefect>>;

export type LogoutDefectName = keyof typeof logoutDefects;

export interface LogoutTokenRequest {
  clientId?: string;
  sub?: string;
  sid?: string;
  defect?: LogoutDefectName;
}

/** A logout token, good or with one defect (OpenID Connect Back-Channel Logout, section 2.4). */
export async function logoutToken(stage: Stage, request: LogoutTokenRequest): Promise<string> {
  const client = clientOf(stage, request.clientId ?? stage.options.clients[0]?.clientId);
  const defect: LogoutDefect = request.defect === undefined ? {} : logoutDefects[request.defect];
  const claims: Claims = {
    iss: stage.issuer,
    aud: client.clientId,
    iat: stage.seconds(),
    exp: stage.seconds() + 120,
    jti: stage.word(),
    sub: request.sub ?? "person-1",
    ...(request.sid !== undefined && { sid: request.sid }),
    events: { [event]: {} },
  };
  const plan: SigningPlan = { alg: client.idTokenSignedResponseAlg ?? "RS256", typ: "logout+jwt" };
  return sign(stage, defect.claims?.(claims) ?? claims, defect.signing?.(plan) ?? plan, client);
}
