import { type IdvNodeResult, isIdvError } from "@idvkit/core";
import { type Command, helpText, readCommandLine } from "./command-line.ts";
import type { Ending, RunningDemo } from "./driver-demo.ts";
import { type DriverName, drivers, type Show } from "./drivers.ts";
import { mapFile } from "./map-file.ts";
import { createNarrator, scenarioHeading, silentNarrator } from "./narrator.ts";
import { createPaint, wantsColour } from "./paint.ts";
import { printable } from "./printable.ts";
import { refusalLine, resultLines } from "./result-view.ts";
import { UsageError } from "./usage-error.ts";

const paint = createPaint(wantsColour(process.stdout, process.env));

// A reader that has enough (`| head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

try {
  await run(readCommandLine(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function run(command: Command): Promise<void> {
  switch (command.kind) {
    case "help":
      return write(helpText.trimEnd());
    case "map":
      return showFile(command);
    case "play":
      return playAll(command.shows, command.json);
  }
}

async function playAll(shows: readonly Show[], json: boolean): Promise<void> {
  const running = new Map<DriverName, RunningDemo>();
  try {
    for (const driver of new Set(shows.map((show) => show.driver))) running.set(driver, await drivers[driver].start());
    if (!json) introduce(running);
    for (const { driver, name, title } of shows) {
      if (!json) write(`\n${scenarioHeading(name, title, paint)}`);
      const ending = await running.get(driver)?.play(name, json ? silentNarrator : createNarrator(write, paint));
      if (ending !== undefined) showEnding(ending, json);
    }
    if (shows.length > 1)
      write(`\n${paint.quiet("One scenario: npm run demo -- DRIVER NAME. More: npm run demo -- --help")}`);
  } finally {
    await Promise.all([...running.values()].map((demo) => demo.close()));
  }
}

function introduce(running: ReadonlyMap<DriverName, RunningDemo>): void {
  write(paint.strong("idvkit demo"));
  for (const [driver, { introduction }] of running) write(paint.quiet(`${driver}: ${introduction}`));
  write(paint.quiet("Nothing leaves this machine. The persons are fictitious."));
}

async function showFile({ driver, file, given, json }: Extract<Command, { kind: "map" }>): Promise<void> {
  const mapped = await mapFile(drivers[driver].answers, file, given);
  if (mapped.final) return show(mapped.result, json);
  if (json) write("[]");
  process.stderr.write(`not final: status ${printable(mapped.rawStatus)}, no data blocks yet\n`);
}

function showEnding(ending: Ending, json: boolean): void {
  if (ending.kind === "result") show(ending.result, json);
  else write(json ? "[]" : `\n${refusalLine(ending.error, paint)}`);
}

function show(result: IdvNodeResult, json: boolean): void {
  write(json ? JSON.stringify(result.dataBlocks, null, 2) : `\n${resultLines(result, paint).join("\n")}`);
}

function write(text: string): void {
  process.stdout.write(`${text}\n`);
}

function messageOf(error: unknown): string {
  if (error instanceof UsageError) return `demo: ${error.message}`;
  if (isIdvError(error)) return `demo: the driver failed with ${error.code}: ${error.message}`;
  return `demo: ${error instanceof Error ? (error.stack ?? error.message) : "failed"}`;
}
