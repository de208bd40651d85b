import { z } from "zod";

/** A token response as it was received, before anybody has read it. */
export interface StoredTokenResponse {
  /** ISO 8601. Its tokens are checked against this time, whenever that is done. */
  receivedAt: string;
  contentType: string;
  body: string;
}

/**
 * Where the answer to a code is kept: a provider gives it only once. `save` is done before the answer is read, so that a
 * crash while it is read loses nothing.
 */
export interface TokenResponseStore {
  load(): Promise<StoredTokenResponse | null>;
  save(response: StoredTokenResponse): Promise<void>;
}

const storedSchema = z.strictObject({ receivedAt: z.iso.datetime(), contentType: z.string(), body: z.string() });

/** Reads what {@link TokenResponseStore} has kept. */
export function parseStoredTokenResponse(text: string): StoredTokenResponse | null {
  try {
    return storedSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A page of a gateway with status 200, or half an answer, holds no tokens and is not kept. */
export function isJsonObject(body: string): boolean {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
  } catch {
    return false;
  }
}

/** For callers without a vault: nothing survives the process. */
export function volatileTokenStore(): TokenResponseStore {
  let held: StoredTokenResponse | null = null;
  return {
    load: async () => held,
    save: async (response) => {
      held = response;
    },
  };
}
