import { type CallbackAddress, type HttpRequest, type IdvResult, type Secret, success } from "@idvkit/core";
import { acknowledged, constantTimeEqual, deliveryIdOf, personDone, readSecret } from "@idvkit/driver-kit";
import { refuse } from "../refusal.ts";
import { type AssureDelivery, readEvent } from "./event.ts";

/**
 * Requests that come in. Two kinds:
 * `POST …/events` (with a callback secret `…/events/<secret>`): an Assure event, registered once in the Dashboard;
 * `GET …/capture-return?dossierId=…&processId=…`: the person comes back from the capture flow.
 */
const eventSegment = "events";
const returnSegment = "capture-return";

/** Where the capture flow sends the person back to. */
export function captureReturnUrl(callbackBaseUrl: string): string {
  return `${callbackBaseUrl.replace(/\/+$/, "")}/${returnSegment}`;
}

/** Ref of one process. */
export function processRef(dossierId: string, processId: string): string {
  return `assure:${dossierId}/${processId}`;
}

/** Ref of a person's dossier, which several executions may share. */
export function dossierRef(dossierId: string): string {
  return `assure:${dossierId}`;
}

/**
 * Reads a request. Fails with `invalid_callback` for a wrong or missing callback secret, with `invalid_input` for a
 * request that names no process, with `unsupported` for any other path or method.
 */
export async function readDelivery(
  request: HttpRequest,
  callbackSecret: Secret | undefined,
): Promise<IdvResult<AssureDelivery>> {
  const url = URL.parse(request.url);
  if (url === null) return refuse("invalid_input", "request.url: not absolute");
  const segments = url.pathname.split("/").filter((segment) => segment !== "");
  if (request.method === "GET" && segments.at(-1) === returnSegment) return readReturn(url.searchParams);
  if (request.method !== "POST") return refuse("unsupported", "request: no such resource");
  const authentic = await checkEventPath(segments, callbackSecret);
  return authentic.ok ? readEvent(request.body) : authentic;
}

/** Says whom a request is for; see {@link readDelivery} for the errors. */
export async function addressCallback(
  request: HttpRequest,
  callbackSecret: Secret | undefined,
): Promise<IdvResult<CallbackAddress>> {
  const read = await readDelivery(request, callbackSecret);
  if (!read.ok) return read;
  const delivery = read.value;
  if (delivery.kind === "otherEvent") return success({ kind: "ignore", reply: acknowledged() });
  if (delivery.kind === "return") {
    const refs: [string] = [processRef(delivery.dossierId, delivery.processId)];
    return success({ kind: "delivery", refs, deliveryId: deliveryIdOf(request), late: personDone(), person: true });
  }
  const { dossierId, processId } = delivery;
  const ref = processId === null ? dossierRef(dossierId) : processRef(dossierId, processId);
  return success({
    kind: "delivery",
    refs: [ref],
    deliveryId: delivery.eventId ?? deliveryIdOf(request),
    late: acknowledged(),
  });
}

async function checkEventPath(segments: string[], secret: Secret | undefined): Promise<IdvResult<undefined>> {
  if (secret === undefined) {
    return segments.at(-1) === eventSegment ? success(undefined) : refuse("unsupported", "request: no such resource");
  }
  const isEvent = segments.at(-1) === eventSegment || segments.at(-2) === eventSegment;
  if (!isEvent) return refuse("unsupported", "request: no such resource");
  const expected = await readSecret(secret, "options.callbackSecret");
  if (!expected.ok) return expected;
  const given = segments.at(-2) === eventSegment ? decodeSegment(segments.at(-1) ?? "") : "";
  return constantTimeEqual(given, expected.value)
    ? success(undefined)
    : refuse("invalid_callback", "request.url: wrong callback secret");
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}

function readReturn(query: URLSearchParams): IdvResult<AssureDelivery> {
  const dossierIds = query.getAll("dossierId");
  const processIds = query.getAll("processId");
  const [dossierId] = dossierIds;
  const [processId] = processIds;
  if (!dossierId || !processId || dossierIds.length > 1 || processIds.length > 1) {
    return refuse("invalid_input", "request.query: dossierId and processId are needed once each");
  }
  return success({ kind: "return", dossierId, processId });
}
