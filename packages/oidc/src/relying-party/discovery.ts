import { type IdvResult, success } from "@idvkit/core";
import { refuse } from "../refusal.ts";
import { fetchJson } from "./fetch-json.ts";
import type { Network } from "./network.ts";
import type { RelyingPartySettings } from "./settings.ts";
import { readServerMetadata, type ServerMetadata } from "./wire.ts";

const wellKnown = "/.well-known/openid-configuration";

/** Where to ask, and which issuer the answer must name. */
export interface DiscoveryTarget {
  url: string;
  expectedIssuer: string;
}

/**
 * What to discover. The well-known form of the address says the issuer (OpenID Connect Discovery 1.0, section 4); an
 * address of another form is asked as it is, which needs `expectedIssuer`. There is always an issuer to compare with:
 * openid-client's own discovery would skip that for the well-known form.
 */
export function discoveryTarget({
  issuer,
  discoveryUrl,
  expectedIssuer,
}: Pick<RelyingPartySettings, "issuer" | "discoveryUrl" | "expectedIssuer">): IdvResult<DiscoveryTarget> {
  if (issuer !== undefined) {
    return success({ url: `${issuer.replace(/\/$/, "")}${wellKnown}`, expectedIssuer: expectedIssuer ?? issuer });
  }
  if (discoveryUrl === undefined) return refuse("configuration", "options.issuer: missing");
  if (expectedIssuer !== undefined) return success({ url: discoveryUrl, expectedIssuer });
  if (!discoveryUrl.endsWith(wellKnown) || /[?#]/.test(discoveryUrl)) {
    return refuse("configuration", "options.expectedIssuer: needed for a discoveryUrl of this form");
  }
  return success({ url: discoveryUrl, expectedIssuer: discoveryUrl.slice(0, -wellKnown.length) });
}

/** Fetches a provider's metadata and checks whose they are (OpenID Connect Discovery 1.0, section 4.3). */
export async function discover(
  settings: Pick<RelyingPartySettings, "issuer" | "discoveryUrl" | "expectedIssuer">,
  network: Network,
): Promise<IdvResult<ServerMetadata>> {
  const target = discoveryTarget(settings);
  if (!target.ok) return target;
  const { url, expectedIssuer } = target.value;
  const document = await fetchJson(url, network, { name: "metadata", redirect: "manual" });
  if (!document.ok) return document;
  const metadata = readServerMetadata(document.value);
  return metadata.ok ? checkIssuer(metadata.value, expectedIssuer) : metadata;
}

/** A template in place of an issuer (Entra ID's `common`) would let every tenant of that provider in. */
function checkIssuer(metadata: ServerMetadata, expected: string): IdvResult<ServerMetadata> {
  const { issuer } = metadata;
  if (/[{}]/.test(issuer)) return refuse("configuration", "issuer: names no tenant", { reason: "issuer_not_one" });
  if (isSameIssuer(issuer, expected)) return success(metadata);
  return refuse("invalid_response", "metadata.issuer: another issuer", { reason: "discovery_issuer_mismatch" });
}

/** One slash at the end is a common slip in configurations; what the provider says is what tokens are compared with. */
function isSameIssuer(said: string, expected: string): boolean {
  return said.replace(/\/$/, "") === expected.replace(/\/$/, "");
}
