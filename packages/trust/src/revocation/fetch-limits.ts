/** One request for revocation data. */
export interface RevocationFetchRequest {
  /** Only http and https. */
  url: string;
  method: "GET" | "POST";
  body?: Uint8Array;
  contentType?: string;
  /** The fetcher should stop reading there; more is thrown away. */
  maxBytes: number;
  /** The fetcher should give up then; it is not waited for any longer. */
  timeoutMs: number;
}

/**
 * Makes a request and gives the body of a successful answer, else undefined. Addresses come from certificates, that is from whoever sent the
 * document: the fetcher decides which hosts it asks (no private networks).
 */
export type RevocationFetcher = (request: RevocationFetchRequest) => Promise<Uint8Array | undefined>;

/** Limits of what is done online for one certificate. */
export interface RevocationFetchLimits {
  /** For each request. Default 10,000. */
  timeoutMs: number;
  /** Default 262,144. */
  maxOcspBytes: number;
  /** Default 33,554,432. */
  maxCrlBytes: number;
  /** Default 4. */
  maxRequests: number;
}

export const defaultFetchLimits: RevocationFetchLimits = {
  timeoutMs: 10_000,
  maxOcspBytes: 262_144,
  maxCrlBytes: 33_554_432,
  maxRequests: 4,
};
