import type { DriverState, IdvNodeResult, JsonValue, StepOutcome } from "@idvkit/core";
import type { CallReport } from "./perform-call.ts";
import type { Run } from "./run.ts";

const dayMs = 24 * 60 * 60 * 1000;
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * What two runs of the same calls must have in common. Times of the kit's own clock are left out, vault ids stand as
 * their keys, and of what is made anew each time (links, tokens) only the kind counts.
 */
export function comparableOf(run: Run, { result }: Pick<CallReport, "result">): JsonValue {
  if (!result.ok) return { error: result.error.code };
  const { value } = result;
  if (value.kind === "canceled" || value.kind === "nothingToCancel") return { kind: value.kind };
  if (value.kind === "tooLate") return { kind: value.kind, outcome: comparableOutcome(run, value.outcome) };
  return comparableOutcome(run, value);
}

export function comparableOutcome(run: Run, outcome: StepOutcome): JsonValue {
  if (outcome.kind === "pending") {
    const { kind, rawStatus, reference, offers } = outcome;
    return { kind, rawStatus, reference, offers: offers?.map((offer) => offer.kind) ?? null };
  }
  const revision = outcome.revises === true && { revises: true };
  return { kind: "completed", ...revision, ...(withoutTimes(run, comparableResult(run, outcome.result)) as object) };
}

/** A result with the keys of `expected.json`; vault ids stand as `<key>`. */
export function comparableResult(run: Run, result: IdvNodeResult): { [key: string]: JsonValue } {
  const { evidence: _evidence, dataBlocks, ...rest } = result;
  const blocks = dataBlocks.map(({ type, content }) => ({ type, content }));
  return withKeys(run, { ...rest, dataBlocks: blocks }) as { [key: string]: JsonValue };
}

/** A state without the times at which it was made. */
export function comparableState(run: Run, state: DriverState | undefined): JsonValue {
  return state === undefined ? null : withoutTimes(run, JSON.parse(JSON.stringify(state)) as JsonValue);
}

function withKeys(run: Run, value: unknown): JsonValue {
  return mapTexts(value, (text, key) => {
    const vaultKey = key === "$id" ? run.vault.keyOf(text) : undefined;
    return vaultKey === undefined ? text : `<${vaultKey}>`;
  });
}

function withoutTimes(run: Run, value: JsonValue): JsonValue {
  const startMs = Date.parse(run.subject.scenario.startsAt);
  return mapTexts(value, (text) => {
    const timeMs = isoTime.test(text) ? Date.parse(text) : Number.NaN;
    return timeMs >= startMs && timeMs < startMs + dayMs ? "<now>" : text;
  });
}

function mapTexts(value: unknown, change: (text: string, key: string) => string, key = ""): JsonValue {
  if (typeof value === "string") return change(value, key);
  if (Array.isArray(value)) return value.map((child) => mapTexts(child, change, key));
  if (typeof value !== "object" || value === null) return value as JsonValue;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, mapTexts(child, change, name)]));
}
