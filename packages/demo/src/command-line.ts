import { parseArgs } from "node:util";
import type { AnswerOption } from "./driver-demo.ts";
import { type DriverName, driverNames, drivers, type Show, showsOf, tour } from "./drivers.ts";
import { quoted } from "./printable.ts";
import { UsageError } from "./usage-error.ts";

/** What the person asked for. */
export type Command =
  | { kind: "help" }
  | { kind: "play"; shows: readonly Show[]; json: boolean }
  | { kind: "map"; driver: DriverName; file: string; given?: string; json: boolean };

const textWidth = 27;

export const helpText = `Usage: npm run demo [-- ARGUMENTS]

${[
  ["(none)", "the tour: ways to capture, kinds of outcome, both channels, a login"],
  ["DRIVER", `every scenario of a driver: ${driverNames.join(", ")}`],
  ["DRIVER SCENARIO", "one scenario"],
  ["DRIVER SCENARIO --json", "only its data blocks, as JSON"],
  ...driverNames.flatMap(mapHelp),
  ["    --json", "only its data blocks, as JSON"],
  ["--help", "this text"],
]
  .map(([left = "", right = ""]) => `  ${left.padEnd(textWidth)}${right}`)
  .join("\n")}
${driverNames.map(scenarioHelp).join("")}`;

function mapHelp(driver: DriverName): string[][] {
  const { takes, option } = drivers[driver].answers;
  const [firstTaken = "", ...taken] = takes;
  const [firstHelp = "", ...help] = option.help;
  return [
    [`map ${driver} FILE`, `maps an answer of your own: ${firstTaken}`],
    ...taken.map((line) => ["", line]),
    [`    ${spelled(option)}`, firstHelp],
    ...help.map((line) => ["", line]),
  ];
}

function scenarioHelp(driver: DriverName): string {
  const lines = showsOf(driver).map(({ name, title }) => `  ${name.padEnd(16)} ${title}\n`);
  return `\nScenarios of ${driver}\n${lines.join("")}`;
}

const answerOptions = driverNames.map((driver) => ({ driver, option: drivers[driver].answers.option }));
const knownOptions = ["--help", "--json", ...answerOptions.map(({ option }) => spelled(option))].join(", ");

function spelled({ name, placeholder }: AnswerOption): string {
  return `--${name} ${placeholder}`;
}

/** Reads the arguments. Throws a {@link UsageError} for anything that is not in the help text. */
export function readCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  if (values.help === true) return { kind: "help" };
  const json = values.json === true;
  const given = givenOptions(values);
  const [first, ...rest] = positionals;
  if (first === "map") return mapCommand(rest, json, given);
  refuseForeign(given);
  return playCommand(first, rest, json);
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

function parse(args: readonly string[]): { values: Values; positionals: string[] } {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h" },
        json: { type: "boolean" },
        ...Object.fromEntries(answerOptions.map(({ option }) => [option.name, { type: "string" as const }])),
      },
    });
  } catch {
    throw new UsageError(`unknown or incomplete option; known: ${knownOptions}`);
  }
}

/** What the person said of an answer, by the driver whose option it is. */
interface Given {
  driver: DriverName;
  option: AnswerOption;
  value: string;
}

function givenOptions(values: Values): Given[] {
  return answerOptions.flatMap(({ driver, option }) => {
    const value = values[option.name];
    return typeof value === "string" ? [{ driver, option, value }] : [];
  });
}

function playCommand(first: string | undefined, rest: readonly string[], json: boolean): Command {
  if (first === undefined) {
    if (json) throw new UsageError("--json needs a driver and one scenario; see --help");
    return { kind: "play", shows: tour, json };
  }
  known("command or driver", first, ["map", ...driverNames]);
  const driver = known("driver", first, driverNames);
  const shows = showsOf(driver);
  const names = shows.map(({ name }) => name);
  const [name, ...excess] = rest;
  refuseExcess(excess);
  if (name !== undefined) {
    known("scenario", name, names);
    return { kind: "play", shows: shows.filter((show) => show.name === name), json };
  }
  if (json) throw new UsageError(`--json needs one scenario: ${driver} ${names.join(" | ")}`);
  return { kind: "play", shows, json };
}

function mapCommand(rest: readonly string[], json: boolean, given: readonly Given[]): Command {
  const [name, file, ...excess] = rest;
  if (name === undefined || file === undefined) throw new UsageError(`usage: map ${driverNames.join(" | ")} FILE`);
  const driver = known("driver", name, driverNames);
  refuseExcess(excess);
  refuseForeign(given.filter((one) => one.driver !== driver));
  const [own] = given;
  if (own === undefined) return { kind: "map", driver, file, json };
  const { option, value } = own;
  if (option.known !== undefined) known(option.known.what, value, option.known.values);
  return { kind: "map", driver, file, json, given: value };
}

function refuseForeign([foreign]: readonly Given[]): void {
  if (foreign !== undefined) throw new UsageError(`--${foreign.option.name} goes with map ${foreign.driver}`);
}

function known<Name extends string>(what: string, name: string, names: readonly Name[]): Name {
  const found = names.find((candidate) => candidate === name);
  if (found === undefined) throw new UsageError(`unknown ${what} ${quoted(name)}; known: ${names.join(", ")}`);
  return found;
}

function refuseExcess([first]: readonly string[]): void {
  if (first !== undefined) throw new UsageError(`unexpected argument ${quoted(first)}; see --help`);
}
