import type { FinalStatus, IdvVerdict, MappedStatus, MappingContext, MappingWarning } from "@idvkit/core";
import type { WireObject } from "../wire-object.ts";
import type { OnfidoAnswer } from "./answer.ts";
import { mapAttributes } from "./attributes.ts";
import { mapDocument } from "./document.ts";
import { type Doubt, findDoubts } from "./doubt.ts";
import { hasExtraDrivingLicenceData } from "./driving-licences.ts";
import { type Examination, examine } from "./examination.ts";
import { type OnfidoOrder, takesFace } from "./order.ts";
import { mapBasicIdentity, mapBiometricSamples, mapExtendedIdentity } from "./person.ts";
import { terminationCode } from "./termination.ts";
import { documentTypeValue, readText, readTime } from "./value-kinds.ts";
import { createValueReader } from "./value-reader.ts";
import { mapOutcome } from "./verification.ts";

/** With such a verdict the verification ran to its end, so that it should have the data of person and document. */
const completeVerdicts: ReadonlySet<IdvVerdict> = new Set(["verified", "rejected", "inconclusive"]);

/**
 * Maps what a channel's answer was reduced to. Verified takes a status that says so and nothing in the whole response,
 * reports and properties included, against it.
 */
export function mapAnswer(answer: OnfidoAnswer, context: MappingContext<OnfidoOrder>): MappedStatus {
  const { status, stated, reference } = answer;
  if (stated === null || (stated === undefined && !answer.concluded)) {
    return { final: false, rawStatus: status, reference };
  }
  const examination = examine(answer);
  const doubts = doubtsOf(stated, answer, examination, context);
  const verdict = stated === undefined || doubts.length > 0 ? "inconclusive" : stated;
  return finalStatus({ answer, context, examination, doubts, verdict });
}

/** Only what would be verified can be doubted; the provider's refusal stands as it is. */
function doubtsOf(
  stated: IdvVerdict | undefined,
  answer: OnfidoAnswer,
  examination: Examination,
  context: MappingContext<OnfidoOrder>,
): Doubt[] {
  if (stated === undefined) return [{ code: "unknown_status", path: "status" }];
  return stated === "verified" ? findDoubts(answer, examination, context) : [];
}

interface Judged {
  answer: OnfidoAnswer;
  context: MappingContext<OnfidoOrder>;
  examination: Examination;
  doubts: Doubt[];
  verdict: IdvVerdict;
}

function finalStatus({ answer, context, examination, doubts, verdict }: Judged): FinalStatus {
  const { status, reference, endedAt } = answer;
  const values = createValueReader(answer, completeVerdicts.has(verdict));
  const verifiedAt = readTime(endedAt?.value);
  const data = [
    ...mapBasicIdentity(values),
    ...mapExtendedIdentity(values),
    ...mapDocument(values, context),
    ...mapBiometricSamples(context),
  ];
  const outcome = mapOutcome(
    {
      verdict,
      verifiedAt: verifiedAt ?? context.now.toISOString(),
      reference,
      terminationCode: terminationCode(verdict, answer),
      examination,
      doubts: doubts.map(({ code }) => code),
    },
    context,
  );
  return {
    final: true,
    verdict,
    rawStatus: status,
    reference,
    contents: [...data, ...outcome],
    ...proof(verdict, context.order),
    identifiers: [],
    attributes: mapAttributes(answer),
    warnings: [
      ...doubts,
      ...examination.warnings,
      ...values.warnings,
      ...timeWarning(verifiedAt, endedAt),
      ...licenceWarning(answer, context.order),
    ],
  };
}

/** A document that no face was compared with says less about who holds it (NIST SP 800-63A, evidence and verification). */
function proof(verdict: IdvVerdict, { processType }: OnfidoOrder): Pick<FinalStatus, "amr" | "assurance"> {
  if (verdict !== "verified") return { amr: [] };
  return takesFace(processType)
    ? { amr: ["face"], assurance: { evidenceStrength: "strong" } }
    : { amr: [], assurance: { evidenceStrength: "fair" } };
}

/** Extra data was asked for, and Onfido has none for the licences of this issuer. The code names the list. */
function licenceWarning({ finalResult, document }: OnfidoAnswer, order: OnfidoOrder): MappingWarning[] {
  if (order.drivingLicenceExtras !== true) return [];
  const { documentType, issuingCountry, issuingState } = { ...document?.data, ...finalResult } as WireObject;
  if (documentTypeValue.read(documentType) !== "DRIVING_LICENSE") return [];
  const country = readText(issuingCountry);
  if (country === undefined || hasExtraDrivingLicenceData(country, readText(issuingState)) !== false) return [];
  return [{ code: "not_in_driving_licences_with_extra_data", path: "documentVerification.issuingCountry" }];
}

function timeWarning(verifiedAt: string | undefined, endedAt: OnfidoAnswer["endedAt"]): MappingWarning[] {
  if (verifiedAt !== undefined || endedAt === undefined) return [];
  return [{ code: (endedAt.value ?? null) === null ? "missing_value" : "unreadable_value", path: endedAt.path }];
}
