import { mapCheck, mapProcess, mapWorkflowRun, type ProcessType, processTypes } from "@idvkit/onfido";
import type { AnswerMapping } from "../driver-demo.ts";

/** The answers of Onfido's own API by the member that tells them; without one the file is a process of Assure. */
const apiAnswers = [
  { member: "check", map: mapCheck, what: "check of Onfido" },
  { member: "workflowRun", map: mapWorkflowRun, what: "workflow run of Onfido" },
] as const;
const assureAnswer = { map: mapProcess, what: "process of Assure" } as const;

/** A process of Assure, `{ check, reports }` or `{ workflowRun, tasks }` of Onfido. */
export const onfidoAnswers: AnswerMapping = {
  takes: ['what "Get process" of Assure gives,', "or { check, reports } or { workflowRun, tasks } of Onfido"],
  option: {
    name: "process-type",
    placeholder: "TYPE",
    help: [`what was ordered (${processTypes.join(", ")});`, "without it, what the file says"],
    known: { what: "process type", values: processTypes },
  },
  map(raw, given, now) {
    const order = { processType: knownProcessType(given) ?? statedProcessType(raw) };
    const { map, what } = apiAnswers.find(({ member }) => isObject(raw) && member in raw) ?? assureAnswer;
    return {
      what,
      status: map(raw, { now, order }),
      method: { provider: "onfido", methodType: "document", maxAssurance: { evidenceStrength: "strong" } },
    };
  },
};

/** An answer of an unknown type is never verified, whatever the order says. */
function statedProcessType(raw: unknown): ProcessType {
  return knownProcessType(isObject(raw) && "processType" in raw ? raw.processType : undefined) ?? "document";
}

function knownProcessType(type: unknown): ProcessType | undefined {
  return processTypes.find((known) => known === type);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
