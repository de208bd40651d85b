import { type IdvNodeResult, isIdvError } from "@idvkit/core";
import { type Command, helpText, readCommandLine } from "./command-line.ts";
import { mapFile } from "./map-file.ts";
import { createNarrator, scenarioHeading, silentNarrator } from "./narrator.ts";
import { createPaint, wantsColour } from "./paint.ts";
import { printable } from "./printable.ts";
import type { Providers } from "./provider.ts";
import { resultLines } from "./result-view.ts";
import type { Scenario } from "./scenarios.ts";
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
      return playAll(command.scenarios, command.json);
  }
}

async function playAll(scenarios: readonly Scenario[], json: boolean): Promise<void> {
  // Only here, because the simulator brings a server and its libraries, which the other commands do not need.
  const [{ play }, { closeProviders, startProviders }] = await Promise.all([
    import("./play.ts"),
    import("./provider.ts"),
  ]);
  const providers = await startProviders();
  try {
    if (!json) introduce(providers);
    for (const scenario of scenarios) {
      if (!json) write(`\n${scenarioHeading(scenario.name, scenario.title, paint)}`);
      show(await play(scenario, providers, json ? silentNarrator : createNarrator(write, paint)), json);
    }
    if (scenarios.length > 1)
      write(`\n${paint.quiet("One scenario: npm run demo -- onfido NAME. More: npm run demo -- --help")}`);
  } finally {
    await closeProviders(providers);
  }
}

function introduce({ assure, api }: Providers): void {
  write(paint.strong("idvkit demo: Onfido through Signicat Assure, and directly"));
  write(paint.quiet(`Simulated: Assure at ${assure.url}, Onfido at ${api.url}.`));
  write(
    paint.quiet("Nothing leaves this machine. The person is the fictitious holder of the Dutch specimen documents."),
  );
}

async function showFile({ file, processType, json }: Extract<Command, { kind: "map" }>): Promise<void> {
  const mapped = await mapFile(file, processType);
  if (mapped.final) return show(mapped.result, json);
  if (json) write("[]");
  process.stderr.write(`not final: status ${printable(mapped.rawStatus)}, no data blocks yet\n`);
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
