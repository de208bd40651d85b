import {
  type EidasLevel,
  type IdvVerdict,
  type MappingContext,
  type TypedContent,
  type VerificationMethod,
  verdictSpellings,
} from "@idvkit/core";
import type { Authentication } from "./authentication.ts";
import { checksOf, evidenceOfKind } from "./documents.ts";
import type { OidcOrder } from "./order.ts";
import { type FoundReason, type ReasonCode, reasonCodes, reasons } from "./reasons.ts";
import { mapSignature } from "./signatures.ts";
import type { VerifiedEntry } from "./verified-entry.ts";
import type { Warn } from "./warnings.ts";

/** How a login ended. */
export interface Outcome {
  verdict: IdvVerdict;
  /** The weightiest reason against it. */
  reason: ReasonCode | undefined;
  found: readonly FoundReason[];
  authentication: Authentication;
  entries: readonly VerifiedEntry[];
  /** The eIDAS level, not above the method's maximum. */
  level: EidasLevel | undefined;
  reference: string | null;
}

const outputs = ["verification", "documentVerification"] as const;

/** The outcome in the forms that the order asks for; DocumentVerification only when documents were evidence. */
export function mapOutcome(outcome: Outcome, context: MappingContext<OidcOrder>, warn: Warn): TypedContent[] {
  const wanted = context.order.outputs ?? outputs;
  const contents: TypedContent[] = [];
  if (wanted.includes("verification")) contents.push(verification(outcome, context, warn));
  const documents = evidenceOfKind(outcome.entries, "document");
  if (wanted.includes("documentVerification") && documents.length > 0) contents.push(documentVerification(outcome));
  return contents;
}

function verification(outcome: Outcome, context: MappingContext<OidcOrder>, warn: Warn): TypedContent<"verification"> {
  const { verdict, reason, reference } = outcome;
  return {
    type: "verification",
    content: {
      status: verdictSpellings[verdict].verification,
      provider: context.order.provider,
      ...proof(outcome),
      verifiedAt: context.now.toISOString(),
      verificationProcessId: reference,
      terminationReason: reason === undefined ? null : { code: reason, message: reasons[reason].sentence },
      methods: methods(outcome, context, warn),
    },
  };
}

/**
 * Framework and level in the words of the verified claims, else the eIDAS level of the login. Under eIDAS only the level
 * that idvkit came to stands: the provider's own word may be higher than its issuer or the method can prove.
 */
function proof({ verdict, entries: [entry], level }: Outcome) {
  if (verdict !== "verified") return { trustFramework: null, assuranceLevel: null };
  if (entry !== undefined && entry.framework !== "eidas") {
    return { trustFramework: entry.framework, assuranceLevel: entry.level ?? null };
  }
  const known = entry !== undefined || level !== undefined;
  return { trustFramework: known ? "eidas" : null, assuranceLevel: level ?? null };
}

function methods(
  { authentication, entries }: Outcome,
  { order, artifacts }: MappingContext<OidcOrder>,
  warn: Warn,
): VerificationMethod[] {
  const { acr, amr, authenticatedAt } = authentication;
  const idToken = artifacts?.idToken;
  const evidence = idToken === undefined ? [] : [{ type: "idToken", ref: idToken }];
  const documents = evidenceOfKind(entries, "document");
  const signatures = evidenceOfKind(entries, "electronic_signature");
  return [
    { type: "electronicIdentification", identityProvider: order.provider, acr, amr, authenticatedAt, evidence },
    ...(documents.length > 0
      ? [{ type: "documentCheck" as const, checks: checksOf(documents, warn), evidence: [] }]
      : []),
    ...signatures.map((signature) => mapSignature(signature, warn)),
  ];
}

function documentVerification({ verdict, found }: Outcome): TypedContent<"documentVerification"> {
  const status = verdictSpellings[verdict].documentVerification;
  const sentences = reasonCodes
    .filter((code) => found.some((reason) => reason.code === code))
    .map((code) => reasons[code].sentence);
  const reason = verdict === "inconclusive" ? `inconclusive: ${sentences.join("; ")}` : sentences.join("; ");
  const content = { verdict: { status, ...(reason !== "" && { reason }) }, issues: [], evidences: [] };
  return { type: "documentVerification", content };
}
