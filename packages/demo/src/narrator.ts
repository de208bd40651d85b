import type { Paint } from "./paint.ts";
import { lineWidth, printable, wrap } from "./printable.ts";

/** What happened in one phase of a step, for one line. */
export interface Phase {
  name:
    | "dispatch"
    | "person"
    | "submit"
    | "return"
    | "vault"
    | "checks"
    | "callback"
    | "crash"
    | "event"
    | "poll"
    | "reverify";
  /** The provider's own word; absent where it was not asked. */
  rawStatus?: string;
  said: string;
  /** Told on lines of their own, below. */
  details?: readonly string[];
  /** Requests that reached the provider, and how long the phase took. */
  calls: number;
  milliseconds: number;
}

/** Tells a person what happens, while it happens. */
export interface Narrator {
  phase(phase: Phase): void;
}

export const silentNarrator: Narrator = { phase: () => undefined };

/** The longest word of the providers that are played. */
const statusWidth = "authorization_pending".length;

/** Writes one line for each phase, and its details below. */
export function createNarrator(write: (line: string) => void, paint: Paint): Narrator {
  return {
    phase({ name, rawStatus = "", said, details = [], calls, milliseconds }) {
      const cost = calls === 0 ? "" : `${calls} ${calls === 1 ? "call" : "calls"}, ${Math.round(milliseconds)} ms`;
      const head = `  ${name.padEnd(9)} `;
      const status = printable(rawStatus).padEnd(statusWidth);
      const room = lineWidth - head.length - status.length - 1 - cost.length - 1;
      const text = said.length > room ? `${said.slice(0, room - 1)}…` : said.padEnd(room);
      write(`${paint.strong(head)}${status} ${text} ${paint.quiet(cost)}`.trimEnd());
      const indent = " ".repeat(head.length);
      for (const line of details.flatMap((detail) => wrap(printable(detail), lineWidth - indent.length))) {
        write(`${indent}${paint.quiet(line)}`);
      }
    },
  };
}

/** The line that begins a scenario. */
export function scenarioHeading(name: string, title: string, paint: Paint): string {
  const rule = "─".repeat(Math.max(2, lineWidth - name.length - title.length - 8));
  return `${paint.quiet("──")} ${paint.strong(name)} ${paint.quiet("·")} ${title} ${paint.quiet(rule)}`;
}
