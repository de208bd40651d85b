import type { MappingWarning } from "@idvkit/core";
import type { OnfidoAnswer } from "./answer.ts";

/** How a kind of value is read: undefined when it cannot be. `problem` is the code of the warning then. */
export interface ValueKind<T> {
  read(value: unknown): T | undefined;
  problem: "unreadable_value" | "unknown_value";
}

/** Reads the person's and the document's data, the final result before the document report. */
export interface ValueReader {
  /** Undefined when the value is absent, or left out with a warning. */
  optional<T>(name: string, kind: ValueKind<T>): T | undefined;
  /** As `optional`, and warns `missing_value` when the answer should have had the value. */
  required<T>(name: string, kind: ValueKind<T>): T | undefined;
  readonly warnings: MappingWarning[];
}

/** `complete` says that the verification ran to its end, so that its data can be expected. */
export function createValueReader({ finalResult, document }: OnfidoAnswer, complete: boolean): ValueReader {
  const warnings: MappingWarning[] = [];

  function optional<T>(name: string, kind: ValueKind<T>): T | undefined {
    const stated = finalResult?.[name];
    const reported = document?.data[name];
    const chosen = read("finalResult", name, stated, kind);
    if (stated === reported) return chosen;
    const other = read("documentVerification", name, reported, kind);
    if (chosen === undefined) return other;
    if (other !== undefined && other !== chosen) warn("conflicting_value", `finalResult.${name}`);
    return chosen;
  }

  function required<T>(name: string, kind: ValueKind<T>): T | undefined {
    const before = warnings.length;
    const value = optional(name, kind);
    if (value === undefined && complete && warnings.length === before) {
      warn("missing_value", `${finalResult ? "finalResult" : "documentVerification"}.${name}`);
    }
    return value;
  }

  function read<T>(place: string, name: string, value: unknown, kind: ValueKind<T>): T | undefined {
    if (value === undefined || value === null || value === "") return undefined;
    const known = kind.read(value);
    if (known === undefined) warn(kind.problem, `${place}.${name}`);
    return known;
  }

  function warn(code: string, path: string) {
    warnings.push({ code, path });
  }

  return { optional, required, warnings };
}
