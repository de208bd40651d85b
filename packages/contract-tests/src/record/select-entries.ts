import type { HarEntry } from "./har.ts";
import type { Problems } from "./problems.ts";

export interface SelectedEntries {
  exchanges: HarEntry[];
  /** Requests to the callback base URL. */
  deliveries: HarEntry[];
  dropped: { otherHosts: number; noise: number; unanswered: number };
}

const noisyTypes = ["stylesheet", "script", "font", "manifest", "ping", "preflight", "beacon"];
const noisyPath = /\.(?:css|js|mjs|map|woff2?|ttf|otf|ico)$/i;

/**
 * Sorts the entries: to the provider, to us, and what a browser does besides. Of other hosts only the number of
 * entries is kept: their names can be personal. A WebSocket with the provider is a problem.
 */
export function selectEntries(
  entries: readonly HarEntry[],
  { hosts, callbackBaseUrl }: { hosts: readonly string[]; callbackBaseUrl?: string | undefined },
  problems: Problems,
): SelectedEntries {
  const dropped = { otherHosts: 0, noise: 0, unanswered: 0 };
  const selected: SelectedEntries = { exchanges: [], deliveries: [], dropped };
  for (const entry of entries) {
    const url = URL.canParse(entry.url) ? new URL(entry.url) : undefined;
    const isDelivery = callbackBaseUrl !== undefined && isBelow(entry.url, callbackBaseUrl);
    if (!isDelivery && (url === undefined || !isListed(url, hosts))) dropped.otherHosts += 1;
    else if (entry.resourceType === "websocket" || /^wss?:/i.test(entry.url)) {
      problems.add({ entry: entry.index, part: "request" }, "websocket");
    } else if (isNoise(entry, url)) dropped.noise += 1;
    // A status of 0 means that no answer came, or that the browser did not show it.
    else if (entry.status < 200 && !isDelivery) dropped.unanswered += 1;
    else selected[isDelivery ? "deliveries" : "exchanges"].push(entry);
  }
  return selected;
}

/** Whether a URL is the base or lies below it. */
export function isBelow(url: string, base: string): boolean {
  const rest = url.startsWith(base) ? url.slice(base.length) : undefined;
  return rest !== undefined && /^(?:$|[/?#])/.test(rest);
}

function isListed(url: URL, hosts: readonly string[]): boolean {
  return hosts.some((host) => [url.host, url.hostname].includes(host));
}

function isNoise({ method, resourceType }: HarEntry, url: URL | undefined): boolean {
  return (
    /^(?:OPTIONS|CONNECT|TRACE)$/.test(method) ||
    noisyTypes.includes(resourceType ?? "") ||
    (url !== undefined && noisyPath.test(url.pathname))
  );
}
