import { createSecureContext, type SecureContextOptions } from "node:tls";
import { type IdvResult, success } from "@idvkit/core";
import { createEgressGuard, createGuardedFetch, readSecret } from "@idvkit/driver-kit";
import { provider } from "../profile.ts";
import { refuse } from "../refusal.ts";
import type { RelyingPartySettings } from "./settings.ts";

export type Network = typeof fetch;

/**
 * The one way out of a relying party: every address is guarded, also after DNS and redirects. It is opened at the first
 * call, because a client certificate may be behind a function.
 */
export function createNetwork(settings: RelyingPartySettings): () => Promise<IdvResult<Network>> {
  let opened: Promise<IdvResult<Network>> | undefined;
  return async () => {
    opened ??= openNetwork(settings);
    const network = await opened;
    if (!network.ok) opened = undefined;
    return network;
  };
}

async function openNetwork(settings: RelyingPartySettings): Promise<IdvResult<Network>> {
  const { allow, allowHttp, certificateAuthorities, lookup } = settings.network;
  const clientCertificate = await readClientCertificate(settings);
  if (!clientCertificate.ok) return clientCertificate;
  const certificates = certificateProblem(clientCertificate.value, certificateAuthorities);
  if (certificates !== undefined) return certificates;
  const guard = createEgressGuard({
    allow,
    allowHttp,
    ...(lookup !== undefined && { lookup }),
    ...(clientCertificate.value !== undefined && { clientCertificate: clientCertificate.value }),
    ...(certificateAuthorities !== undefined && { certificateAuthorities }),
  });
  return success(createGuardedFetch({ provider, guard, rejectUnavailable: true, ...settings.http }));
}

/** Node would find out at the first connection, and it would look like a fault of the network. */
function certificateProblem(
  own: { certificate: string; privateKey: string } | undefined,
  authorities: readonly string[] | undefined,
): IdvResult<never> | undefined {
  if (own !== undefined && !isUsable({ cert: own.certificate, key: own.privateKey })) {
    return refuse("configuration", "clientCertificate: expected a PEM certificate and its key");
  }
  if (authorities !== undefined && !isUsable({ ca: [...authorities] })) {
    return refuse("configuration", "network.certificateAuthorities: expected PEM certificates");
  }
  return undefined;
}

function isUsable(options: SecureContextOptions): boolean {
  try {
    createSecureContext(options);
    return true;
  } catch {
    return false;
  }
}

async function readClientCertificate({
  clientCertificate,
}: RelyingPartySettings): Promise<IdvResult<{ certificate: string; privateKey: string } | undefined>> {
  if (clientCertificate === undefined) return success(undefined);
  const certificate = await readSecret(clientCertificate.certificate, "clientCertificate.certificate");
  if (!certificate.ok) return certificate;
  const privateKey = await readSecret(clientCertificate.privateKey, "clientCertificate.privateKey");
  if (!privateKey.ok) return privateKey;
  return success({ certificate: certificate.value, privateKey: privateKey.value });
}
