/** Letters, digits and inner hyphens. No `xn--`: an internationalised name could look like another one. */
const hostLabel = /^(?!xn--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
/** Unreserved characters (RFC 3986, section 2.3): no percent encoding, nothing that a parser could read as something else. */
const pathSegment = /^(?!\.{1,2}$)[A-Za-z0-9._~-]+$/;

interface Address {
  labels: readonly string[];
  segments: readonly string[];
}

/**
 * Whether an issuer is one of those that a pattern stands for. Both are read as plain text, never repaired: `https` only, no port, user,
 * query, fragment, percent encoding or internationalised host. In a pattern `*` stands for exactly one label of the host, but never for
 * one of the last two, or for exactly one segment of the path. The host is compared without case, the path with case; one slash at the
 * end of either text is ignored. What cannot be read so matches nothing.
 */
export function matchesIssuer(issuer: string, pattern: string): boolean {
  const address = readAddress(issuer);
  const wanted = readAddress(pattern);
  if (address === undefined || wanted === undefined || !isSafe(wanted) || hasWildcard(address)) return false;
  return matchesParts(address.labels, wanted.labels) && matchesParts(address.segments, wanted.segments);
}

/** Whether `matchesIssuer` understands the pattern. */
export function isIssuerPattern(pattern: string): boolean {
  const address = readAddress(pattern);
  return address !== undefined && isSafe(address);
}

function readAddress(text: string): Address | undefined {
  const parts = /^https:\/\/([^/]+)(?:\/(.*))?$/i.exec(text);
  if (parts === null) return undefined;
  const labels = (parts[1] ?? "").toLowerCase().split(".");
  const path = (parts[2] ?? "").replace(/\/$/, "");
  const segments = path === "" ? [] : path.split("/");
  if (parts[2] === "/" || labels.length < 2 || !labels.every((label) => label === "*" || hostLabel.test(label))) {
    return undefined;
  }
  return segments.every((segment) => segment === "*" || pathSegment.test(segment)) ? { labels, segments } : undefined;
}

/** `*.com` would be everybody. */
function isSafe({ labels }: Address): boolean {
  return !labels.slice(-2).includes("*");
}

function hasWildcard({ labels, segments }: Address): boolean {
  return labels.includes("*") || segments.includes("*");
}

function matchesParts(parts: readonly string[], wanted: readonly string[]): boolean {
  return parts.length === wanted.length && wanted.every((want, place) => want === "*" || want === parts[place]);
}
