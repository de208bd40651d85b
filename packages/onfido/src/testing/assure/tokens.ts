import { randomUUID } from "node:crypto";
import { json, problem, type SimulatedAnswer } from "../answer.ts";

interface TokenSettings {
  clientId: string;
  clientSecret: string;
  lifetimeSeconds: number;
  now: () => Date;
}

/** Signicat's token endpoint and the check of the tokens that it gave. */
export class SimulatorTokens {
  readonly #settings: TokenSettings;
  readonly #expiryByToken = new Map<string, number>();
  #unknownTokenStatus: 400 | 401 = 401;

  constructor(settings: TokenSettings) {
    this.#settings = settings;
  }

  /** Client credentials grant with client_secret_basic (RFC 6749, sections 2.3.1 and 4.4). */
  issue(authorization: string | null, form: URLSearchParams): SimulatedAnswer {
    const { clientId, clientSecret, lifetimeSeconds, now } = this.#settings;
    if (!sameCredentials(authorization, clientId, clientSecret)) return json(401, { error: "invalid_client" });
    if (form.get("grant_type") !== "client_credentials") return json(400, { error: "unsupported_grant_type" });
    if (form.get("scope") !== "signicat-api") return json(400, { error: "invalid_scope" });
    const token = `simulated.${randomUUID()}`;
    this.#expiryByToken.set(token, now().getTime() + lifetimeSeconds * 1000);
    return json(200, { access_token: token, token_type: "Bearer", expires_in: lifetimeSeconds, scope: "signicat-api" });
  }

  /** Forgets every token. Later calls with one are answered with this status. */
  revoke(status: 400 | 401): void {
    this.#expiryByToken.clear();
    this.#unknownTokenStatus = status;
  }

  /** The answer to a call without a good token; `undefined` lets the call pass. */
  refuse(authorization: string | null): SimulatedAnswer | undefined {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
    const malformed = problem(400, "Malformed Authorization header.");
    if (token === undefined) return malformed;
    const expiresAt = this.#expiryByToken.get(token);
    if (expiresAt !== undefined && expiresAt > this.#settings.now().getTime()) return undefined;
    return this.#unknownTokenStatus === 400 ? malformed : problem(401, "Unauthorized.");
  }
}

function sameCredentials(authorization: string | null, clientId: string, clientSecret: string): boolean {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
  const [id = "", ...secret] = Buffer.from(encoded, "base64").toString().split(":");
  return formDecode(id) === clientId && formDecode(secret.join(":")) === clientSecret;
}

function formDecode(value: string): string {
  return new URLSearchParams(`value=${value}`).get("value") ?? "";
}
