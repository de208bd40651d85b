import { OAuthRefusal } from "./answer.ts";
import { simulatedAlgorithms } from "./keys.ts";
import type { SimulatedAuthMethod, SimulatedClient } from "./settings.ts";
import { clientOf, endpoint, type Stage } from "./stage.ts";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** The client that sent this form, after it has proven itself the one way that it is registered for (RFC 6749, section 2.3). */
export async function authenticateClient(
  stage: Stage,
  request: Request,
  form: URLSearchParams,
): Promise<SimulatedClient> {
  const basic = basicCredentials(request.headers.get("authorization"));
  const clientId = basic?.id ?? form.get("client_id") ?? (await assertedClient(form));
  const client = clientOf(stage, clientId);
  const method = registeredMethod(client);
  if (usedMethod(basic !== undefined, form, method) !== method) throw unauthenticated("another method is registered");
  if (form.has("client_id") && form.get("client_id") !== client.clientId) throw unauthenticated("two client ids");
  await proofs[method]({ stage, request, form, client, secret: basic?.secret ?? form.get("client_secret") });
  return client;
}

interface Proof {
  stage: Stage;
  request: Request;
  form: URLSearchParams;
  client: SimulatedClient;
  secret: string | null;
}

const proofs: Readonly<Record<SimulatedAuthMethod, (proof: Proof) => void | Promise<void>>> = {
  client_secret_basic: sameSecret,
  client_secret_post: sameSecret,
  private_key_jwt: signedAssertion,
  tls_client_auth: ({ stage, request, client }) => {
    const thumbprint = stage.options.clientCertificate?.(request);
    if (thumbprint === undefined || thumbprint !== client.certificateThumbprint) throw unauthenticated("certificate");
  },
  none: () => undefined,
};

function registeredMethod(client: SimulatedClient): SimulatedAuthMethod {
  if (client.tokenEndpointAuthMethod !== undefined) return client.tokenEndpointAuthMethod;
  if (client.clientSecret !== undefined) return "client_secret_basic";
  return client.jwks === undefined ? "none" : "private_key_jwt";
}

function usedMethod(basic: boolean, form: URLSearchParams, registered: SimulatedAuthMethod): SimulatedAuthMethod {
  if (basic) return "client_secret_basic";
  if (form.has("client_assertion")) return "private_key_jwt";
  if (form.has("client_secret")) return "client_secret_post";
  return registered === "tls_client_auth" ? registered : "none";
}

function sameSecret({ client, secret }: Proof): void {
  if (client.clientSecret === undefined || secret !== client.clientSecret) throw unauthenticated("wrong secret");
}

/** RFC 7523, section 3: signature, issuer, subject, audience, expiry, and every `jti` only once. */
async function signedAssertion({ stage, form, client }: Proof): Promise<void> {
  const { createLocalJWKSet, jwtVerify } = await import("jose");
  if (form.get("client_assertion_type") !== assertionType) throw unauthenticated("client_assertion_type");
  const audiences = [
    stage.issuer,
    endpoint(stage, "token_endpoint"),
    endpoint(stage, "pushed_authorization_request_endpoint"),
    endpoint(stage, "backchannel_authentication_endpoint"),
  ];
  const payload = await jwtVerify(form.get("client_assertion") ?? "", createLocalJWKSet(client.jwks ?? { keys: [] }), {
    issuer: client.clientId,
    subject: client.clientId,
    audience: audiences,
    algorithms: [...simulatedAlgorithms],
    requiredClaims: ["exp", "jti"],
    currentDate: stage.now(),
  }).then(
    (verified) => verified.payload,
    () => undefined,
  );
  if (payload === undefined) throw unauthenticated("assertion");
  if (!stage.store.firstSight("assertion", String(payload.jti))) throw unauthenticated("assertion used before");
}

async function assertedClient(form: URLSearchParams): Promise<string | undefined> {
  const { decodeJwt } = await import("jose");
  try {
    return decodeJwt(form.get("client_assertion") ?? "").sub;
  } catch {
    return undefined;
  }
}

function basicCredentials(authorization: string | null): { id: string; secret: string } | undefined {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const [id = "", ...secret] = Buffer.from(encoded, "base64").toString().split(":");
  return { id: formDecode(id), secret: formDecode(secret.join(":")) };
}

function formDecode(value: string): string {
  return new URLSearchParams(`value=${value}`).get("value") ?? "";
}

function unauthenticated(description: string): OAuthRefusal {
  return new OAuthRefusal("invalid_client", description, 401);
}
