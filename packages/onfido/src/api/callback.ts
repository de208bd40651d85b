import {
  type CallbackAddress,
  type HttpRequest,
  type IdvResult,
  type Secret,
  type StepWork,
  success,
} from "@idvkit/core";
import { acknowledged, deliveryIdOf, personDone } from "@idvkit/driver-kit";
import { refuse } from "../refusal.ts";
import { stepRef } from "./step-ref.ts";
import { verifyWebhook } from "./webhook.ts";
import { onfidoEvents, readWebhookEvent, type WebhookDelivery } from "./webhook-event.ts";

/**
 * Requests that come in. Two kinds:
 * `POST …/webhooks`: an event of Onfido, registered once in its Dashboard, signed with the webhook's token;
 * `GET …/link-return/<ref>`: the person comes back from the hosted page.
 */
const webhookSegment = "webhooks";
const returnSegment = "link-return";

export type ApiDelivery = WebhookDelivery | { kind: "return"; ref: string };

/** Ref of the person's return, which is needed before Onfido names its run. */
export function returnRef(work: StepWork): string {
  return `onfido:return/${stepRef(work)}`;
}

/** Where the hosted page sends the person back to. */
export function linkReturnUrl(work: StepWork): string {
  return `${(work.callbackBaseUrl ?? "").replace(/\/+$/, "")}/${returnSegment}/${stepRef(work)}`;
}

/**
 * Reads a request. Fails with `invalid_callback` for a webhook that Onfido did not sign, with `unsupported` for any other
 * path or method, and for webhooks as long as no token is configured.
 */
export async function readDelivery(
  request: HttpRequest,
  tokens: readonly Secret[] | undefined,
): Promise<IdvResult<ApiDelivery>> {
  const url = URL.parse(request.url);
  if (url === null) return refuse("invalid_input", "request.url: not absolute");
  const segments = url.pathname.split("/").filter((segment) => segment !== "");
  const last = segments.at(-1) ?? "";
  if (request.method === "GET" && segments.at(-2) === returnSegment) {
    return success({ kind: "return", ref: `onfido:return/${last}` });
  }
  if (request.method !== "POST" || last !== webhookSegment) return refuse("unsupported", "request: no such resource");
  if (tokens === undefined) return refuse("unsupported", "options.webhookTokens: without them no webhook is taken");
  const authentic = await verifyWebhook(request, tokens);
  return authentic.ok ? readWebhookEvent(request.body) : authentic;
}

/** Says whom a request is for; see {@link readDelivery} for the errors. */
export async function addressCallback(
  request: HttpRequest,
  tokens: readonly Secret[] | undefined,
): Promise<IdvResult<CallbackAddress>> {
  const read = await readDelivery(request, tokens);
  if (!read.ok) return read;
  const delivery = read.value;
  if (delivery.kind === "otherEvent") return success({ kind: "ignore", reply: acknowledged() });
  const refs: [string] = [delivery.ref];
  // Onfido's events carry no id of their own.
  const deliveryId = deliveryIdOf(request);
  if (delivery.kind === "return") {
    return success({ kind: "delivery", refs, deliveryId, late: personDone(), person: true });
  }
  const { mayRevise } = onfidoEvents[delivery.action];
  return success({ kind: "delivery", refs, deliveryId, late: acknowledged(), ...(mayRevise && { mayRevise }) });
}
