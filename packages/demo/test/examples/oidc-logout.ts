import type { LogoutSubject, RelyingParty } from "@idvkit/oidc";

/** The back-channel logout endpoint (OpenID Connect Back-Channel Logout 1.0, section 2.5 to 2.8). */
export function createLogout(
  party: RelyingParty,
  isNew: (jti: string) => Promise<boolean>, // remembers ids of tokens for some minutes
  endSessions: (subject: LogoutSubject) => Promise<void>, // those of `sid`, else all of `sub`
) {
  return async function logOut(request: Request): Promise<Response> {
    const token = new URLSearchParams(await request.text()).get("logout_token") ?? "";
    const checked = await party.validateLogoutToken(token, { now: new Date() });
    const status = checked.ok && (await isNew(checked.value.jti)) ? 200 : 400;
    if (checked.ok && status === 200) await endSessions(checked.value);
    return new Response(null, { status, headers: { "cache-control": "no-store" } });
  };
}
