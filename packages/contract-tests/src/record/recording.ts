import type { JsonObject } from "@idvkit/core";
import type { CallFile, ScenarioFile } from "../scenario/schema.ts";
import type { ValueKind } from "./value-kind.ts";

/** A call of the recorded scenario: as in `scenario.json`, or `delivery`: the next callback of the HAR. */
export type RecordedCall = Exclude<CallFile, { call: "callback" }> | { call: "delivery"; afterMs?: number };

/** What a delivery is signed anew with: the cleaned options of the driver, whose secrets are stand-ins. */
export interface ResignContext {
  options: JsonObject;
}

/** Gives the headers that make a cleaned delivery authentic again; they are added to the kept ones. */
export type Resign = (
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  context: ResignContext,
) => Record<string, string> | Promise<Record<string, string>>;

export interface RecordOptions {
  /** The parsed HAR 1.2 file. */
  har: unknown;
  /** At least 16 bytes. The same key gives the same stand-ins; without it nothing can be taken back. */
  key: string | Uint8Array;
  /** One sentence for `scenario.json`. */
  title: string;
  /** Where the traffic comes from, in plain words. */
  source: string;
  /** The driver's name, as in its callback URLs. */
  provider: string;
  /** Hosts of the provider (`api.provider.example`, with a port when there is one). All other entries are dropped. */
  hosts: readonly string[];
  /** Requests to it become deliveries; in texts it is replaced by the kit's own. */
  callbackBaseUrl?: string;
  /** In texts it is replaced by the kit's own. */
  returnUrl?: string;
  /** Options of the driver, as they were; written with stand-ins. */
  options?: JsonObject;
  /** The work, as it was; written with stand-ins. */
  work?: NonNullable<ScenarioFile["work"]>;
  /** Default: a dispatch, then each delivery, or as many polls as the HAR shows. */
  calls?: readonly RecordedCall[];
  /** `expected.json` with the values as they were; default `{ "pending": {} }`. */
  expected?: JsonObject;
  /** Values of the person that stand in the traffic, whatever their member is called. */
  personalData?: readonly string[];
  secrets?: readonly string[];
  /** Further members, by name (in any spelling) or JSON path (`$.list[].value`), with the kind of their values. */
  members?: Readonly<Record<string, ValueKind>>;
  /** Members known to be harmless, by name or JSON path. Known values are replaced in them all the same. */
  keep?: readonly string[];
  /** Answers that cannot be cleaned, by entry: its index, or `GET https://host/path/{any}`. The bytes stand instead. */
  replace?: Readonly<Record<string, Uint8Array>>;
  /** Entries (named as in `replace`) whose request body is neither read nor written. */
  withoutSends?: readonly string[];
  /** Further files of the scenario (images of a submit), written as they are. */
  files?: Readonly<Record<string, Uint8Array>>;
  resign?: Resign;
}

export interface RecordedScenario {
  /** The files of the scenario, by name. */
  files: Map<string, Uint8Array>;
  /** What was left out, as counts. */
  dropped: { otherHosts: number; noise: number; unanswered: number };
}
