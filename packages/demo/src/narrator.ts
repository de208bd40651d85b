import type { Paint } from "./paint.ts";
import { lineWidth, printable } from "./printable.ts";

/** What happened in one phase of a step, for one line. */
export interface Phase {
  name: "dispatch" | "person" | "submit" | "return" | "event" | "poll";
  /** The provider's own word; absent where it was not asked. */
  rawStatus?: string;
  said: string;
  /** Requests that reached the provider, and how long the phase took. */
  calls: number;
  milliseconds: number;
}

/** Tells a person what happens, while it happens. */
export interface Narrator {
  phase(phase: Phase): void;
}

export const silentNarrator: Narrator = { phase: () => undefined };

/** Writes one line for each phase. */
export function createNarrator(write: (line: string) => void, paint: Paint): Narrator {
  return {
    phase({ name, rawStatus = "", said, calls, milliseconds }) {
      const cost = calls === 0 ? "" : `${calls} ${calls === 1 ? "call" : "calls"}, ${Math.round(milliseconds)} ms`;
      const head = `  ${name.padEnd(9)} `;
      const status = printable(rawStatus).padEnd(18);
      const room = lineWidth - head.length - status.length - 1 - cost.length - 1;
      const text = said.length > room ? `${said.slice(0, room - 1)}…` : said.padEnd(room);
      write(`${paint.strong(head)}${status} ${text} ${paint.quiet(cost)}`.trimEnd());
    },
  };
}

/** The line that begins a scenario. */
export function scenarioHeading(name: string, title: string, paint: Paint): string {
  const rule = "─".repeat(Math.max(2, lineWidth - name.length - title.length - 8));
  return `${paint.quiet("──")} ${paint.strong(name)} ${paint.quiet("·")} ${title} ${paint.quiet(rule)}`;
}
