import {
  type FinalStatus,
  type IdvResult,
  type IdvVerdict,
  type MappedStatus,
  type MappingContext,
  type MappingWarning,
  meetsAssurance,
  success,
} from "@idvkit/core";
import { refuse } from "../refusal.ts";
import { readAnswer, unwrapJsonClaims } from "./answer.ts";
import { isExpectedSubject, mapAttributes, missingAttributes } from "./attributes.ts";
import { readAuthentication } from "./authentication.ts";
import { own, readText } from "./claim-value.ts";
import { type ClaimViews, viewClaims, warnElsewhere } from "./claim-views.ts";
import { evidenceOfKind, mapDocuments } from "./documents.ts";
import { type AchievedLevel, achievedLevel, isAcceptedAcr } from "./levels.ts";
import type { OidcAnswer, OidcOrder } from "./order.ts";
import { mapPerson } from "./person.ts";
import { choosePersonSource } from "./person-source.ts";
import { type FoundReason, reasons, weightiest } from "./reasons.ts";
import { mapOutcome } from "./verification.ts";
import { readVerifiedClaims, type VerifiedClaims } from "./verified-claims.ts";
import type { Warn } from "./warnings.ts";

/**
 * Maps what a provider answered to a login: an `OidcAnswer`, the claims of the ID token and of userinfo whose signatures
 * and senders have been checked. Pure and total: it never throws, whatever the value is, and its outcome is always final.
 * Verified takes that everything that the order asks for holds. Fails with `invalid_response` when the value is no
 * answer, or userinfo is about another subject (OpenID Connect Core, 5.3.2).
 */
export function mapClaims(raw: unknown, context: MappingContext<OidcOrder>): IdvResult<MappedStatus> {
  try {
    const reading = readAnswer(raw);
    if ("wrong" in reading) return refuse("invalid_response", reading.wrong);
    return success(mapAnswer(reading.answer, context));
  } catch {
    // Only a value that did not come out of JSON gets here: its accessors throw.
    return refuse("invalid_response", "answer: cannot be read");
  }
}

function mapAnswer(received: OidcAnswer, context: MappingContext<OidcOrder>): FinalStatus {
  const { order, now } = context;
  const warnings: MappingWarning[] = [];
  const warn: Warn = (code, path) => {
    if (!warnings.some((warning) => warning.code === code && warning.path === path)) warnings.push({ code, path });
  };
  const answer = unwrapJsonClaims(received, order, warn);
  const verified = readVerifiedClaims(answer, order, now, warn);
  const views = viewClaims(answer, verified);
  const authentication = readAuthentication(views, order, warn);
  const level = achievedLevel(authentication.acr, verified, order, warn);
  const { attributes, identifiers } = mapAttributes(views, order, warn);
  const found: FoundReason[] = [
    ...claimReasons(views, verified, order, warn),
    ...levelReasons(authentication.acr, level, order),
    ...missingAttributes(attributes, order).map((name) => missing(name)),
  ];
  for (const { code, path } of found) warn(code, path);
  const reason = weightiest(found);
  const verdict: IdvVerdict = reason === undefined ? "verified" : reasons[reason].verdict;
  const reference = referenceOf(answer, verified);
  const outcome = {
    verdict,
    reason,
    found,
    authentication,
    entries: verified.accepted,
    level: level.capped,
    reference,
  };
  return {
    final: true,
    verdict,
    rawStatus: verified.failedLevel ?? "authenticated",
    reference,
    contents: [
      ...personContents(views, verified, order, warn),
      ...mapDocuments(evidenceOfKind(verified.accepted, "document"), warn),
      ...mapOutcome(outcome, context, warn),
    ],
    ...(verdict === "verified" && level.stated !== undefined && { assurance: { eidas: level.stated } }),
    amr: verdict === "verified" ? authentication.amr : [],
    identifiers,
    attributes,
    warnings,
  };
}

function personContents(views: ClaimViews, verified: VerifiedClaims, order: OidcOrder, warn: Warn) {
  const source = choosePersonSource(views, verified, order);
  if (source !== undefined) return mapPerson(source, order, warn);
  warn("unverified_identity", "verified_claims");
  return [];
}

function claimReasons(views: ClaimViews, verified: VerifiedClaims, order: OidcOrder, warn: Warn): FoundReason[] {
  const found: FoundReason[] = [];
  if (verified.failedLevel !== undefined) {
    found.push({ code: "verification_failed", path: "verified_claims.verification.assurance_level" });
  }
  if (!isExpectedSubject(views, order.subjectBinding, warn)) {
    found.push({ code: "subject_mismatch", path: order.subjectBinding?.sourceAttribute ?? "sub" });
  }
  if (!verified.met) {
    warnElsewhere([views.idToken, views.userInfo], "verified_claims", warn);
    found.push({ code: "verified_claims_not_met", path: "verified_claims" });
  }
  return found;
}

function levelReasons(acr: string | null, level: AchievedLevel, order: OidcOrder): FoundReason[] {
  const { acrClaim = "acr", requiredLevel } = order;
  const found: FoundReason[] = [];
  if (!isAcceptedAcr(acr, order)) found.push({ code: "acr_not_met", path: acrClaim });
  const achieved = level.capped === undefined ? {} : { eidas: level.capped };
  if (requiredLevel !== undefined && !meetsAssurance(achieved, { eidas: requiredLevel })) {
    found.push({ code: "level_not_reached", path: acrClaim });
  }
  return found;
}

function missing(name: string): FoundReason {
  return { code: "attribute_missing", path: `attributes.${name}` };
}

/** The transaction that the ID token names, else the process of the verified claims. */
function referenceOf({ idToken }: OidcAnswer, { accepted: [entry] }: VerifiedClaims): string | null {
  return readText(own(idToken, "txn")) ?? readText(own(entry?.verification, "verification_process")) ?? null;
}
