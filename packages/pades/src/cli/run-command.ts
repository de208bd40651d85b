import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Certificate } from "@idvkit/trust";
import type { PdfVerification } from "../verification.ts";
import { verifyPdf } from "../verify-pdf.ts";
import { readAnchors } from "./read-anchors.ts";
import { toJson } from "./to-json.ts";
import { toTable } from "./to-table.ts";

export const usage = `Usage: pades verify FILE [--anchors DIR] [--at TIME] [--json]

Verifies the signatures of a PDF, offline.

  --anchors DIR   certificates that are trusted: .pem, .crt, .cer or .der files
  --at TIME       the time for which certificates are judged (ISO 8601); default: what a timestamp proves, else now
  --json          the whole result as JSON

Exit code: 0 intact and trusted, 1 not, 2 cannot read.
`;

export interface CommandOutcome {
  output: string;
  errors: string;
  exitCode: 0 | 1 | 2;
}

interface Command {
  file: string;
  anchors: string | undefined;
  at: Date | undefined;
  json: boolean;
}

/** Runs the command line without touching the process. */
export async function runCommand(words: readonly string[]): Promise<CommandOutcome> {
  if (words.includes("--help") || words.length === 0) return { output: usage, errors: "", exitCode: 0 };
  const command = readCommand(words);
  if (command === undefined) return failed(usage);
  const anchors = command.anchors === undefined ? [] : await readAnchors(command.anchors).catch(() => undefined);
  if (anchors === undefined) return failed("The anchors cannot be read.\n");
  const pdf = await readFile(command.file).catch(() => undefined);
  if (pdf === undefined) return failed("The file cannot be read.\n");
  return verifyAndShow(pdf, anchors, command);
}

function readCommand(words: readonly string[]): Command | undefined {
  try {
    const { positionals, values } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { anchors: { type: "string" }, at: { type: "string" }, json: { type: "boolean", default: false } },
    });
    const [verb, file, ...more] = positionals;
    const at = values.at === undefined ? undefined : new Date(values.at);
    if (verb !== "verify" || file === undefined || more.length > 0) return undefined;
    if (at !== undefined && Number.isNaN(at.getTime())) return undefined;
    return { file, anchors: values.anchors, at, json: values.json };
  } catch {
    return undefined;
  }
}

async function verifyAndShow(
  pdf: Uint8Array,
  anchors: readonly Certificate[],
  { at, json }: Command,
): Promise<CommandOutcome> {
  const verified = await verifyPdf(pdf, { anchors, ...(at !== undefined && { at }) });
  if (!verified.ok)
    return failed(`The file is no PDF that can be read (${verified.error.reason ?? verified.error.code}).\n`);
  const output = json ? `${JSON.stringify(toJson(verified.value), null, 2)}\n` : toTable(verified.value);
  return { output, errors: "", exitCode: isIntactAndTrusted(verified.value) ? 0 : 1 };
}

/** Every signature of a person or organisation has to be trusted; a timestamp's authority may be unknown. */
function isIntactAndTrusted({ documentIntact, signatures }: PdfVerification): boolean {
  const signers = signatures.filter(({ kind }) => kind === "signature");
  return documentIntact && signers.length > 0 && signers.every(({ trust }) => trust === "trusted");
}

function failed(errors: string): CommandOutcome {
  return { output: "", errors, exitCode: 2 };
}
