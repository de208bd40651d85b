/** The result of one check in a report. Without a result it was not performed. */
export interface SubBreakdown {
  result?: string;
  properties: Record<string, unknown>;
}

export interface Breakdown {
  result?: string;
  breakdown?: Record<string, SubBreakdown>;
}

export type Breakdowns = Record<string, Breakdown>;

/** Subs that all passed, by their names. */
export function clear(...names: string[]): Record<string, SubBreakdown> {
  return Object.fromEntries(names.map((name) => [name, { result: "clear", properties: {} }]));
}

/** Subs that were not performed: the provider lists them without a result. */
export function notPerformed(...names: string[]): Record<string, SubBreakdown> {
  return Object.fromEntries(names.map((name) => [name, { properties: {} }]));
}

/** One sub with a result and, where it has any, properties. */
export function sub(
  name: string,
  result: string,
  properties: Record<string, unknown> = {},
): Record<string, SubBreakdown> {
  return { [name]: { result, properties } };
}

/** A sub that passed with all of these properties clear. */
export function clearWith(name: string, ...properties: string[]): Record<string, SubBreakdown> {
  return sub(name, "clear", Object.fromEntries(properties.map((property) => [property, "clear"])));
}

/**
 * A group of subs. Its result is `consider` when a sub is not clear, absent when none was performed, else `clear`
 * (Onfido's rule: any sub that is `consider` or `unidentified` makes the group `consider`).
 */
export function group(...subs: Record<string, SubBreakdown>[]): Breakdown {
  const breakdown = Object.assign({}, ...subs) as Record<string, SubBreakdown>;
  const results = Object.values(breakdown).flatMap(({ result }) => result ?? []);
  if (results.length === 0) return { breakdown };
  return { result: results.every((result) => result === "clear") ? "clear" : "consider", breakdown };
}

/** One line for each group that has a result, as Assure puts them beside the breakdowns. */
export function summary(breakdowns: Breakdowns): Record<string, string> {
  return Object.fromEntries(
    Object.entries(breakdowns).flatMap(([name, { result }]) => (result === undefined ? [] : [[name, result]])),
  );
}
