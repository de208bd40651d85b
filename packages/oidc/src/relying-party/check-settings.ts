import { type IdvError, isIdvError } from "@idvkit/core";
import { createEgressGuard } from "@idvkit/driver-kit";
import { oidcError } from "../refusal.ts";
import { authMethodOf } from "./client-authentication.ts";
import { discoveryTarget } from "./discovery.ts";
import type { RelyingPartySettings } from "./settings.ts";
import { isProvingAlgorithm } from "./signing-algorithms.ts";

/**
 * What cannot be right in the settings of a relying party, beyond their shape; undefined when nothing is wrong. The
 * message names a path below `options`, never a value.
 */
export function settingsProblem(settings: RelyingPartySettings): IdvError | undefined {
  const problem = problems.map((find) => find(settings)).find((found) => found !== undefined);
  return typeof problem === "string" ? oidcError("configuration", problem) : problem;
}

type Problem = string | IdvError | undefined;

const problems: readonly ((settings: RelyingPartySettings) => Problem)[] = [
  ({ issuer, discoveryUrl }) =>
    issuer !== undefined && discoveryUrl !== undefined ? "options.discoveryUrl: beside an issuer" : undefined,
  targetProblem,
  (settings) => addressProblem("issuer", settings) ?? addressProblem("discoveryUrl", settings),
  networkProblem,
  keyProblem,
  algorithmProblem,
];

function targetProblem(settings: RelyingPartySettings): Problem {
  const target = discoveryTarget(settings);
  return target.ok ? undefined : target.error;
}

/** An issuer has no query and no fragment (OpenID Connect Core, section 2); a discovery address may have a query. */
function addressProblem(name: "issuer" | "discoveryUrl", settings: RelyingPartySettings): Problem {
  const address = settings[name];
  if (address === undefined) return undefined;
  const { protocol, username, password, search, hash } = new URL(address);
  if (protocol !== "https:" && !settings.network.allowHttp) return `options.${name}: only https`;
  if (username !== "" || password !== "") return `options.${name}: with credentials`;
  if (hash !== "") return `options.${name}: with a fragment`;
  return name === "issuer" && search !== "" ? "options.issuer: with a query" : undefined;
}

function networkProblem({ network }: RelyingPartySettings): Problem {
  try {
    createEgressGuard({ allow: network.allow });
    return undefined;
  } catch (thrown) {
    return isIdvError(thrown) ? `options.network.${thrown.message}` : "options.network.allow: cannot be used";
  }
}

function keyProblem(settings: RelyingPartySettings): Problem {
  const method = authMethodOf(settings);
  const needsSecret = method === "client_secret_basic" || method === "client_secret_post";
  if (needsSecret && settings.clientSecret === undefined) return "options.clientSecret: missing";
  const signs = method === "private_key_jwt" || settings.requestObject;
  if (signs && settings.signingKey === undefined) return "options.signingKey: missing";
  return method === "tls_client_auth" && settings.clientCertificate === undefined
    ? "options.clientCertificate: missing"
    : undefined;
}

/** What is signed with a shared secret, or not at all, proves nothing. */
function algorithmProblem(settings: RelyingPartySettings): Problem {
  const names = ["idTokenSignedResponseAlg", "userInfoSignedResponseAlg", "authorizationSignedResponseAlg"] as const;
  const wrong = names.find((name) => {
    const algorithm = settings[name];
    return algorithm !== undefined && !isProvingAlgorithm(algorithm);
  });
  return wrong === undefined ? undefined : `options.${wrong}: proves nothing`;
}
