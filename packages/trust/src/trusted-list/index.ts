export type { TrustedListReason } from "./list-error.ts";
export { readTrustedList, type TrustedListLimits, type TrustedListOptions } from "./read-trusted-list.ts";
export { readTrustedLists, type TrustedListsOptions, type VerifiedLists } from "./read-trusted-lists.ts";
export {
  type CriteriaAssertion,
  type CriteriaList,
  type Criterion,
  type ListPointer,
  periodAt,
  type Qualification,
  type ServicePeriod,
  type TrustedList,
  type TrustedListFinding,
  type TrustedListFindingCode,
  type TrustedService,
} from "./trusted-list.ts";
export { createTrustedLists, qualifiedAuthorityType, type ServiceMatch, type TrustedLists } from "./trusted-lists.ts";
