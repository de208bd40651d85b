import { IdvError, type IdvMethodDriver } from "@idvkit/core";

/** Which driver a URL belongs to, and the URL as the outside world spells it. */
export interface CallbackRoute {
  driver: IdvMethodDriver;
  driverId: string;
  url: string;
}

export interface CallbackRouteOptions {
  drivers: Readonly<Record<string, IdvMethodDriver>>;
  publicOrigin: string;
  mountPath?: string;
}

/**
 * Makes the function that finds the driver of a request's URL, or null.
 * Throws an `IdvError` with code `configuration` when the origin or the path cannot be used.
 */
export function createCallbackRoute(options: CallbackRouteOptions): (requestUrl: string) => CallbackRoute | null {
  const origin = checkOrigin(options.publicOrigin);
  const prefix = checkMountPath(options.mountPath ?? "/");
  return (requestUrl) => {
    const { pathname, search } = new URL(requestUrl);
    if (!pathname.startsWith(prefix)) return null;
    const driverId = decodeSegment(pathname.slice(prefix.length).split("/", 1)[0] ?? "");
    const driver = Object.hasOwn(options.drivers, driverId) ? options.drivers[driverId] : undefined;
    // Joined as text: resolving a path that begins with two slashes would replace the origin.
    return driver === undefined ? null : { driver, driverId, url: `${origin}${pathname}${search}` };
  };
}

function checkOrigin(publicOrigin: string): string {
  const url = URL.parse(publicOrigin);
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  if (isOrigin) return url.origin;
  throw new IdvError({ code: "configuration", message: "publicOrigin: expected an http(s) origin without a path" });
}

/** The path with one slash at its end. */
function checkMountPath(mountPath: string): string {
  if (/^\/[^?#]*$/.test(mountPath)) return mountPath.replace(/\/*$/, "/");
  throw new IdvError({ code: "configuration", message: "mountPath: expected a path that begins with a slash" });
}

/** A segment that is not decodable names no driver. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}
