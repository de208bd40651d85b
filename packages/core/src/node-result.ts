import { type Assurance, capAssurance } from "./assurance.ts";
import type { TypedContent } from "./blocks/content-schemas.ts";
import { createDataBlock, type StoredDataBlock } from "./data-block.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import { type IdvResult, success } from "./result.ts";
import type { VaultReference } from "./vault-reference.ts";
import type { IdvVerdict } from "./verdict.ts";

/** Something about the answer that did not stop the mapping: a stable code and a path, never a value. */
export interface MappingWarning {
  code: string;
  path: string;
}

export interface ResolvedIdentifier {
  /** KEY, DID, EMAIL, SUBJECT_ID, CLAIM_TUPLE or a provider's own. */
  type: string;
  value: string;
  verified: boolean;
  assurance?: Assurance;
}

/** What a mapper may know besides the response. */
export interface MappingContext<Order extends object> {
  now: Date;
  /** What was asked for. An answer to less is never verified. */
  order: Order;
  /** What is already in the vault, by the provider's own name for it. */
  artifacts?: Readonly<Record<string, VaultReference>>;
}

export interface PendingStatus {
  final: false;
  rawStatus: string;
  reference: string | null;
}

export interface FinalStatus {
  final: true;
  verdict: IdvVerdict;
  /** The provider's own word for it. */
  rawStatus: string;
  /** The provider's own identifier of the process. */
  reference: string | null;
  contents: TypedContent[];
  /** What the response itself proves; the driver caps it by its method's maximum. */
  assurance?: Assurance;
  /** Authentication method references (RFC 8176). */
  amr?: string[];
  identifiers: ResolvedIdentifier[];
  attributes: Record<string, JsonValue>;
  warnings: MappingWarning[];
}

/** What a mapper makes of a raw response. */
export type MappedStatus = PendingStatus | FinalStatus;

/** Audit record of one step. */
export interface StepEvidence {
  provider: string;
  method: string;
  /** ISO 8601. */
  timestamp: string;
  metadata: JsonObject;
}

/** `bound`: the browser that came back is the one that started. `none`: that could not be checked. */
export type SessionBinding = "bound" | "none";

export interface IdvNodeResult {
  verdict: IdvVerdict;
  rawStatus: string;
  reference: string | null;
  identifiers: ResolvedIdentifier[];
  attributes: Record<string, JsonValue>;
  assurance: Assurance;
  amr: string[];
  evidence: StepEvidence;
  dataBlocks: StoredDataBlock[];
  warnings: MappingWarning[];
  sessionBinding: SessionBinding;
}

/** Which step a result belongs to, and what its method can prove at most. */
export interface NodeResultContext {
  executionId: string;
  nodeId: string;
  attempt: number;
  now: Date;
  provider: string;
  methodType: string;
  maxAssurance: Assurance;
  sessionBinding: SessionBinding;
}

/**
 * Puts the mapped contents into envelopes and checks each against its strict schema.
 * Fails with `invalid_response` when a content does not fit, so that nothing invalid leaves a driver.
 */
export function toNodeResult(mapped: FinalStatus, context: NodeResultContext): IdvResult<IdvNodeResult> {
  const { executionId, nodeId, attempt } = context;
  const createdAt = context.now.toISOString();
  const dataBlocks: StoredDataBlock[] = [];
  const counts = new Map<string, number>();
  for (const { type, content } of mapped.contents) {
    const index = counts.get(type) ?? 0;
    counts.set(type, index + 1);
    const block = createDataBlock({ type, content, executionId, nodeId, attempt, index, createdAt });
    if (!block.ok) return block;
    dataBlocks.push(block.value);
  }
  return success({
    verdict: mapped.verdict,
    rawStatus: mapped.rawStatus,
    reference: mapped.reference,
    identifiers: mapped.identifiers,
    attributes: mapped.attributes,
    assurance: capAssurance(mapped.assurance ?? {}, context.maxAssurance),
    amr: mapped.amr ?? [],
    evidence: {
      provider: context.provider,
      method: context.methodType,
      timestamp: createdAt,
      metadata: { rawStatus: mapped.rawStatus, reference: mapped.reference },
    },
    dataBlocks,
    warnings: mapped.warnings,
    sessionBinding: context.sessionBinding,
  });
}
