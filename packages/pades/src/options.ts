import { failure, IdvError, type IdvResult, success } from "@idvkit/core";
import { type Certificate, parseCertificate, type RevocationFetcher, type TrustedLists } from "@idvkit/trust";
import { defaultLimits, type PdfLimits } from "./verification.ts";

export interface VerifyPdfOptions {
  /** Certificates that are trusted as they are: DER, or what `parseCertificate` gave. Without any, and without lists, trust is `unknown`. */
  anchors?: readonly (Uint8Array | Certificate)[];
  /** Verified trusted lists of `@idvkit/trust/trusted-list`: only they confirm a qualification. */
  trustedLists?: TrustedLists;
  /** The time for which certificates are judged. Default: the time that a timestamp proves, else the current time. */
  at?: Date;
  /** Revocation data beside those in the document. Nothing is fetched without a fetcher. */
  revocation?: {
    crls?: readonly Uint8Array[];
    ocspResponses?: readonly Uint8Array[];
    fetcher?: RevocationFetcher;
  };
  limits?: Partial<PdfLimits>;
  policy?: {
    /** Whether SHA-1, MD5 and short keys make a signature not intact. Default `report`: a warning. */
    weakAlgorithms?: "report" | "refuse";
  };
}

export interface ResolvedOptions extends Omit<VerifyPdfOptions, "anchors" | "limits" | "revocation"> {
  anchors: readonly Certificate[];
  limits: PdfLimits;
  revocation: NonNullable<VerifyPdfOptions["revocation"]>;
  refusesWeakAlgorithms: boolean;
}

/** Fails with `configuration` for an anchor that is no certificate, a limit that is no whole number, and a time that is none. */
export function resolveOptions(options: VerifyPdfOptions): IdvResult<ResolvedOptions> {
  const anchors: Certificate[] = [];
  for (const [index, anchor] of (options.anchors ?? []).entries()) {
    const parsed = anchor instanceof Uint8Array ? parseCertificate(anchor) : success(anchor);
    if (!parsed.ok) return misconfigured(`options.anchors[${index}]: no certificate`);
    anchors.push(parsed.value);
  }
  if (options.at !== undefined && Number.isNaN(options.at.getTime())) return misconfigured("options.at: no time");
  const limits = { ...defaultLimits, ...options.limits };
  for (const name of Object.keys(defaultLimits) as (keyof PdfLimits)[]) {
    if (!Number.isSafeInteger(limits[name]) || limits[name] < 1)
      return misconfigured(`options.limits.${name}: no limit`);
  }
  return success({
    ...options,
    anchors,
    limits,
    revocation: options.revocation ?? {},
    refusesWeakAlgorithms: options.policy?.weakAlgorithms === "refuse",
  });
}

function misconfigured(message: string): IdvResult<never> {
  return failure(new IdvError({ code: "configuration", message }));
}
