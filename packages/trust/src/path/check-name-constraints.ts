import type { Certificate } from "../certificate/certificate.ts";
import type { GeneralName } from "../certificate/general-name.ts";
import type { NameConstraints } from "../certificate/name-constraints.ts";
import { isNameInSubtree } from "./name-subtree.ts";
import type { PathReason, PathReasonCode } from "./path-reasons.ts";
import { isSelfIssued } from "./search-paths.ts";

const emailAddressOid = "1.2.840.113549.1.9.1";

/** Comparisons of one certificate with one set of constraints; no real one needs a hundredth of it. */
const maxComparisons = 20_000;

/**
 * Holds the names of each certificate to the constraints of the CAs above it (RFC 5280, sections 4.2.1.10 and 6.1.3, (b) and (c)). CAs that
 * issue to themselves are left out, the leaf never.
 */
export function checkNameConstraints(certificates: readonly Certificate[]): readonly PathReason[] {
  return certificates.flatMap((certificate, index) => {
    if (index > 0 && isSelfIssued(certificate)) return [];
    const constraints = certificates.slice(index + 1).flatMap(({ nameConstraints }) => nameConstraints ?? []);
    if (constraints.length === 0) return [];
    const names = namesOf(certificate);
    const codes = new Set(constraints.flatMap((constraint) => checkNames(names, constraint)));
    return [...codes].map((code) => ({ code, index }));
  });
}

function namesOf({ subject, subjectAlternativeNames }: Certificate): readonly GeneralName[] {
  const names: GeneralName[] = [...subjectAlternativeNames];
  if (subject.attributes.length > 0) names.push({ form: "directoryName", name: subject });
  for (const { oid, value } of subject.attributes) {
    if (oid === emailAddressOid) names.push({ form: "rfc822Name", value });
  }
  return names;
}

function checkNames(
  names: readonly GeneralName[],
  { permitted, excluded }: NameConstraints,
): readonly PathReasonCode[] {
  if (names.length * (permitted.length + excluded.length) > maxComparisons) return ["name_constraint_undecided"];
  return names.flatMap((name) => {
    const isExcluded = matches(name, excluded, "excluded");
    const relevant = permitted.filter((base) => isSameForm(name, base));
    const isPermitted = relevant.length === 0 ? [true] : matches(name, relevant, "permitted");
    if (isExcluded.includes(true)) return ["name_excluded" as const];
    if (isExcluded.includes(undefined)) return ["name_constraint_undecided" as const];
    if (isPermitted.includes(true)) return [];
    return [isPermitted.includes(undefined) ? ("name_constraint_undecided" as const) : ("name_not_permitted" as const)];
  });
}

function matches(
  name: GeneralName,
  bases: readonly GeneralName[],
  use: "permitted" | "excluded",
): readonly (boolean | undefined)[] {
  return bases.filter((base) => isSameForm(name, base)).map((base) => isNameInSubtree(name, base, use));
}

function isSameForm(name: GeneralName, base: GeneralName): boolean {
  if (name.form === "other" && base.form === "other") return name.tagNumber === base.tagNumber;
  return name.form === base.form;
}
