import {
  type Certificate,
  checkRevocation,
  type PathOptions,
  type PathResult,
  pathReasons,
  type RevocationFetcher,
  verifyCertificatePath,
} from "@idvkit/trust";
import type { CertificateCache } from "../cms/known-certificates.ts";
import type { FindingCode } from "../findings.ts";
import type { Trust } from "../verification.ts";
import { crlOf, ocspResponseOf } from "./revocation-values.ts";

/** What trust is decided by. */
export interface TrustMaterial {
  /** The authorities of trusted lists among them. One array for all calls: paths are looked up by it. */
  anchors: readonly Certificate[];
  certificates: readonly Certificate[];
  crls: readonly Uint8Array[];
  ocspResponses: readonly Uint8Array[];
  fetcher?: RevocationFetcher;
  /** Of timestamps. */
  cache: CertificateCache;
}

export interface TrustDecision {
  trust: Trust;
  path: readonly Certificate[];
  codes: readonly FindingCode[];
}

/** Whether a certificate leads to an anchor at a time, and was not revoked then. Without anchors nothing can be said. */
export async function trustOf(
  certificate: Certificate,
  at: Date,
  material: TrustMaterial,
  purpose?: PathOptions["purpose"],
): Promise<TrustDecision> {
  const { anchors } = material;
  const result = verifyCertificatePath(certificate, {
    anchors,
    intermediates: material.certificates,
    at,
    ...(purpose !== undefined && { purpose }),
  });
  const { path } = result;
  if (anchors.length === 0) return { trust: "unknown", path, codes: [] };
  if (!result.trusted) return { ...failedPath(result), path };
  const revocation = await revocationOfPath(path, at, material);
  if (revocation === "revoked") return { trust: "revoked", path, codes: ["certificate_revoked"] };
  return { trust: "trusted", path, codes: revocation === "unknown" ? ["revocation_unknown"] : [] };
}

/** A path that fails for nothing but time is expired. */
function failedPath({ reasons }: PathResult): Pick<TrustDecision, "trust" | "codes"> {
  const fatal = reasons.filter(({ code }) => pathReasons[code].isFatal);
  const isTime = fatal.length > 0 && fatal.every(({ code }) => timeReasons.has(code));
  return isTime
    ? { trust: "expired", codes: ["certificate_expired"] }
    : { trust: "untrusted", codes: ["certificate_untrusted"] };
}

const timeReasons: ReadonlySet<string> = new Set(["expired", "not_yet_valid"]);

/** Every certificate below the anchor; one that is revoked is enough. */
async function revocationOfPath(
  path: readonly Certificate[],
  at: Date,
  { crls, ocspResponses, certificates, fetcher }: TrustMaterial,
): Promise<"good" | "revoked" | "unknown"> {
  let isKnown = true;
  for (const [index, certificate] of path.slice(0, -1).entries()) {
    const issuer = path[index + 1];
    if (issuer === undefined) break;
    const { status } = await checkRevocation(certificate, issuer, {
      at,
      crls: crls.map(crlOf),
      ocspResponses: ocspResponses.map(ocspResponseOf),
      certificates,
      ...(fetcher !== undefined && { fetcher }),
    });
    if (status === "revoked") return "revoked";
    if (status === "unknown") isKnown = false;
  }
  return isKnown ? "good" : "unknown";
}
