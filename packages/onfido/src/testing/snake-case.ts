/** Assure spells the names of Onfido's reports in camel case; this gives them back in snake case, at every level. */
export function snakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCase);
  return isMembers(value) ? snakeCaseKeys(value) : value;
}

export function snakeCaseKeys(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).map(([key, child]) => [snakeName(key), snakeCase(child)]));
}

function snakeName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function isMembers(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
