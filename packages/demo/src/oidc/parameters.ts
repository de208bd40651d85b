/** Parameters that somebody could go on with, or that only mean something to machines. */
const opaque = new Set(["state", "nonce", "code", "code_challenge", "request", "request_uri", "response"]);
const shownLength = 6;

/** What a URL says, for people: its address, and its parameters, the opaque ones shortened. */
export function urlDetails(url: string): string[] {
  const { origin, pathname, searchParams } = new URL(url);
  const parameters = [...searchParams].map(([name, value]) => `${name}=${opaque.has(name) ? shortened(value) : value}`);
  return [`${origin}${pathname}`, parameters.join(" · ")];
}

/** The beginning of what was made by chance: enough to see that it is the same, too little to go on with. A name in front (`urn:…:`) is left out. */
export function shortened(value: string): string {
  if (value.split(".").length > 2) return `(a JWT of ${value.length} characters)`;
  return `${value.slice(value.lastIndexOf(":") + 1).slice(0, shownLength)}…`;
}
