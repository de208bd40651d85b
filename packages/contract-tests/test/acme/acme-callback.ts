import { randomUUID } from "node:crypto";
import { type CallbackAddress, failure, type HttpRequest, IdvError, type IdvResult, success } from "@idvkit/core";
import { constantTimeEqual, verifyHmac } from "@idvkit/driver-kit";
import { z } from "zod";
import type { AcmeOptions } from "./acme-client.ts";
import type { Sabotage } from "./sabotage.ts";

const event = z.looseObject({ id: z.string().min(1), check: z.string().min(1), reopened: z.boolean().nullish() });

/** What a request to one of acme's callback URLs says. */
export type AcmeDelivery =
  | { kind: "event"; id: string; checkId: string; reopened: boolean }
  | { kind: "return"; checkId: string; code: string };

/** Reads and authenticates a request: the person's return, or an event with a signature over its body. */
export async function readDelivery(
  request: HttpRequest,
  options: AcmeOptions,
  sabotage?: Sabotage,
): Promise<IdvResult<AcmeDelivery>> {
  const url = new URL(request.url);
  if (url.pathname.endsWith("/return")) {
    const [checkId, code] = [url.searchParams.get("check"), url.searchParams.get("code")];
    return checkId && code ? success({ kind: "return", checkId, code }) : invalid("return: parameters");
  }
  const { body, headers } = request;
  if (options.authenticity === "path") {
    const claimed = url.pathname.split("/").at(-1) ?? "";
    const isOurs =
      constantTimeEqual(claimed, options.webhookSecret) || sabotage === "does not look at the shared secret";
    return isOurs ? readEvent(body) : invalid("secret");
  }
  if (!url.pathname.endsWith("/events")) return invalid("path");
  const signature = headers["x-acme-signature"];
  if (sabotage !== "does not look at the signature") {
    const secrets = [options.webhookSecret];
    const verified = await verifyHmac({ algorithm: "sha256", body, signature, encoding: "hex", secrets });
    if (!verified.ok) return verified;
  }
  return readEvent(body);
}

function readEvent(body: Uint8Array): IdvResult<AcmeDelivery> {
  const parsed = event.safeParse(parse(body));
  if (!parsed.success) return invalid("event: body");
  const { id, check: checkId, reopened } = parsed.data;
  return success({ kind: "event", id, checkId, reopened: reopened === true });
}

/** Whom a delivery is for, and the answer once all is over. */
export function addressOf(delivery: AcmeDelivery, sabotage?: Sabotage): CallbackAddress {
  const id = delivery.kind === "event" ? delivery.id : `${delivery.checkId}/${delivery.code}`;
  const deliveryId = sabotage === "makes up a delivery id every time" ? randomUUID() : id;
  const status = sabotage === "asks for late deliveries for ever" ? 503 : 200;
  const mayRevise = isReopening(delivery) && sabotage !== "hides that a delivery may revise";
  const late = { status, headers: {}, body: null };
  return { kind: "delivery", refs: [delivery.checkId], deliveryId, late, ...(mayRevise && { mayRevise }) };
}

/** Acme has opened a check again that was over: its outcome may change. */
export function isReopening(delivery: AcmeDelivery): boolean {
  return delivery.kind === "event" && delivery.reopened;
}

export function isSameSession(bound: unknown, session: string | undefined): boolean {
  return typeof bound === "string" && session !== undefined && constantTimeEqual(bound, session);
}

export function invalid(what: string): IdvResult<never> {
  return failure(new IdvError({ code: "invalid_callback", message: `acme: ${what}`, provider: "acme" }));
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
