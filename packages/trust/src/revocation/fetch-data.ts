import type { RevocationFetcher, RevocationFetchRequest } from "./fetch-limits.ts";
import type { RevocationReasonCode } from "./revocation-reasons.ts";

/** Calls the fetcher and holds it to the limits of the request. Never throws. */
export async function fetchData(
  fetcher: RevocationFetcher,
  request: RevocationFetchRequest,
): Promise<Uint8Array | RevocationReasonCode> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<RevocationReasonCode>((resolve) => {
    timer = setTimeout(() => resolve("fetch_timed_out"), request.timeoutMs);
  });
  try {
    const answer = await Promise.race([answerOf(fetcher, request), timeout]);
    if (typeof answer === "string") return answer;
    return answer.length > request.maxBytes ? "fetch_too_large" : answer;
  } finally {
    clearTimeout(timer);
  }
}

async function answerOf(
  fetcher: RevocationFetcher,
  request: RevocationFetchRequest,
): Promise<Uint8Array | RevocationReasonCode> {
  try {
    const bytes: unknown = await fetcher(request);
    return bytes instanceof Uint8Array ? bytes : "fetch_failed";
  } catch {
    return "fetch_failed";
  }
}

/** Whether an address out of a certificate may be asked: http or https, without a user. */
export function isWebAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  return (protocol === "http:" || protocol === "https:") && username === "" && password === "";
}
