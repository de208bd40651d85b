import { readFileSync } from "node:fs";
import type { DataBlockContents, DataBlockType, FinalStatus, MappingContext } from "@idvkit/core";
import type { OnfidoOrder } from "../src/mapping/order.ts";
import { mapProcess } from "../src/mapping/process.ts";

/** JSON that a test may change at any place. */
export type Json = { [key: string]: Json } & { [index: number]: Json };

export const now = new Date("2026-01-15T10:00:00.000Z");

const fixtures = new URL("../../../fixtures/onfido/", import.meta.url);

/** A body of a scenario, fresh for every call. */
export function fixture(scenario: string, file = "process.json"): Json {
  return JSON.parse(readFileSync(new URL(`${scenario}/${file}`, fixtures), "utf8"));
}

/** A copy of a response with other values at some paths; `undefined` takes the member away. */
export function changed(response: Json, changes: Readonly<Record<string, unknown>>): Json {
  const copy = structuredClone(response);
  for (const [path, value] of Object.entries(changes)) put(copy, path, value);
  return copy;
}

/** Sets a member, making the objects on the way. */
export function put(target: Json, path: string, value: unknown): void {
  const names = path.split("/");
  const last = names.pop() ?? "";
  let at = target;
  for (const name of names) {
    at[name] ??= {} as Json;
    at = at[name] as Json;
  }
  if (value === undefined) delete at[last];
  else at[last] = value as Json;
}

/** The accepted passport with a selfie, all clear, with changes. */
export function passport(changes: Readonly<Record<string, unknown>> = {}): Json {
  return changed(fixture("accepted-passport"), changes);
}

export function contextOf(
  order: Partial<OnfidoOrder> = {},
  artifacts?: MappingContext<OnfidoOrder>["artifacts"],
): MappingContext<OnfidoOrder> {
  return { now, order: { processType: "documentSelfie", ...order }, ...(artifacts !== undefined && { artifacts }) };
}

/** The final status of a response. */
export function mapFinal(raw: unknown, context = contextOf()): FinalStatus {
  const mapped = mapProcess(raw, context);
  if (!mapped.ok) throw mapped.error;
  if (!mapped.value.final) throw new Error("not final");
  return mapped.value;
}

/** The content of the only block of a type. */
export function contentOf<T extends DataBlockType>(status: FinalStatus, type: T): DataBlockContents[T] | undefined {
  return status.contents.find((content) => content.type === type)?.content as DataBlockContents[T] | undefined;
}

export function issuesOf(status: FinalStatus) {
  return contentOf(status, "documentVerification")?.issues ?? [];
}

export function issueCodesOf(status: FinalStatus): string[] {
  return issuesOf(status).map(({ code }) => code);
}

/** Technique to outcome. */
export function checksOf(status: FinalStatus): Record<string, string> {
  const [method] = contentOf(status, "verification")?.methods ?? [];
  if (method?.type !== "documentCheck") throw new Error("no document check");
  return Object.fromEntries(method.checks.map(({ technique, outcome }) => [technique, outcome]));
}
