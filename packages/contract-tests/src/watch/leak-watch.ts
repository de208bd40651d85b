import { inspect } from "node:util";
import type { LogFields, Logger } from "@idvkit/core";
import { captureConsole } from "./capture-console.ts";
import type { SensitiveString } from "./sensitive-strings.ts";
import { type RecordedSpan, recordSpans } from "./span-recorder.ts";

/** Looks at everything that a driver says, and notes where something sensitive stands in it. */
export interface LeakWatch {
  readonly logger: Logger;
  /** Where something sensitive was seen: `error of dispatch shows basicIdentity.familyName`. Never the string itself. */
  readonly findings: ReadonlySet<string>;
  /** Looks at a value to any depth, hidden properties and getters included. */
  look(at: string, value: unknown): void;
  /** The labels of the secrets that stand in a text. */
  secretsIn(text: string): string[];
  /** Runs an action and looks at what it writes to the console and at its spans. */
  during<T>(at: string, action: () => Promise<T>): Promise<T>;
}

/** Beyond this length a string is searched for anywhere; a shorter one has to stand alone. */
const longEnoughAnywhere = 6;

/** Makes the watch of one scenario. */
export function createLeakWatch(strings: readonly SensitiveString[]): LeakWatch {
  const searches = strings.map((sensitive) => ({ sensitive, patterns: patternsOf(sensitive.text) }));
  const findings = new Set<string>();

  function search(text: string): SensitiveString[] {
    return searches.filter(({ patterns }) => patterns.some((find) => find(text))).map(({ sensitive }) => sensitive);
  }

  function look(at: string, value: unknown): void {
    for (const { label } of search(textOf(value))) findings.add(`${at} shows ${label}`);
  }

  function log(level: string) {
    return (event: string, fields?: LogFields) => look(`log line (${level})`, [event, fields]);
  }

  return {
    findings,
    look,
    logger: { debug: log("debug"), info: log("info"), warn: log("warn"), error: log("error") },
    secretsIn: (text) => search(text).flatMap(({ label, secret }) => (secret ? [label] : [])),
    async during(at, action) {
      const console = captureConsole((line) => look(`console during ${at}`, line));
      const spans = recordSpans((span: RecordedSpan) => look(`span of ${at}`, span));
      try {
        return await action();
      } finally {
        spans.stop();
        console.stop();
      }
    },
  };
}

/** A string shows itself as it is, in a URL, in JSON, or in base64. */
function patternsOf(text: string): ((haystack: string) => boolean)[] {
  if (text.length < longEnoughAnywhere) {
    const literal = text.replace(/[$()*+./?[\\\]^{|}-]/g, (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`);
    const alone = new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, "u");
    return [(haystack) => alone.test(haystack)];
  }
  const base64 = Buffer.from(text).toString("base64").replace(/=+$/, "").slice(0, -1);
  const spellings = [text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1), base64];
  return [...new Set(spellings)].map((spelling) => (haystack: string) => haystack.includes(spelling));
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const shown = inspect(value, {
    depth: Number.POSITIVE_INFINITY,
    showHidden: true,
    getters: true,
    maxArrayLength: null,
    maxStringLength: null,
    breakLength: Number.POSITIVE_INFINITY,
  });
  return `${shown}\n${jsonOf(value)}\n${value instanceof Error ? (value.stack ?? "") : ""}`;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}
