import { mapProcess } from "@idvkit/onfido";

export function verdictOf(answerOfGetProcess: unknown): string {
  const mapped = mapProcess(answerOfGetProcess, { now: new Date(), order: { processType: "documentSelfie" } });
  if (!mapped.ok) throw mapped.error; // invalid_response: this is no process
  return mapped.value.final ? mapped.value.verdict : "not yet";
}
