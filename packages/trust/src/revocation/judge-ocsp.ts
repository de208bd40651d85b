import { DerError } from "../der/der-error.ts";
import { hexOf } from "../der/values.ts";
import { digestName, digestOfChunks } from "../signature/digests.ts";
import {
  aboutOthers,
  type RevocationEvidence,
  type RevocationJudgement,
  type RevocationSubject,
  unusable,
} from "./evidence.ts";
import { isCertificateId } from "./ocsp-certificate-id.ts";
import { checkResponder, type ResponderSettings } from "./ocsp-responder.ts";
import type { BasicOcspResponse, OcspResponse } from "./ocsp-response.ts";
import type { OcspSingleResponse } from "./ocsp-single-response.ts";
import type { RevocationReasonCode } from "./revocation-reasons.ts";

export interface OcspJudgeSettings extends ResponderSettings {
  /** Hexadecimal; what our own request sent. A response may leave it out, but not have another. */
  nonce?: string;
}

/** What an OCSP response says about a certificate (RFC 6960, section 3.2). */
export function judgeOcsp(
  response: OcspResponse,
  subject: RevocationSubject,
  settings: OcspJudgeSettings,
): RevocationJudgement {
  if (response.status !== "successful") return unusable("ocsp_no_answer");
  try {
    return judgeBasic(response.basic, subject, settings);
  } catch (error) {
    if (error instanceof DerError) return unusable("ocsp_unreadable");
    throw error;
  }
}

function judgeBasic(
  basic: BasicOcspResponse,
  subject: RevocationSubject,
  settings: OcspJudgeSettings,
): RevocationJudgement {
  const answers = basic.responses.filter(({ certificateId }) => isCertificateId(certificateId, subject));
  if (answers.length === 0) return aboutOthers;
  if (basic.hasUnknownCritical) return unusable("ocsp_unknown_critical_extension");
  if (settings.nonce !== undefined && basic.nonce !== undefined && settings.nonce !== basic.nonce) {
    return unusable("ocsp_nonce_mismatch");
  }
  const responder = checkResponder(basic, subject, settings);
  if (!responder.isAccepted) return unusable(responder.reason);
  const refusals = answers.map((answer) => refusalOf(answer, subject));
  return {
    evidence: answers.filter((_, index) => refusals[index] === undefined).map(evidenceFrom(basic, responder.notes)),
    reasons: refusals.filter((refusal) => refusal !== undefined),
  };
}

function refusalOf(answer: OcspSingleResponse, subject: RevocationSubject): RevocationReasonCode | undefined {
  if (answer.hasUnknownCritical) return "ocsp_unknown_critical_extension";
  if (answer.status === "unknown") return "ocsp_status_unknown";
  return isHashOf(answer, subject) === false ? "ocsp_certificate_hash_mismatch" : undefined;
}

/** Undefined when the response has no hash, or one that is not known. */
function isHashOf({ certificateHash }: OcspSingleResponse, { certificate }: RevocationSubject): boolean | undefined {
  const hash = certificateHash && digestName(certificateHash.hashOid);
  return hash && certificateHash?.hash === hexOf(digestOfChunks(hash, [certificate.raw]));
}

function evidenceFrom(basic: BasicOcspResponse, notes: readonly RevocationReasonCode[]) {
  return (answer: OcspSingleResponse): RevocationEvidence => ({
    source: "ocsp",
    statement: answer.status === "good" ? "good" : "revoked",
    ...(answer.revokedAt !== undefined && { revokedAt: answer.revokedAt }),
    ...(answer.reason !== undefined && { reason: answer.reason }),
    thisUpdate: answer.thisUpdate,
    ...(answer.nextUpdate !== undefined && { nextUpdate: answer.nextUpdate }),
    producedAt: basic.producedAt,
    ...(answer.archiveCutoff !== undefined && { expiredListedSince: answer.archiveCutoff }),
    isPositive: answer.certificateHash !== undefined && digestName(answer.certificateHash.hashOid) !== undefined,
    raw: basic.raw,
    notes,
  });
}
