import type { Certificate } from "../certificate/certificate.ts";
import type { CriteriaList, Criterion } from "../trusted-list/trusted-list.ts";

/** Whether a certificate meets criteria. `unknown` when it depends on one that is not understood. */
export type CriteriaOutcome = "met" | "notMet" | "unknown";

/** Checks the criteria of a qualification (ETSI TS 119 612, section 5.5.9.2.2). Within one criterion everything named has to be there. */
export function meetsCriteria({ assertion, criteria }: CriteriaList, certificate: Certificate): CriteriaOutcome {
  const outcomes = criteria.map((criterion) => meetsCriterion(criterion, certificate));
  const has = (outcome: CriteriaOutcome) => outcomes.includes(outcome);
  switch (assertion) {
    case "all":
      return has("notMet") ? "notMet" : has("unknown") ? "unknown" : "met";
    case "atLeastOne":
      return has("met") ? "met" : has("unknown") ? "unknown" : "notMet";
    case "none":
      return has("met") ? "notMet" : has("unknown") ? "unknown" : "met";
    default:
      return "unknown";
  }
}

function meetsCriterion(criterion: Criterion, certificate: Certificate): CriteriaOutcome {
  switch (criterion.kind) {
    case "keyUsage":
      return outcomeOf(criterion.bits.every(({ name, isSet }) => (certificate.keyUsage?.has(name) ?? false) === isSet));
    case "policies":
      return outcomeOf(criterion.oids.every((oid) => certificate.policies.includes(oid)));
    case "extendedKeyUsage":
      return outcomeOf(criterion.oids.every((oid) => certificate.extendedKeyUsage?.includes(oid)));
    case "subjectAttributes":
      return outcomeOf(
        criterion.oids.every((oid) => certificate.subject.attributes.some((attribute) => attribute.oid === oid)),
      );
    case "list":
      return meetsCriteria(criterion.list, certificate);
    default:
      return "unknown";
  }
}

function outcomeOf(isMet: boolean): CriteriaOutcome {
  return isMet ? "met" : "notMet";
}
