import type { Claims, SimulatedPerson } from "./settings.ts";

export type Parameters = Record<string, string>;

/** A person's consent to one client: what a code or a CIBA request stands for. */
export interface Grant {
  clientId: string;
  person: SimulatedPerson;
  scope: string;
  authTime: number;
  nonce?: string;
  /** The `claims` parameter. */
  claims: Claims;
  acrValues: readonly string[];
}

export interface CodeGrant extends Grant {
  redirectUri: string;
  codeChallenge?: string;
  /** Thumbprint of the key that the code is bound to (RFC 9449, section 10). */
  dpopThumbprint?: string;
  expiresAt: number;
  used: boolean;
}

export interface AccessToken {
  grant: Grant;
  expiresAt: number;
  dpopThumbprint?: string;
}

interface PushedRequest {
  clientId: string;
  parameters: Parameters;
  dpopThumbprint?: string;
  expiresAt: number;
}

export interface BackchannelRequest {
  authReqId: string;
  clientId: string;
  parameters: Parameters;
  expiresAt: number;
  intervalSeconds: number;
  lastPollAt?: number;
  notificationToken?: string;
  outcome?: Grant | { error: string };
  used: boolean;
}

/** What the provider remembers. */
export class SimulatorStore {
  readonly pushed = new Map<string, PushedRequest>();
  readonly codes = new Map<string, CodeGrant>();
  readonly accessTokens = new Map<string, AccessToken>();
  readonly backchannel = new Map<string, BackchannelRequest>();
  readonly #seen = new Set<string>();

  /** Whether this id of an assertion or proof is new; remembers it. */
  firstSight(kind: string, id: string): boolean {
    const name = `${kind} ${id}`;
    if (this.#seen.has(name)) return false;
    this.#seen.add(name);
    return true;
  }
}
