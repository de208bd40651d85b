import type { ServerResponse } from "node:http";
import type { HttpReply } from "@idvkit/core";

/** Statuses whose response has no body (Fetch standard, "null body status"). */
const bodilessStatuses = [204, 205, 304];

/**
 * Makes a Fetch API `Response` of a reply. Throws when the reply is no valid response: a status outside of
 * 200 to 599, a header that HTTP does not allow.
 */
export function toFetchResponse(reply: HttpReply): Response {
  const body = bodilessStatuses.includes(reply.status) ? null : reply.body;
  return new Response(body, { status: reply.status, headers: reply.headers });
}

/** Sends a reply through a response of `node:http` (Express, Fastify). Throws for a header that HTTP does not allow. */
export function toNodeResponse(reply: HttpReply, serverResponse: ServerResponse): void {
  serverResponse.writeHead(reply.status, reply.headers);
  if (reply.body === null) serverResponse.end();
  else serverResponse.end(reply.body);
}
