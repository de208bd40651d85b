import {
  type IdvVerdict,
  type MappingContext,
  type TypedContent,
  type Verification,
  verdictSpellings,
} from "@idvkit/core";
import { type DoubtCode, doubtReasons } from "./doubt.ts";
import type { Examination } from "./examination.ts";
import type { OnfidoOrder } from "./order.ts";

/** How a process ended. */
export interface Outcome {
  verdict: IdvVerdict;
  verifiedAt: string;
  reference: string | null;
  terminationCode: string | null;
  examination: Pick<Examination, "issues" | "checks">;
  doubts: readonly DoubtCode[];
}

const outputs = ["verification", "documentVerification"] as const;

/** Files that back the outcome, by their name among the artifacts. All are analysis reports of the provider. */
const reportArtifacts = ["documentReport", "facialReport", "checkReport", "signedEvidenceFile"] as const;

/** What else backs it. Only Verification has room for these. */
const furtherArtifacts = ["evidenceFolder", "timelineFile"] as const;

/** The two forms of the outcome, as far as the order asks for them. */
export function mapOutcome(outcome: Outcome, context: MappingContext<OnfidoOrder>): TypedContent[] {
  const wanted = context.order.outputs ?? outputs;
  const contents: TypedContent[] = [];
  if (wanted.includes("verification")) contents.push(verification(outcome, context));
  if (wanted.includes("documentVerification")) contents.push(documentVerification(outcome, context));
  return contents;
}

function verification(outcome: Outcome, context: MappingContext<OnfidoOrder>): TypedContent<"verification"> {
  const { verdict, verifiedAt, reference, terminationCode, examination } = outcome;
  const content: Verification = {
    status: verdictSpellings[verdict].verification,
    provider: "onfido",
    trustFramework: null,
    assuranceLevel: null,
    verifiedAt,
    verificationProcessId: reference,
    // The provider's own message can quote the person's data: it stays behind.
    terminationReason: terminationCode === null ? null : { code: terminationCode, message: null },
    methods: [
      {
        type: "documentCheck",
        checks: examination.checks,
        evidence: [...evidences(context), ...furtherEvidence(context)],
      },
    ],
  };
  return { type: "verification", content };
}

function documentVerification(
  { verdict, examination, doubts }: Outcome,
  context: MappingContext<OnfidoOrder>,
): TypedContent<"documentVerification"> {
  const status = verdictSpellings[verdict].documentVerification;
  const content = {
    verdict: verdict === "inconclusive" ? { status, reason: inconclusiveReason(doubts) } : { status },
    issues: examination.issues,
    evidences: evidences(context),
  };
  return { type: "documentVerification", content };
}

/** Says in words what the status, which has no word of its own for it, cannot say. */
function inconclusiveReason(doubts: readonly DoubtCode[]): string {
  const reasons = [...new Set(doubts)].map((code) => doubtReasons[code]);
  return `inconclusive: ${reasons.length > 0 ? reasons.join("; ") : "the provider came to no decision"}`;
}

function evidences({ artifacts }: MappingContext<OnfidoOrder>) {
  return reportArtifacts.flatMap((name) => {
    const ref = artifacts?.[name];
    return ref === undefined ? [] : [{ type: "analysisReport" as const, ref }];
  });
}

function furtherEvidence({ artifacts }: MappingContext<OnfidoOrder>) {
  return furtherArtifacts.flatMap((type) => {
    const ref = artifacts?.[type];
    return ref === undefined ? [] : [{ type, ref }];
  });
}
