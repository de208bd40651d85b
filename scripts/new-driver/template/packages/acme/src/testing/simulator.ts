import { createHmac, randomUUID } from "node:crypto";
import { HttpResponse, http } from "msw";
import { finishedEvent } from "../api/wire.ts";
import { simulatedOutcomes } from "./outcomes.ts";

export type SimulatedOutcome = keyof typeof simulatedOutcomes;

export interface AcmeSimulatorOptions {
  /** Where the driver's `baseUrl` points. Default `https://api.acme.example`. */
  origin?: string;
  /** Origin of the pages, where it differs: a local port in a demo. Default `origin`. */
  pageOrigin?: string | (() => string);
}

/** A signed event, ready to be sent. */
export interface SimulatedEvent {
  method: "POST";
  /** Joined to the callback base URL. */
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** A provider in memory. Its person is made up. */
export interface AcmeSimulator {
  /** MSW request handlers. */
  readonly handlers: readonly object[];
  readonly origin: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
  /** How the sessions end whose person comes from now on. Default `verified`. */
  decide(outcome: SimulatedOutcome): void;
  /** The event that a session has its result. Throws a `RangeError` for a session that has none. */
  event(sessionId: string): SimulatedEvent;
}

interface Session {
  id: string;
  product: string;
  returnUrl: string;
  outcome?: SimulatedOutcome;
}

/** Makes a provider that behaves like Acme, as far as this driver knows it. */
export function createAcmeSimulator(options: AcmeSimulatorOptions = {}): AcmeSimulator {
  const { origin = "https://api.acme.example", pageOrigin = origin } = options;
  const apiKey = "simulator-api-key";
  const webhookSecret = "simulator-webhook-secret";
  const sessions = new Map<string, Session>();
  const idByKey = new Map<string, string>();
  let decided: SimulatedOutcome = "verified";

  const pageOf = (id: string): string =>
    new URL(`/pages/${id}`, typeof pageOrigin === "string" ? pageOrigin : pageOrigin()).href;
  const problem = (status: number, code: string) => HttpResponse.json({ error: { code } }, { status });
  const isAllowed = (request: Request): boolean => request.headers.get("authorization") === `Bearer ${apiKey}`;

  function findSession(request: Request, id: unknown): Session | Response {
    if (!isAllowed(request)) return problem(401, "invalid_api_key");
    return sessions.get(String(id)) ?? problem(404, "no_such_session");
  }

  const handlers = [
    http.post(`${origin}/sessions`, async ({ request }) => {
      if (!isAllowed(request)) return problem(401, "invalid_api_key");
      const body = await request.json().catch(() => undefined);
      if (!isOrder(body)) return problem(422, "invalid_body");
      const key = request.headers.get("idempotency-key") ?? randomUUID();
      const id = idByKey.get(key) ?? `ses_${randomUUID()}`;
      idByKey.set(key, id);
      if (!sessions.has(id)) sessions.set(id, { id, product: body.product, returnUrl: body.returnUrl });
      return HttpResponse.json({ id, status: "open", url: pageOf(id) }, { status: 201 });
    }),
    http.get(`${origin}/sessions/:id`, ({ request, params }) => {
      const session = findSession(request, params.id);
      return session instanceof Response ? session : HttpResponse.json(bodyOf(session));
    }),
    http.delete(`${origin}/sessions/:id`, ({ request, params }) => {
      const session = findSession(request, params.id);
      if (session instanceof Response) return session;
      if (session.outcome !== undefined) return problem(409, "session_is_over");
      sessions.delete(session.id);
      return new HttpResponse(null, { status: 204 });
    }),
    // The person: opens the page, shows document and face, and goes back.
    http.get(`${origin}/pages/:id`, ({ params }) => {
      const session = sessions.get(String(params.id));
      if (session === undefined) return problem(404, "no_such_session");
      session.outcome ??= decided;
      const location = new URL(session.returnUrl);
      location.searchParams.set("session", session.id);
      return new HttpResponse(null, { status: 302, headers: { location: location.href } });
    }),
  ];

  return {
    handlers,
    origin,
    apiKey,
    webhookSecret,
    decide(outcome) {
      decided = outcome;
    },
    event(sessionId) {
      if (sessions.get(sessionId)?.outcome === undefined) {
        throw new RangeError("simulator.event: this session has no result");
      }
      const body = JSON.stringify({ id: `evt_${sessionId}`, type: finishedEvent, sessionId });
      const signature = createHmac("sha256", webhookSecret).update(body).digest("hex");
      const headers = { "content-type": "application/json", "x-acme-signature": signature };
      return { method: "POST", path: "/events", headers, body };
    },
  };
}

function isOrder(body: unknown): body is { product: string; returnUrl: string } {
  if (typeof body !== "object" || body === null || !("product" in body) || !("returnUrl" in body)) return false;
  return typeof body.product === "string" && typeof body.returnUrl === "string" && URL.canParse(body.returnUrl);
}

function bodyOf({ id, product, outcome }: Session): object {
  if (outcome === undefined) return { id, status: "open" };
  const { face, ...checks } = simulatedOutcomes[outcome].checks;
  return {
    ...simulatedOutcomes[outcome],
    id,
    endedAt: new Date().toISOString(),
    checks: { ...checks, ...(product === "documentSelfie" && { face }) },
  };
}
