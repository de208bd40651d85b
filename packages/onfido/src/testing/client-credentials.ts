import { randomUUID } from "node:crypto";
import { json, type SimulatedAnswer } from "./answer.ts";

export interface TokenEndpointSettings {
  clientId: string;
  clientSecret: string;
  lifetimeSeconds: number;
  now: () => Date;
  /** What `scope` may be in the form; `null` for a form without it. */
  scopes: readonly (string | null)[];
  /** The credentials may also stand in the form (client_secret_post). */
  credentialsInForm?: true;
}

/** A token endpoint for the client credentials grant (RFC 6749, sections 2.3.1 and 4.4), and the tokens that it gave. */
export class SimulatedTokenEndpoint {
  readonly #settings: TokenEndpointSettings;
  readonly #expiryByToken = new Map<string, number>();

  constructor(settings: TokenEndpointSettings) {
    this.#settings = settings;
  }

  issue(authorization: string | null, form: URLSearchParams): SimulatedAnswer {
    const { lifetimeSeconds, now, scopes } = this.#settings;
    if (!this.#knows(authorization, form)) return json(401, { error: "invalid_client" });
    if (form.get("grant_type") !== "client_credentials") return json(400, { error: "unsupported_grant_type" });
    const scope = form.get("scope");
    if (!scopes.includes(scope)) return json(400, { error: "invalid_scope" });
    const token = `simulated.${randomUUID()}`;
    this.#expiryByToken.set(token, now().getTime() + lifetimeSeconds * 1000);
    return json(200, {
      access_token: token,
      token_type: "Bearer",
      expires_in: lifetimeSeconds,
      scope: scope ?? scopes[0],
    });
  }

  /** Whether a token was given, is not revoked and not over. */
  accepts(token: string): boolean {
    const expiresAt = this.#expiryByToken.get(token);
    return expiresAt !== undefined && expiresAt > this.#settings.now().getTime();
  }

  revokeAll(): void {
    this.#expiryByToken.clear();
  }

  #knows(authorization: string | null, form: URLSearchParams): boolean {
    const { clientId, clientSecret, credentialsInForm } = this.#settings;
    if (authorization === null && credentialsInForm) {
      return form.get("client_id") === clientId && form.get("client_secret") === clientSecret;
    }
    const encoded = /^Basic (\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
    const [id = "", ...secret] = Buffer.from(encoded, "base64").toString().split(":");
    return formDecode(id) === clientId && formDecode(secret.join(":")) === clientSecret;
  }
}

/** The token of a header `Bearer <token>`. */
export function bearerToken(authorization: string | null): string | undefined {
  return /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
}

function formDecode(value: string): string {
  return new URLSearchParams(`value=${value}`).get("value") ?? "";
}
