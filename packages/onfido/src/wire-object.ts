/** An object of a response, nothing known about its members. */
export type WireObject = Readonly<Record<string, unknown>>;

/** The value as an object; undefined for anything else, arrays and null included. */
export function wireObject(value: unknown): WireObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as WireObject) : undefined;
}
