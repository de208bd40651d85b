import type { JsonObject, JsonValue } from "@idvkit/core";
import { type WireObject, wireObject } from "../wire-object.ts";
import type { OnfidoAnswer } from "./answer.ts";
import { follow, spellingsOf } from "./spelling.ts";
import { readDay, readText } from "./value-kinds.ts";

/**
 * An attribute of the result, and where it comes from: the first source that has a usable value. `documentVerification`
 * and `facialSimilarity` are the reports of either channel, in Assure's spelling.
 */
export interface OnfidoAttribute {
  /** A dot leads into an object. */
  attribute: string;
  sources: readonly string[];
}

type Read = (value: unknown) => JsonValue | undefined;
type Row = readonly [name: string, sources: readonly string[], read: Read];

const document = "documentVerification";
const face = "facialSimilarity";

const drivingLicenceRows: readonly Row[] = [
  ["restricted", [`${document}.restrictedLicence`], readFlag],
  ["rawVehicleClasses", [`${document}.rawVehicleClasses`], readText],
  [
    "vehicleClassDetails",
    [`${document}.vehicleClassDetails`, `${document}.drivingLicenceInformation`],
    readVehicleClasses,
  ],
  ["manualTransmissionRestriction", [`${document}.manualTransmissionRestriction`], readFlag],
  ["passengerVehicle", [`${document}.passengerVehicle`], readDays],
];

const rows: readonly Row[] = [
  ["aliasName", [`${document}.aliasName`], readText],
  ["similarityScore", ["finalResult.similarityScore", `${face}.similarityScore`], readText],
  ["faceMatchScore", [`${face}.breakdowns.faceComparison.breakdown.faceMatch.properties.score`], readScore],
  [
    "fraudSuspected",
    [`${document}.subResult`, `${face}.subResult`, `${document}.rawReport.subResult`, `${face}.rawReport.subResult`],
    readSuspicion,
  ],
];

/** Every attribute that a result may have. */
export const onfidoAttributes: readonly OnfidoAttribute[] = [
  ...drivingLicenceRows.map(([name, sources]) => ({ attribute: `drivingLicence.${name}`, sources })),
  ...rows.map(([attribute, sources]) => ({ attribute, sources })),
];

const readDrivingLicence = readerOf(drivingLicenceRows);
const readAttributes = readerOf(rows);

/** The attributes of a process; what is absent or of the wrong type is left out. */
export function mapAttributes({ finalResult, document, face, suspected }: OnfidoAnswer): Record<string, JsonValue> {
  const raw = { finalResult, documentVerification: document?.data, facialSimilarity: face?.data };
  const drivingLicence = readDrivingLicence(raw);
  return {
    ...(Object.keys(drivingLicence).length > 0 && { drivingLicence }),
    ...readAttributes(raw),
    ...(suspected && { fraudSuspected: true }),
  };
}

function readerOf(table: readonly Row[]): (raw: WireObject) => JsonObject {
  const steps = table.flatMap(([name, sources, read]) =>
    sources.map((source) => ({ name, path: source.split(".").map(spellingsOf), read })),
  );
  return (raw) => {
    const values: JsonObject = {};
    for (const { name, path, read } of steps) {
      const value = read(follow(raw, path));
      if (value !== undefined) values[name] ??= value;
    }
    return values;
  };
}

function readFlag(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function readScore(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 && value <= 1 ? value : undefined;
}

function readSuspicion(value: unknown): true | undefined {
  return value === "suspected" ? true : undefined;
}

/** When a class was obtained and until when it is valid. */
function readDays(value: unknown): JsonObject | undefined {
  const obtainmentDate = readDay(wireObject(value)?.obtainmentDate);
  const expiryDate = readDay(wireObject(value)?.expiryDate);
  if (obtainmentDate === undefined && expiryDate === undefined) return undefined;
  return { ...(obtainmentDate !== undefined && { obtainmentDate }), ...(expiryDate !== undefined && { expiryDate }) };
}

/** Vehicle classes with their days; an entry without a category is left out. */
function readVehicleClasses(value: unknown): JsonObject[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const classes = value.flatMap((entry: unknown) => {
    const category = readText(wireObject(entry)?.category);
    return category === undefined ? [] : [{ category, ...readDays(entry) }];
  });
  return classes.length > 0 ? classes : undefined;
}
