import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import type { CompletedOutcome, DriverContext, FinalStatus, StoredDataBlock } from "@idvkit/core";
import type { Sabotage } from "./sabotage.ts";

/** Does to a completed outcome what a sabotage asks for. */
export function breakOutcome(outcome: CompletedOutcome, sabotage: Sabotage | undefined): CompletedOutcome {
  const { result } = outcome;
  const dataBlocks = result.dataBlocks.map((block) => breakBlock(block, sabotage));
  const assurance = sabotage === "claims more assurance than its profile" ? { ial: "IAL3" as const } : result.assurance;
  return { ...outcome, result: { ...result, dataBlocks, assurance } };
}

function breakBlock(block: StoredDataBlock, sabotage: Sabotage | undefined): StoredDataBlock {
  if (sabotage === "gives random block ids") return { ...block, datablockId: randomUUID() };
  if (sabotage === "gives a block with an unknown key") {
    return { ...block, content: { ...block.content, extra: 1 } } as StoredDataBlock;
  }
  if (sabotage !== "refers to an image that is not in the vault" || block.type !== "extendedIdentity") return block;
  return { ...block, content: { ...block.content, portrait: { $ref: "vault", $id: randomUUID() } } };
}

const { console: out } = globalThis;

interface Tracing {
  trace: { getTracer(name: string): { startSpan(name: string, options: object): { end(): void } } };
}

/** Says the person's name where it must not be said. */
export function tellEverybody(status: FinalStatus, { log }: DriverContext, sabotage: Sabotage | undefined): void {
  const identity = status.contents.find(({ type }) => type === "basicIdentity")?.content as
    | { familyName: string }
    | undefined;
  const name = identity?.familyName ?? "";
  if (sabotage === "puts a name into a log line") log?.info("acme.mapped", { name });
  if (sabotage === "writes a name to the console") out.info(name);
  if (sabotage !== "puts a name into a span") return;
  const { resolve } = createRequire(import.meta.url);
  const { trace } = createRequire(resolve("@idvkit/driver-kit/package.json"))("@opentelemetry/api") as Tracing;
  trace.getTracer("acme").startSpan("map", { attributes: { name } }).end();
}
