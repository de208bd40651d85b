import { parseArgs } from "node:util";
import { type ProcessType, processTypes } from "@idvkit/onfido";
import { quoted } from "./printable.ts";
import { type Scenario, scenarios, tour } from "./scenarios.ts";
import { UsageError } from "./usage-error.ts";

/** What the person asked for. */
export type Command =
  | { kind: "help" }
  | { kind: "play"; scenarios: readonly Scenario[]; json: boolean }
  | { kind: "map"; file: string; processType?: ProcessType; json: boolean };

const providers = ["onfido"] as const;
const scenarioNames = scenarios.map(({ name }) => name);

export const helpText = `Usage: npm run demo [-- ARGUMENTS]

  (none)                     the tour: ways to capture, kinds of outcome, both channels
  onfido                     every scenario
  onfido SCENARIO            one scenario
  onfido SCENARIO --json     only its data blocks, as JSON
  map onfido FILE            maps a raw response of your own: what "Get process" of Assure gives,
                             or { check, reports } or { workflowRun, tasks } of Onfido
      --process-type TYPE    what was ordered (${processTypes.join(", ")});
                             without it, what the file says
      --json                 only its data blocks, as JSON
  --help                     this text

Scenarios
${scenarios.map(({ name, title }) => `  ${name.padEnd(16)} ${title}`).join("\n")}
`;

/** Reads the arguments. Throws a {@link UsageError} for anything that is not in the help text. */
export function readCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  if (values.help === true) return { kind: "help" };
  const { json = false, "process-type": processType } = values;
  const [first, ...rest] = positionals;
  if (first === "map") return mapCommand(rest, json, processType);
  if (processType !== undefined) throw new UsageError("--process-type goes with map");
  return playCommand(first, rest, json);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h" },
        json: { type: "boolean" },
        "process-type": { type: "string" },
      },
    });
  } catch {
    throw new UsageError("unknown or incomplete option; known: --help, --json, --process-type TYPE");
  }
}

function playCommand(provider: string | undefined, rest: readonly string[], json: boolean): Command {
  if (provider !== undefined) known("command or provider", provider, ["map", ...providers]);
  const [name, ...excess] = rest;
  refuseExcess(excess);
  if (name !== undefined) {
    known("scenario", name, scenarioNames);
    return { kind: "play", scenarios: scenarios.filter((scenario) => scenario.name === name), json };
  }
  if (json) throw new UsageError(`--json needs one scenario: onfido ${scenarioNames.join(" | ")}`);
  return { kind: "play", scenarios: provider === undefined ? tour : scenarios, json };
}

function mapCommand(rest: readonly string[], json: boolean, processType: string | undefined): Command {
  const [provider, file, ...excess] = rest;
  if (provider === undefined || file === undefined) throw new UsageError(`usage: map ${providers.join(" | ")} FILE`);
  known("provider", provider, providers);
  refuseExcess(excess);
  if (processType === undefined) return { kind: "map", file, json };
  return { kind: "map", file, json, processType: known("process type", processType, processTypes) };
}

function known<Name extends string>(what: string, name: string, names: readonly Name[]): Name {
  const found = names.find((candidate) => candidate === name);
  if (found === undefined) throw new UsageError(`unknown ${what} ${quoted(name)}; known: ${names.join(", ")}`);
  return found;
}

function refuseExcess([first]: readonly string[]): void {
  if (first !== undefined) throw new UsageError(`unexpected argument ${quoted(first)}; see --help`);
}
