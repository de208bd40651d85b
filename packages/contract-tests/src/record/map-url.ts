import type { Change } from "./leaves.ts";
import type { MemberRules, Verdict } from "./member-rules.ts";
import type { Place, Problems } from "./problems.ts";
import { isBelow } from "./select-entries.ts";
import { isIpAddress, shapeOf } from "./text-shapes.ts";

/** URLs of ours, with what the kit uses in their stead. */
export type OwnUrls = readonly { from: string; to: string }[];

export interface UrlSettings {
  hosts: readonly string[];
  ownUrls: OwnUrls;
  rules: MemberRules;
  problems: Problems;
}

const exampleHost = /(?:^|\.)(?:example(?:\.(?:com|org|net))?|localhost|invalid|test)$/;
const opaqueSegment = /^(?=.*\d)[\w.~-]{8,}$|^\d{4,}$/;
const plainSegment = /^[A-Za-z0-9_.:~-]*$/;

/** Rebuilds a URL: a host that is not the provider's, every path segment and every query parameter changed. */
export function mapUrl(text: string, place: Place, settings: UrlSettings, change: Change): string {
  const own = settings.ownUrls.find(({ from }) => isBelow(text, from));
  if (own !== undefined) return own.to + mapRest(text.slice(own.from.length), place, settings, change);
  if (!URL.canParse(text)) return mapRest(text, place, settings, change);
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") settings.problems.add(place, "credentials_in_url");
  const rest = mapRest(`${url.pathname}${url.search}${url.hash}`, place, settings, change);
  if (settings.hosts.includes(url.host) || settings.hosts.includes(url.hostname) || exampleHost.test(url.hostname)) {
    return `${url.protocol}//${url.host}${rest}`;
  }
  const verdict: Verdict = isIpAddress(url.hostname) ? "ip" : "name";
  const label = verdict === "ip" ? url.hostname : url.hostname.replace(/[^a-z]/g, "");
  const host = String(change.value({ value: label, verdict, place: { ...place, part: `${place.part} host` } }));
  return `${url.protocol}//${verdict === "ip" ? host : `${host}.example`}${rest}`;
}

/** The part after the host: path, query and fragment. */
export function mapRest(rest: string, place: Place, settings: UrlSettings, change: Change): string {
  const [, path = "", query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(rest) ?? [];
  const segments = path.split("/").map((segment, index) => mapSegment(segment, index, place, change));
  const tail = fragment === undefined || fragment === "" ? "" : `#${mapFragment(fragment, place, settings, change)}`;
  return `${segments.join("/")}${query === undefined ? "" : `?${mapQuery(query, place, settings, change)}`}${tail}`;
}

/** Query parameters and form fields by their names, like members of an object. */
export function mapFields(
  fields: Iterable<readonly [string, string]>,
  place: Place,
  settings: UrlSettings,
  change: Change,
): [string, string][] {
  return [...fields].map(([name, value], index) => {
    const shown = /^[A-Za-z_][\w.-]{0,39}$/.test(name) && !/\d{4}/.test(name) ? name : `?${index}`;
    const at = { ...place, part: `${place.part}.${shown}` };
    // Here a code is one to redeem, and a state the client's own.
    const found = settings.rules.verdictOf({ name, path: `$.${name}` }, value);
    const verdict = found === "code" || found === "region" ? "secret" : found;
    const changed =
      verdict === "url" && URL.canParse(value)
        ? mapUrl(value, at, settings, change)
        : String(change.value({ value, verdict, place: at }));
    return [change.key(name, at), changed];
  });
}

function mapQuery(query: string, place: Place, settings: UrlSettings, change: Change): string {
  const at = { ...place, part: `${place.part} query` };
  return new URLSearchParams(mapFields(new URLSearchParams(query), at, settings, change)).toString();
}

function mapFragment(fragment: string, place: Place, settings: UrlSettings, change: Change): string {
  if (fragment.includes("=")) return mapQuery(fragment, place, settings, change);
  return mapSegment(fragment, 0, place, change);
}

function mapSegment(segment: string, index: number, place: Place, change: Change): string {
  const value = decode(segment);
  if (value === "") return segment;
  const at = { ...place, part: `${place.part} path[${index}]` };
  const changed = String(change.value({ value, verdict: verdictOfSegment(value), place: at }));
  return changed === value ? segment : encodeURIComponent(changed);
}

function verdictOfSegment(value: string): Verdict {
  const shape = shapeOf(value);
  if (shape !== undefined) return shape;
  if (opaqueSegment.test(value)) return "identifier";
  // Plain words are the provider's own paths; known values are still looked for in them.
  return plainSegment.test(value) ? "kept" : "unknown";
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
