import type { HttpReply } from "@idvkit/core";

const redirectStatuses = [301, 302, 303, 307, 308];

/**
 * The one answer to a delivery that served several executions: where a browser has to go, if anywhere; else the worst
 * status. One that asks for the delivery again is the worst, so that no execution loses it; those that took it replay.
 */
export function chooseReply(replies: readonly [HttpReply, ...HttpReply[]]): HttpReply {
  const redirect = replies.find(isBrowserRedirect);
  return redirect ?? replies.reduce((worst, reply) => (severityOf(reply) > severityOf(worst) ? reply : worst));
}

function isBrowserRedirect(reply: HttpReply): boolean {
  const names = Object.keys(reply.headers).map((name) => name.toLowerCase());
  return redirectStatuses.includes(reply.status) && names.includes("location");
}

function severityOf(reply: HttpReply): number {
  if (reply.status >= 500 || reply.status === 429 || reply.status === 408) return 2;
  return reply.status >= 400 ? 1 : 0;
}
