import {
  describeIssues,
  failure,
  IdvError,
  type IdvResult,
  type JsonObject,
  type JsonValue,
  success,
} from "@idvkit/core";
import { type ExpectedFile, expectedSchemaFor, type ScenarioFile, scenarioSchema } from "../scenario/schema.ts";
import { collectValues } from "./collect-values.ts";
import { type HarEntry, readHar } from "./har.ts";
import { guessKind, KnownValues } from "./known-values.ts";
import { type Change, mapJson } from "./leaves.ts";
import { type EntrySettings, mapDelivery, mapExchange } from "./map-entry.ts";
import { createMemberRules } from "./member-rules.ts";
import { collectMrz } from "./mrz.ts";
import { Problems } from "./problems.ts";
import type { RecordedCall, RecordedScenario, RecordOptions } from "./recording.ts";
import { replaceValues } from "./replace-values.ts";
import { callbackOf, callsFromTraffic, callsWithDeliveries } from "./scenario-calls.ts";
import { exchangeOf, FileNames, withoutRepeats } from "./scenario-exchanges.ts";
import { collectHeaderSecrets } from "./secret-headers.ts";
import { type SelectedEntries, selectEntries } from "./select-entries.ts";
import { sensitiveStandIns } from "./sensitive-stand-ins.ts";
import { StandIns } from "./stand-ins.ts";
import { findSurvivors } from "./survivors.ts";
import { vocabularyOf } from "./vocabulary.ts";

const shortestKeyBytes = 16;

/**
 * Turns a HAR file into the files of a scenario. Secrets and personal data are replaced by stand-ins that follow from
 * the key: the same value has the same one everywhere, in its form. Times of the traffic stay as they are. What cannot be
 * cleaned, and every text of which nobody says what it is, makes the whole recording fail: there is no half-clean one.
 *
 * Fails with `configuration` (the key is too short) and `invalid_input` (the HAR, the calls, or what cannot be cleaned:
 * `entry 3 response $.person.note: unclean`); messages name places and kinds, never values.
 */
export async function recordScenario(given: RecordOptions): Promise<IdvResult<RecordedScenario>> {
  const options = withPlainAddresses(given);
  const key = typeof options.key === "string" ? new TextEncoder().encode(options.key) : options.key;
  if (key.length < shortestKeyBytes) {
    return failure(new IdvError({ code: "configuration", message: `key: at least ${shortestKeyBytes} bytes` }));
  }
  const har = readHar(options.har);
  if (!har.ok) return har;
  const problems = new Problems();
  const { callbackBaseUrl, hosts } = options;
  const selected = selectEntries(har.value, { hosts, callbackBaseUrl }, problems);
  const [first] = [...selected.exchanges, ...selected.deliveries].sort((a, b) => a.startedAtMs - b.startedAtMs);
  if (first === undefined) {
    if (problems.any) return failure(problems.error());
    return failure(new IdvError({ code: "invalid_input", message: "har: no entry for one of the hosts" }));
  }
  try {
    return await build(options, key, selected, first, problems);
  } catch (cause) {
    // What was thrown (by `resign`, or by a document that is nested too deeply) may quote the traffic.
    return failure(new IdvError({ code: "invalid_input", message: "recording failed", cause }));
  }
}

/** Hosts in lower case, and URLs without a slash at the end: as they are compared. */
function withPlainAddresses(options: RecordOptions): RecordOptions {
  const plain = (url: string) => url.replace(/\/+$/, "");
  const { callbackBaseUrl, returnUrl, hosts } = options;
  return {
    ...options,
    hosts: hosts.map((host) => host.toLowerCase()),
    ...(callbackBaseUrl !== undefined && { callbackBaseUrl: plain(callbackBaseUrl) }),
    ...(returnUrl !== undefined && { returnUrl: plain(returnUrl) }),
  };
}

async function build(
  options: RecordOptions,
  key: Uint8Array,
  selected: SelectedEntries,
  first: HarEntry,
  problems: Problems,
): Promise<IdvResult<RecordedScenario>> {
  const recordedAt = new Date(first.startedAtMs);
  const settings = settingsOf(options, problems);
  const known = new KnownValues();
  const collect = collectValues(known, recordedAt, settings);
  collectAll(options, selected, settings, { known, collect, recordedAt });

  const standIns = new StandIns({ key, recordedAt, known });
  const { traffic, ours } = replaceValues({ ...settings, known, standIns, recordedAt });
  const clean = <T extends JsonValue>(part: string, value: T) => mapJson(value, { part }, settings.rules, ours) as T;

  const names = new FileNames();
  for (const [name, bytes] of Object.entries(options.files ?? {})) names.files.set(name, bytes);
  const exchanges = selected.exchanges.map((entry) => mapExchange(entry, settings, traffic));
  const driverOptions = clean<JsonObject>("options", options.options ?? {});
  const deliveries = [];
  for (const entry of selected.deliveries) {
    const mapped = mapDelivery(entry, settings, traffic);
    const call = await callbackOf(mapped, names, { resign: options.resign, options: driverOptions, problems });
    deliveries.push({ call, atMs: entry.startedAtMs });
  }
  const calls =
    options.calls === undefined
      ? success(callsFromTraffic(exchanges, deliveries, first.startedAtMs))
      : callsWithDeliveries(clean("calls", [...options.calls] as JsonValue[]) as RecordedCall[], deliveries);
  if (!calls.ok) return calls;

  const written = exchanges.flatMap((mapped) => exchangeOf(mapped, names) ?? []);
  const sensitive = sensitiveStandIns(known, standIns);
  const scenario: ScenarioFile = {
    title: String(clean("title", options.title)),
    provenance: { kind: "recorded", source: String(clean("source", options.source)) },
    options: driverOptions,
    ...(options.work !== undefined && {
      work: clean("work", options.work as JsonObject) as ScenarioFile["work"] & object,
    }),
    startsAt: recordedAt.toISOString(),
    calls: calls.value,
    exchanges: withoutRepeats(written),
    ...(sensitive.length > 0 && { sensitive }),
  };
  const expected = clean<JsonObject>("expected", options.expected ?? { pending: {} });
  if (problems.any) return failure(problems.error());
  const invalid = invalidFile(scenario, expected);
  if (invalid !== undefined) return failure(invalid);
  const files = new Map([["scenario.json", jsonFile(scenario)], ["expected.json", jsonFile(expected)], ...names.files]);
  findSurvivors(
    withoutCallers(files, options),
    { known, standIns, vocabulary: vocabularyOf(selected, options) },
    problems,
  );
  if (problems.any) return failure(problems.error());
  return success({ files, dropped: selected.dropped });
}

function settingsOf(options: RecordOptions, problems: Problems): EntrySettings {
  const { callbackBaseUrl, returnUrl, provider, hosts, members, keep, replace = {}, withoutSends = [] } = options;
  // What the kit itself tells a driver: see `startRun`.
  const ownUrls = [
    ...(callbackBaseUrl === undefined ? [] : [{ from: callbackBaseUrl, to: `https://rp.example/idv/${provider}` }]),
    ...(returnUrl === undefined ? [] : [{ from: returnUrl, to: "https://rp.example/done" }]),
  ];
  return {
    hosts,
    ownUrls,
    rules: createMemberRules({ members, keep }),
    problems,
    replace,
    withoutSends,
    callbackBaseUrl,
  };
}

interface Collecting {
  known: KnownValues;
  collect: Change;
  recordedAt: Date;
}

function collectAll(
  options: RecordOptions,
  { exchanges, deliveries }: SelectedEntries,
  settings: EntrySettings,
  { known, collect, recordedAt }: Collecting,
): void {
  for (const secret of options.secrets ?? []) known.add("secret", secret);
  for (const text of options.personalData ?? []) {
    const kind = guessKind(text);
    if (kind === "mrz") collectMrz(text, known, recordedAt);
    else known.add(kind, text);
  }
  const { options: driver = {}, work = {}, expected = {}, calls = [] } = options;
  for (const ours of [driver, work, expected, calls]) {
    mapJson(ours as JsonValue, { part: "settings" }, settings.rules, collect);
  }
  for (const entry of [...exchanges, ...deliveries]) {
    collectHeaderSecrets(entry.requestHeaders, known);
    collectHeaderSecrets(entry.responseHeaders, known);
  }
  for (const entry of exchanges) mapExchange(entry, settings, collect);
  for (const entry of deliveries) mapDelivery(entry, settings, collect);
}

function jsonFile(value: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

/** Replacements and further files are the caller's: an image is not searched for names. */
function withoutCallers(files: ReadonlyMap<string, Uint8Array>, options: RecordOptions): Map<string, Uint8Array> {
  const given = [...Object.values(options.files ?? {}), ...Object.values(options.replace ?? {})];
  return new Map([...files].filter(([, bytes]) => !given.includes(bytes)));
}

/** Our own output is held to the schemas of the loader. */
function invalidFile(scenario: ScenarioFile, expected: JsonObject): IdvError | undefined {
  const parts = [
    { file: "scenario.json", parsed: scenarioSchema.safeParse(scenario) },
    { file: "expected.json", parsed: expectedSchemaFor(expected).safeParse(expected as ExpectedFile) },
  ];
  const wrong = parts.find(({ parsed }) => !parsed.success);
  if (wrong?.parsed.error === undefined) return undefined;
  const message = `${wrong.file}: ${describeIssues(wrong.parsed.error).join("; ")}`;
  return new IdvError({ code: "invalid_input", message });
}
