import type { SimulatedAnswer } from "../answer.ts";
import { bearerToken, SimulatedTokenEndpoint, type TokenEndpointSettings } from "../client-credentials.ts";
import { problem } from "./problem.ts";

interface AdmissionSettings extends Omit<TokenEndpointSettings, "scopes"> {
  apiToken: string;
  /** Requests within a minute. */
  rateLimit: number;
}

const minuteMs = 60_000;

/** Who may call: with the API token or a token of OAuth 2, and not too often. */
export class OnfidoAdmission {
  readonly endpoint: SimulatedTokenEndpoint;
  readonly #settings: AdmissionSettings;
  #apiTokenRevoked = false;
  #admittedAt: number[] = [];

  constructor(settings: AdmissionSettings) {
    this.#settings = settings;
    this.endpoint = new SimulatedTokenEndpoint({ ...settings, scopes: ["all_scopes", null], credentialsInForm: true });
  }

  /** Makes the API token and every token of OAuth 2 worthless. */
  revokeAll(): void {
    this.#apiTokenRevoked = true;
    this.endpoint.revokeAll();
  }

  /** The answer to a call that may not pass; `undefined` lets it pass and counts it. */
  refuse(headers: Headers): SimulatedAnswer | undefined {
    if (!this.#knows(headers.get("authorization"))) {
      return problem(401, "Authorization error: please re-check your credentials");
    }
    const now = this.#settings.now().getTime();
    this.#admittedAt = this.#admittedAt.filter((time) => time > now - minuteMs);
    const oldest = this.#admittedAt[0];
    if (oldest !== undefined && this.#admittedAt.length >= this.#settings.rateLimit) {
      const waitSeconds = Math.max(1, Math.ceil((oldest + minuteMs - now) / 1000));
      const limited = problem(429, "The rate limit has been reached");
      return { ...limited, headers: { ...limited.headers, "retry-after": String(waitSeconds) } };
    }
    this.#admittedAt.push(now);
    return undefined;
  }

  #knows(authorization: string | null): boolean {
    const bearer = bearerToken(authorization);
    if (bearer !== undefined) return this.endpoint.accepts(bearer);
    return !this.#apiTokenRevoked && authorization === `Token token=${this.#settings.apiToken}`;
  }
}
