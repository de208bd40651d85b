import type { ReaderAnomaly, ReaderAnomalyCode } from "./document.ts";

const maximumLength = 1000;

/** Collects anomalies, each once; a file with more than a thousand is described well enough by the first thousand. */
export class AnomalyLog {
  readonly list: ReaderAnomaly[] = [];
  readonly #seen = new Set<string>();

  add(code: ReaderAnomalyCode, at: number): void {
    const key = `${code} ${at}`;
    if (this.list.length >= maximumLength || this.#seen.has(key)) return;
    this.#seen.add(key);
    this.list.push({ code, at });
  }

  addAll(anomalies: Iterable<ReaderAnomaly>): void {
    for (const { code, at } of anomalies) this.add(code, at);
  }
}
