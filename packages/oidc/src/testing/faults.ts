import type { SimulatedFault as Fault } from "@idvkit/driver-kit/testing";

/** A failure that is to come. `path` is the end of one, such as `/token`. */
export type SimulatedFault = Fault<"GET" | "POST">;

/** How a fault looks on the wire. */
export function faultAnswer({ status, retryAfterSeconds, body }: SimulatedFault): Response {
  if (status === "network") return Response.error();
  const headers = {
    "content-type": body?.mediaType ?? "application/json",
    ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
  };
  const content = body?.content ?? JSON.stringify({ error: status < 500 ? "invalid_request" : "server_error" });
  return new Response(content, { status, headers });
}
