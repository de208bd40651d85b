import { mapCheck } from "@idvkit/onfido";

export function verdictOfCheck(check: unknown, reports: unknown): string {
  const mapped = mapCheck({ check, reports }, { now: new Date(), order: { processType: "document" } });
  if (!mapped.ok) throw mapped.error; // invalid_response: this is no check
  return mapped.value.final ? mapped.value.verdict : "not yet";
}
