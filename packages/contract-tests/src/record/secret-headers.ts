import type { KnownValues } from "./known-values.ts";

const secretHeader = /authorization|cookie|token|secret|signature|api-?key|x-sha2|password/i;
const shortestCookie = 8;

/** Remembers the secrets of a request's or answer's headers. No such header is ever written. */
export function collectHeaderSecrets(headers: ReadonlyMap<string, string>, known: KnownValues): void {
  for (const [name, value] of headers) {
    if (name === "cookie" || name === "set-cookie") collectCookies(value, known);
    else if (name.endsWith("authorization")) collectCredentials(value, known);
    else if (secretHeader.test(name)) known.add("secret", value);
  }
}

function collectCookies(value: string, known: KnownValues): void {
  for (const pair of value.split(/[;\n]/)) {
    const [, content = ""] = /^[^=]*=(.*)$/.exec(pair.trim()) ?? [];
    if (content.length >= shortestCookie && !/^\/|\s/.test(content)) known.add("secret", content);
  }
}

/** `Basic` holds name and password (RFC 7617), other schemes a token, as such or as `token=`. */
function collectCredentials(value: string, known: KnownValues): void {
  const [, scheme = "", rest = value] = /^(\S+)\s+(.*)$/.exec(value.trim()) ?? [];
  known.add("secret", rest.replace(/^token="?([^"]*)"?$/, "$1"));
  if (scheme.toLowerCase() !== "basic") return;
  const [user = "", ...password] = Buffer.from(rest, "base64").toString().split(":");
  known.add("identifier", decode(user));
  known.add("secret", decode(password.join(":")));
}

/** Client credentials are form-encoded inside (RFC 6749, section 2.3.1). */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
