import { randomBytes } from "node:crypto";
import { DerError } from "../der/der-error.ts";
import { hexOf } from "../der/values.ts";
import type { RevocationSubject } from "./evidence.ts";
import { fetchData, isWebAddress } from "./fetch-data.ts";
import type { RevocationFetcher, RevocationFetchLimits, RevocationFetchRequest } from "./fetch-limits.ts";
import { encodeOcspRequest } from "./ocsp-request.ts";
import type { RevocationData } from "./revocation-data.ts";
import type { RevocationReason } from "./revocation-reasons.ts";

export interface OnlineSettings {
  fetcher: RevocationFetcher;
  limits: RevocationFetchLimits;
  /** Whether OCSP requests carry a nonce. */
  useNonce: boolean;
}

interface PlannedRequest {
  source: "ocsp" | "crl";
  request: RevocationFetchRequest;
  nonce?: string;
}

/** RFC 9654, section 2.1: clients should send 32 bytes. */
const nonceBytes = 32;

/** Asks the addresses in the certificate one after the other, OCSP first, until `isDecided`. Adds what comes to `data`; gives what went wrong. */
export async function askOnline(
  subject: RevocationSubject,
  data: RevocationData,
  { fetcher, limits, useNonce }: OnlineSettings,
  isDecided: () => boolean,
): Promise<readonly RevocationReason[]> {
  const planned = [...plannedRequests(subject, limits, useNonce)];
  if (planned.length === 0) return [{ code: "no_online_address" }];
  const reasons: RevocationReason[] = [];
  for (const [index, { source, request, nonce }] of planned.entries()) {
    if (index >= limits.maxRequests) return [...reasons, { code: "fetch_limit_reached" }];
    const answer = await fetchData(fetcher, request);
    if (typeof answer === "string") reasons.push({ code: answer, source });
    else if (source === "crl") data.addCrl(answer);
    else data.addResponse(answer, nonce);
    if (typeof answer !== "string" && isDecided()) break;
  }
  return reasons;
}

function* plannedRequests(
  subject: RevocationSubject,
  limits: RevocationFetchLimits,
  useNonce: boolean,
): Generator<PlannedRequest> {
  const { timeoutMs } = limits;
  const { ocspUrls, crlDistributionPoints } = subject.certificate;
  for (const url of new Set(ocspUrls.filter(isWebAddress))) {
    const nonce = useNonce ? new Uint8Array(randomBytes(nonceBytes)) : undefined;
    const body = requestBody(subject, nonce);
    if (body === undefined) continue;
    const contentType = "application/ocsp-request";
    const request = { url, method: "POST", body, contentType, maxBytes: limits.maxOcspBytes, timeoutMs } as const;
    yield { source: "ocsp", request, ...(nonce !== undefined && { nonce: hexOf(nonce) }) };
  }
  for (const url of new Set(crlDistributionPoints.filter(isWebAddress))) {
    yield { source: "crl", request: { url, method: "GET", maxBytes: limits.maxCrlBytes, timeoutMs } };
  }
}

function requestBody(subject: RevocationSubject, nonce: Uint8Array | undefined): Uint8Array | undefined {
  try {
    return encodeOcspRequest(subject, nonce);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}
