import { lookup as resolve } from "node:dns";
import { type ClientRequestArgs, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { type Duplex, PassThrough } from "node:stream";
import type { SecureContextOptions } from "node:tls";
import { failure, IdvError, type IdvResult, success } from "@idvkit/core";
import type { HttpAgents } from "./http-call.ts";
import { isPublicAddress, parseNetworks } from "./private-ranges.ts";

export interface EgressGuardOptions {
  /** Networks in CIDR notation that may be reached although they are not public: self-hosted providers, tests. */
  allow?: readonly string[];
  /** Default false: only `https:`. */
  allowHttp?: boolean;
  /** Resolves names. Default `dns.lookup`. */
  lookup?: LookupFunction;
  /** The client's own certificate and key, as PEM, for servers that ask for one (RFC 8705). */
  clientCertificate?: { certificate: string; privateKey: string };
  /** PEM certificates that servers are checked against, in place of Node's own. */
  certificateAuthorities?: readonly string[];
}

/** Keeps requests to URLs that somebody else supplied away from inner networks. */
export interface EgressGuard {
  /** Refuse with an `IdvError` (`invalid_input`) before any connection to an address that is not public. */
  agents: HttpAgents;
  /** Whether a URL may be asked at all: scheme, no credentials, no closed address as host. Fails with `invalid_input`. */
  checkUrl(url: string | URL): IdvResult<URL>;
}

/**
 * Makes agents that check the address that is really connected to. The check sits in the look-up of the connection itself, so
 * the address that was checked is the one that is used: a name that resolves differently a moment later (DNS rebinding) gains
 * nothing. A name is refused when any of its addresses is closed.
 *
 * Throws `configuration` for a wrong network in `allow`.
 */
export function createEgressGuard(options: EgressGuardOptions = {}): EgressGuard {
  const isAllowed = parseNetworks(options.allow ?? []);
  const isOpen = (address: string): boolean => isPublicAddress(address) || isAllowed(address);
  const lookup = guardedLookup(options.lookup ?? (resolve as LookupFunction), isOpen);
  const allowHttp = options.allowHttp ?? false;

  /** What is wrong with a connection before any name is resolved. Hosts that are addresses are never looked up. */
  function refusal({ host, path, socketPath }: ClientRequestArgs): IdvError | undefined {
    if (path || socketPath) return refused("not a network address");
    if (typeof host === "string" && isIP(host) !== 0 && !isOpen(host)) return notPublic();
    return undefined;
  }

  return {
    agents: {
      http: new GuardedHttpAgent(lookup, (args) => (allowHttp ? refusal(args) : refused("only https"))),
      https: new GuardedHttpsAgent(lookup, refusal, tlsOptions(options)),
    },
    checkUrl(input) {
      const url = typeof input === "string" ? URL.parse(input) : input;
      if (url === null) return failure(refused("not a URL"));
      if (url.protocol !== "https:" && !(allowHttp && url.protocol === "http:")) return failure(refused("only https"));
      if (url.username !== "" || url.password !== "") return failure(refused("credentials in the URL"));
      const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
      return isIP(host) !== 0 && !isOpen(host) ? failure(notPublic()) : success(url);
    },
  };
}

function tlsOptions({ clientCertificate, certificateAuthorities }: EgressGuardOptions): SecureContextOptions {
  return {
    ...(clientCertificate !== undefined && { cert: clientCertificate.certificate, key: clientCertificate.privateKey }),
    ...(certificateAuthorities !== undefined && { ca: [...certificateAuthorities] }),
  };
}

function refused(problem: string): IdvError {
  return new IdvError({ code: "invalid_input", message: `egress: ${problem}` });
}

function notPublic(): IdvError {
  return refused("address is not public");
}

function guardedLookup(lookup: LookupFunction, isOpen: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, found, family) => {
      if (error) return callback(error, found, family);
      const addresses = typeof found === "string" ? [found] : found.map((entry) => entry.address);
      return addresses.every(isOpen) ? callback(null, found, family) : callback(notPublic(), "");
    });
  };
}

type Refusal = (args: ClientRequestArgs) => IdvError | undefined;
type Connected = (error: Error | null, stream: Duplex) => void;

/** Node takes an error through the callback; the stream beside it is never looked at. */
function refuse(error: IdvError, connected: Connected | undefined): undefined {
  if (connected === undefined) throw error;
  connected(error, new PassThrough());
}

class GuardedHttpAgent extends HttpAgent {
  readonly #refusal: Refusal;

  constructor(lookup: LookupFunction, refusal: Refusal) {
    super({ keepAlive: true, lookup });
    this.#refusal = refusal;
  }

  override createConnection(args: ClientRequestArgs, connected?: Connected): Duplex | null | undefined {
    const error = this.#refusal(args);
    return error === undefined ? super.createConnection(args, connected) : refuse(error, connected);
  }
}

class GuardedHttpsAgent extends HttpsAgent {
  readonly #refusal: Refusal;

  constructor(lookup: LookupFunction, refusal: Refusal, tls: SecureContextOptions) {
    super({ keepAlive: true, lookup, ...tls });
    this.#refusal = refusal;
  }

  override createConnection(args: ClientRequestArgs, connected?: Connected): Duplex | null | undefined {
    const error = this.#refusal(args);
    return error === undefined ? super.createConnection(args, connected) : refuse(error, connected);
  }
}
