import { json, OAuthRefusal } from "./answer.ts";
import { checkParameters, checkRedirectUri } from "./authorization-request.ts";
import { authenticateClient } from "./client-authentication.ts";
import { dpopThumbprint } from "./dpop.ts";
import { openRequestObject } from "./request-object.ts";
import { endpoint, type Stage } from "./stage.ts";

const lifetimeSeconds = 60;
const credentials = new Set(["client_secret", "client_assertion", "client_assertion_type"]);

/** RFC 9126: a request is checked and kept before the person's browser sees any of it. */
export async function pushedRequestEndpoint(stage: Stage, request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  const client = await authenticateClient(stage, request, form);
  if (form.has("request_uri")) throw new OAuthRefusal("invalid_request", "request_uri");
  const sent = Object.fromEntries([...form].filter(([name]) => !credentials.has(name)));
  const parameters = await openRequestObject(stage, client, sent);
  checkRedirectUri(client, parameters);
  checkParameters(parameters, client);
  const url = endpoint(stage, "pushed_authorization_request_endpoint");
  const thumbprint = (await dpopThumbprint(stage, request, { url })) ?? parameters.dpop_jkt;
  const requestUri = `urn:ietf:params:oauth:request_uri:${stage.word()}`;
  stage.store.pushed.set(requestUri, {
    clientId: client.clientId,
    parameters,
    ...(thumbprint !== undefined && { dpopThumbprint: thumbprint }),
    expiresAt: stage.seconds() + lifetimeSeconds,
  });
  return json(201, { request_uri: requestUri, expires_in: lifetimeSeconds });
}
