import type { RevocationEvidence } from "./evidence.ts";
import { type DecisionTimes, invalidFrom, isFromTheFuture, isStillListed, timeRefusal } from "./evidence-times.ts";
import type { RevocationReason, RevocationReasonCode } from "./revocation-reasons.ts";

/** What all evidence together says. */
export interface Decision {
  status: "good" | "revoked" | "unknown";
  /** What decided. */
  evidence?: RevocationEvidence;
  /** The revocation that comes after the time that is asked about. */
  later?: RevocationEvidence;
  reasons: readonly RevocationReason[];
}

/**
 * Puts the evidence together. A revocation that is authentic counts however old the data are, as it is final; only one that ends on hold can
 * be taken back. `good` needs data that are current at the time, or newer than it.
 */
export function decide(evidence: readonly RevocationEvidence[], times: DecisionTimes): Decision {
  const present = evidence.filter((one) => !isFromTheFuture(one, times));
  const fromTheFuture = evidence.filter((one) => !present.includes(one));
  const revoked = present.filter((one) => one.statement === "revoked" && invalidFrom(one) <= times.at);
  const released = revoked.filter((one) => isReleased(one, present, times));
  const reasons = [
    ...fromTheFuture.map((one) => told(`${one.source}_not_yet_valid`, one)),
    ...released.map((one) => told("hold_released", one)),
  ];
  const worst = revoked.filter((one) => !released.includes(one)).reduce(graver, undefined);
  if (worst !== undefined)
    return { status: "revoked", evidence: worst, reasons: [...reasons, ...notesOf(worst, times)] };
  const others = present.filter((one) => !revoked.includes(one));
  return decideAmongOthers(others, reasons, times);
}

/** There is no revocation up to the time: what is left says that the certificate is good, or was until it was revoked later. */
function decideAmongOthers(
  evidence: readonly RevocationEvidence[],
  earlierReasons: readonly RevocationReason[],
  times: DecisionTimes,
): Decision {
  const usable = evidence.filter((one) => timeRefusal(one, times) === undefined);
  const best = usable.reduce(newer, undefined);
  const later = evidence.filter(({ statement }) => statement === "revoked").reduce(graver, undefined);
  const refused = evidence.flatMap((one) => {
    const code = timeRefusal(one, times);
    return code === undefined ? [] : [told(code, one)];
  });
  return {
    status: best === undefined ? "unknown" : "good",
    ...(best !== undefined && { evidence: best }),
    ...(later !== undefined && { later }),
    reasons: [
      ...earlierReasons,
      ...refused,
      ...(later === undefined ? [] : [told("revoked_later", later)]),
      ...(best === undefined ? [] : notesOf(best, times)),
    ],
  };
}

/** A hold is over when newer data, that were there at the time, do not have it any more. */
function isReleased(hold: RevocationEvidence, evidence: readonly RevocationEvidence[], times: DecisionTimes): boolean {
  if (!isHold(hold)) return false;
  return evidence.some((one) => {
    const isBetween = one.thisUpdate > hold.thisUpdate && one.thisUpdate.getTime() <= times.at;
    return one.statement !== "revoked" && isBetween && isStillListed(one, times);
  });
}

function isHold({ reason }: RevocationEvidence): boolean {
  return reason === "certificateHold";
}

/** A final revocation before a hold, then the earlier one. */
function graver(left: RevocationEvidence | undefined, right: RevocationEvidence): RevocationEvidence {
  if (left === undefined) return right;
  if (isHold(left) !== isHold(right)) return isHold(left) ? right : left;
  return invalidFrom(right) < invalidFrom(left) ? right : left;
}

function newer(left: RevocationEvidence | undefined, right: RevocationEvidence): RevocationEvidence {
  return left === undefined || right.thisUpdate > left.thisUpdate ? right : left;
}

function notesOf(evidence: RevocationEvidence, { at }: DecisionTimes): RevocationReason[] {
  const { revokedAt, notes } = evidence;
  const isEarlier = revokedAt !== undefined && revokedAt.getTime() > at && invalidFrom(evidence) <= at;
  const codes: readonly RevocationReasonCode[] = isEarlier ? [...notes, "invalid_before_revocation"] : notes;
  return codes.map((code) => told(code, evidence));
}

function told(code: RevocationReasonCode, { source }: RevocationEvidence): RevocationReason {
  return { code, source };
}
