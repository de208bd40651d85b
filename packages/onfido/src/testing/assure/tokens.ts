import type { SimulatedAnswer } from "../answer.ts";
import { bearerToken, SimulatedTokenEndpoint, type TokenEndpointSettings } from "../client-credentials.ts";
import { problem } from "./problem.ts";

/** Signicat's token endpoint and the check of the tokens that it gave. */
export class SimulatorTokens {
  readonly #endpoint: SimulatedTokenEndpoint;
  #unknownTokenStatus: 400 | 401 = 401;

  constructor(settings: Omit<TokenEndpointSettings, "scopes">) {
    this.#endpoint = new SimulatedTokenEndpoint({ ...settings, scopes: ["signicat-api"] });
  }

  issue(authorization: string | null, form: URLSearchParams): SimulatedAnswer {
    return this.#endpoint.issue(authorization, form);
  }

  /** Forgets every token. Later calls with one are answered with this status. */
  revoke(status: 400 | 401): void {
    this.#endpoint.revokeAll();
    this.#unknownTokenStatus = status;
  }

  /** The answer to a call without a good token; `undefined` lets the call pass. */
  refuse(authorization: string | null): SimulatedAnswer | undefined {
    const token = bearerToken(authorization);
    const malformed = problem(400, "Malformed Authorization header.");
    if (token === undefined) return malformed;
    if (this.#endpoint.accepts(token)) return undefined;
    return this.#unknownTokenStatus === 400 ? malformed : problem(401, "Unauthorized.");
  }
}
