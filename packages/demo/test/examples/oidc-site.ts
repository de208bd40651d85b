import { createHash, randomUUID } from "node:crypto";
import type { DispatchWork, Vault } from "@idvkit/core";
import type { OidcOptions } from "@idvkit/oidc";
import { createLogins, type LoginStore } from "./oidc-log-in.ts";

const cookie = "__Host-login"; // browsers take this name over https alone, and for this host alone

/** What the driver gets of a browser: who reads the database cannot make the cookie. */
function sessionOf(request: Request): string | undefined {
  const id = new RegExp(`(?:^|; *)${cookie}=([\\w-]{36})(?:;|$)`).exec(request.headers.get("cookie") ?? "")?.[1];
  return id === undefined ? undefined : hashOf(id);
}

function hashOf(id: string): string {
  return createHash("sha256").update(id).digest("base64url");
}

export function createSite(options: OidcOptions, store: LoginStore, vault: Vault) {
  const { start, callbacks } = createLogins(options, store, vault, sessionOf);
  // A form that another site sends brings no Lax cookie with it.
  const sameSite = options.responseMode?.startsWith("form_post") ? "None" : "Lax";

  return async function serve(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/idv/")) return callbacks(request);
    if (pathname !== "/login" || request.method !== "POST") return new Response(null, { status: 404 });
    const id = randomUUID();
    const work: DispatchWork = {
      executionId: randomUUID(),
      nodeId: "login",
      attempt: 1,
      browserSession: hashOf(id),
      callbackBaseUrl: "https://rp.example/idv/oidc", // registered at the provider: https://rp.example/idv/oidc/return
      returnUrl: "https://rp.example/welcome",
      inputs: { dataBlocks: [], attributes: {}, subject: {}, consents: [] },
    };
    const location = await start(work);
    const setCookie = `${cookie}=${id}; Path=/; Secure; HttpOnly; SameSite=${sameSite}`;
    return new Response(null, { status: 303, headers: { location, "set-cookie": setCookie } });
  };
}
