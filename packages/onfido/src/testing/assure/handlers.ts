import { http } from "msw";
import type { SimulatedAnswer } from "../answer.ts";
import { faultAnswer, type SimulatorFaults } from "../faults.ts";
import { simulatorTokenPath } from "./paths.ts";
import type { Route } from "./routes.ts";
import type { SimulatorTokens } from "./tokens.ts";

/** One request that came in. Never its body, which holds the person's data. */
export interface SimulatorRequest {
  method: string;
  template: string;
  /** What it was answered; 0 for a broken connection. */
  status: number;
}

interface Parts {
  origin: string;
  routes: readonly Route[];
  tokens: SimulatorTokens;
  faults: SimulatorFaults;
  record: (request: SimulatorRequest) => void;
}

const registrars = { GET: http.get, POST: http.post, DELETE: http.delete } as const;

/** MSW handlers for every route and for the token endpoint. */
export function createHandlers({ origin, routes, tokens, faults, record }: Parts): readonly object[] {
  const handler = (
    method: Route["method"],
    template: string,
    answer: (request: Request, parameters: Record<string, string>) => SimulatedAnswer | Promise<SimulatedAnswer>,
  ): object =>
    registrars[method](`${origin}${template.replace(/\{(\w+)\}/g, ":$1")}`, async ({ request, params }) => {
      const fault = faults.take(method, template);
      const reply =
        fault === undefined || fault.afterEffect ? await answer(request, textParameters(params)) : undefined;
      const sent = fault === undefined ? reply : faultAnswer(fault);
      if (sent === undefined || sent === "network") {
        record({ method, template, status: 0 });
        return Response.error();
      }
      record({ method, template, status: sent.status });
      return new Response(sent.body, { status: sent.status, headers: sent.headers ?? {} });
    });

  return [
    handler("POST", simulatorTokenPath, async (request) =>
      tokens.issue(request.headers.get("authorization"), new URLSearchParams(await request.text())),
    ),
    ...routes.map((route) =>
      handler(route.method, route.template, async (request, parameters) => {
        const refused = route.open ? undefined : tokens.refuse(request.headers.get("authorization"));
        return refused ?? route.answer({ parameters, body: parseJson(await request.text()) });
      }),
    ),
  ];
}

function textParameters(params: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
