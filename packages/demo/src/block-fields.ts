import type { DataBlockContents, DataBlockType, IdvVerdict, StoredDataBlock, VerificationCheck } from "@idvkit/core";
import { type Field, fieldsOf, type Mark, vaultText } from "./field.ts";
import { printable } from "./printable.ts";

/** The sign of each verdict. */
export const verdictMarks: { readonly [V in IdvVerdict]: Mark } = {
  verified: "good",
  rejected: "bad",
  inconclusive: "doubtful",
  fraudDetected: "bad",
  canceled: "doubtful",
  aborted: "doubtful",
  error: "bad",
};

const statusMarks: { readonly [status: string]: Mark } = {
  verified: "good",
  VERIFIED: "good",
  canceled: "doubtful",
  CANCELED: "doubtful",
  aborted: "doubtful",
  ABORTED: "doubtful",
};

/** Blocks that are more than a list of members. */
const readers: { readonly [T in DataBlockType]?: (content: DataBlockContents[T]) => Field[] } = {
  documentVerification({ verdict, issues = [], evidences = [], ...rest }) {
    const { status, reason } = verdict;
    return [
      {
        label: "verdict",
        text: reason === undefined ? status : `${status}, ${printable(reason)}`,
        mark: markOf(status),
      },
      ...listed("issues", issues, ({ code, severity, message }) => ({
        text: printable(message ?? code),
        mark: severity === "error" ? "bad" : "doubtful",
        detail: printable(code),
      })),
      ...listed("evidences", evidences, ({ type, ref }) => ({ text: `${type}, ${vaultText(ref)}` })),
      ...fieldsOf(rest),
    ];
  },
  verification({ status, methods, ...rest }) {
    return [
      { label: "status", text: status, mark: markOf(status) },
      ...methods.flatMap(methodFields),
      ...fieldsOf(rest),
    ];
  },
};

/** What a block says, in the order in which a person wants to know it. */
export function blockFields(block: StoredDataBlock): Field[] {
  const read = readers[block.type] as ((content: unknown) => Field[]) | undefined;
  return read === undefined ? fieldsOf(block.content) : read(block.content);
}

type Method = DataBlockContents["verification"]["methods"][number];

function methodFields(method: Method): Field[] {
  switch (method.type) {
    case "documentCheck":
      return [...checkFields(method.checks), ...evidenceFields(method.evidence)];
    case "electronicIdentification": {
      const { type, evidence, ...rest } = method;
      return [...fieldsOf(rest), ...evidenceFields(evidence)];
    }
    default:
      return fieldsOf({ [method.type]: method });
  }
}

function checkFields(checks: readonly VerificationCheck[]): Field[] {
  return listed("checks", checksByOutcome(checks), ({ outcome, techniques }) => ({
    text: `${outcome}: ${techniques.join(", ")}`,
    mark: outcome === "passed" ? "good" : "bad",
  }));
}

function evidenceFields(evidence: Method["evidence"]): Field[] {
  return listed("evidence", evidence, ({ type, ref }) => ({ text: `${printable(type)}, ${vaultText(ref)}` }));
}

function checksByOutcome(checks: readonly VerificationCheck[]) {
  return (["failed", "passed"] as const)
    .map((outcome) => ({
      outcome,
      techniques: checks.filter((check) => check.outcome === outcome).map(({ technique }) => technique),
    }))
    .filter(({ techniques }) => techniques.length > 0);
}

/** One field for each entry, the first one labelled; a list without entries says so. */
function listed<T>(label: string, entries: readonly T[], read: (entry: T) => Omit<Field, "label">): Field[] {
  if (entries.length === 0) return [{ label, text: "none" }];
  return entries.map((entry, index) => ({ label: index === 0 ? label : "", ...read(entry) }));
}

function markOf(status: string): Mark {
  return statusMarks[status] ?? "bad";
}
