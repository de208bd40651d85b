import { type CallbackAddress, type HttpRequest, type IdvResult, type Secret, success } from "@idvkit/core";
import { acknowledged, deliveryIdOf, personDone, verifyHmac } from "@idvkit/driver-kit";
import { type AcmeEvent, finishedEvent, readEvent } from "./api/wire.ts";
import { refuse } from "./refusal.ts";

/**
 * Requests that come in:
 * `POST …/events`: an event of Acme, signed over its body, registered once in its console;
 * `GET …/return?session=…`: the person comes back.
 */
const eventSegment = "events";
const returnSegment = "return";

/** Lower-case hex HMAC-SHA256 of the body. */
const signatureHeader = "x-acme-signature";

/** What a request says. It is a hint: the outcome is always read from Acme. */
export type AcmeDelivery = ({ kind: "event" } & AcmeEvent) | { kind: "return"; sessionId: string };

/** Where Acme sends the person back to. */
export function returnUrlOf(callbackBaseUrl: string): string {
  return `${callbackBaseUrl.replace(/\/+$/, "")}/${returnSegment}`;
}

/**
 * Reads and authenticates a request. Fails with `invalid_callback` for a signature that is missing or wrong, with
 * `invalid_input` for a request that names no session, with `unsupported` for any other path or method.
 */
export async function readDelivery(request: HttpRequest, secrets: readonly Secret[]): Promise<IdvResult<AcmeDelivery>> {
  const url = URL.parse(request.url);
  const segment = url?.pathname.split("/").findLast((part) => part !== "");
  if (request.method === "GET" && segment === returnSegment) return readReturn(url?.searchParams);
  if (request.method !== "POST" || segment !== eventSegment) return refuse("unsupported", "request: no such resource");
  const { body, headers } = request;
  const signature = headers[signatureHeader];
  const verified = await verifyHmac({ algorithm: "sha256", encoding: "hex", body, signature, secrets });
  if (!verified.ok) return verified;
  const event = readEvent(body);
  return event.ok ? success({ kind: "event", ...event.value }) : event;
}

/** Says whom a request is for; see {@link readDelivery} for the errors. */
export async function addressCallback(
  request: HttpRequest,
  secrets: readonly Secret[],
): Promise<IdvResult<CallbackAddress>> {
  const read = await readDelivery(request, secrets);
  if (!read.ok) return read;
  const delivery = read.value;
  const refs: [string] = [delivery.sessionId];
  if (delivery.kind === "return") {
    return success({ kind: "delivery", refs, deliveryId: deliveryIdOf(request), late: personDone(), person: true });
  }
  if (delivery.type !== finishedEvent) return success({ kind: "ignore", reply: acknowledged() });
  return success({ kind: "delivery", refs, deliveryId: delivery.id, late: acknowledged() });
}

function readReturn(query: URLSearchParams | undefined): IdvResult<AcmeDelivery> {
  const [sessionId, ...others] = query?.getAll("session") ?? [];
  if (!sessionId || others.length > 0) return refuse("invalid_input", "request.query.session: needed once");
  return success({ kind: "return", sessionId });
}
