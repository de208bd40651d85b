import type { Certificate } from "../certificate/certificate.ts";
import { anyPolicy } from "../certificate/certificate-policies.ts";
import type { PathReason } from "./path-reasons.ts";
import { isSelfIssued } from "./search-paths.ts";

/** What holds between two certificates of a path; the counts say after how many more certificates a rule begins (RFC 5280, section 6.1.2). */
interface PolicyState {
  /** The policies that the certificate above hands down; empty is what the RFC calls a tree that is NULL. */
  policies: ReadonlySet<string>;
  explicitPolicy: number;
  policyMapping: number;
  inhibitAnyPolicy: number;
}

/**
 * Policies of the path, from the anchor down, with every policy welcome to the caller: a path fails only when a CA asks that there is one
 * and there is none (RFC 5280, sections 6.1.3 (d) to (f), 6.1.4 (a) to (j), 6.1.5). `certificates`: leaf first, anchor last.
 */
export function checkPolicies(certificates: readonly Certificate[]): readonly PathReason[] {
  const never = certificates.length + 1;
  let state: PolicyState = {
    policies: new Set([anyPolicy]),
    explicitPolicy: never,
    policyMapping: never,
    inhibitAnyPolicy: never,
  };
  for (let index = certificates.length - 2; index >= 0; index--) {
    const certificate = certificates[index];
    if (certificate === undefined) break;
    if (index > 0 && mapsAnyPolicy(certificate)) return [{ code: "policy_not_permitted", index }];
    state = { ...state, policies: policiesAt(certificate, state, index === 0) };
    if (state.policies.size === 0 && state.explicitPolicy <= 0) return [{ code: "policy_not_permitted", index }];
    state = index === 0 ? atTheEnd(certificate, state) : handedDown(certificate, state);
  }
  const isMissing = state.policies.size === 0 && state.explicitPolicy <= 0;
  return isMissing ? [{ code: "policy_not_permitted", index: 0 }] : [];
}

/** Not allowed: it would let everything through, or nothing (RFC 5280, section 6.1.4 (a)). */
function mapsAnyPolicy({ policyMappings }: Certificate): boolean {
  return policyMappings.some(({ issuerPolicy, subjectPolicy }) => [issuerPolicy, subjectPolicy].includes(anyPolicy));
}

function policiesAt(certificate: Certificate, state: PolicyState, isLeaf: boolean): ReadonlySet<string> {
  const { policies: expected, inhibitAnyPolicy } = state;
  const isAnyExpected = expected.has(anyPolicy);
  const named = certificate.policies.filter((policy) => policy !== anyPolicy);
  const found = new Set(named.filter((policy) => isAnyExpected || expected.has(policy)));
  const mayBeAny = inhibitAnyPolicy > 0 || (!isLeaf && isSelfIssued(certificate));
  if (certificate.policies.includes(anyPolicy) && mayBeAny) for (const policy of expected) found.add(policy);
  return found;
}

function handedDown(certificate: Certificate, state: PolicyState): PolicyState {
  const { policyConstraints: { requireExplicitPolicy, inhibitPolicyMapping } = {} } = certificate;
  const step = isSelfIssued(certificate) ? 0 : 1;
  return {
    policies: mapped(certificate, state),
    explicitPolicy: Math.min(state.explicitPolicy - step, requireExplicitPolicy ?? Number.POSITIVE_INFINITY),
    policyMapping: Math.min(state.policyMapping - step, inhibitPolicyMapping ?? Number.POSITIVE_INFINITY),
    inhibitAnyPolicy: Math.min(state.inhibitAnyPolicy - step, certificate.inhibitAnyPolicy ?? Number.POSITIVE_INFINITY),
  };
}

/** A mapped policy is replaced by those that it stands for; where mapping is no longer allowed it is dropped. */
function mapped({ policyMappings }: Certificate, { policies, policyMapping }: PolicyState): ReadonlySet<string> {
  const isAllowed = policyMapping > 0;
  const replaced = new Set(policyMappings.map(({ issuerPolicy }) => issuerPolicy));
  const handed = new Set([...policies].filter((policy) => !replaced.has(policy)));
  for (const { issuerPolicy, subjectPolicy } of isAllowed ? policyMappings : []) {
    if (policies.has(issuerPolicy) || policies.has(anyPolicy)) handed.add(subjectPolicy);
  }
  return handed;
}

function atTheEnd(certificate: Certificate, state: PolicyState): PolicyState {
  const { policyConstraints } = certificate;
  if (policyConstraints?.requireExplicitPolicy === 0) return { ...state, explicitPolicy: 0 };
  return { ...state, explicitPolicy: state.explicitPolicy - 1 };
}
