import type { SimulatorFaults } from "@idvkit/driver-kit/testing";
import { http } from "msw";
import type { ProblemWriter, SimulatedAnswer } from "./answer.ts";
import { faultAnswer, type SimulatedFault } from "./faults.ts";
import type { Route, SimulatedCall } from "./route.ts";

/** One request that came in. Never its body, which holds the person's data. */
export interface SimulatorRequest {
  method: string;
  template: string;
  /** What it was answered; 0 for a broken connection. */
  status: number;
}

interface Parts {
  /** Where the templates begin: origin, and version if the API has one in its paths. */
  base: string;
  routes: readonly Route[];
  /** The answer to a call that may not pass, `undefined` for one that may. Open routes are not asked. */
  refuse: (headers: Headers) => SimulatedAnswer | undefined;
  problem: ProblemWriter;
  faults: SimulatorFaults<SimulatedFault>;
  record: (request: SimulatorRequest) => void;
}

const registrars = { GET: http.get, POST: http.post, DELETE: http.delete } as const;

/** MSW handlers for every route. */
export function createHandlers({ base, routes, refuse, problem, faults, record }: Parts): readonly object[] {
  const answerTo = async (route: Route, request: Request, parameters: Record<string, string>) =>
    (route.open ? undefined : refuse(request.headers)) ?? route.answer(await readCall(request, parameters));

  return routes.map((route) => {
    const { method, template } = route;
    const pattern = `${route.base ?? base}${template.replace(/\{(\w+)\}/g, ":$1")}`;
    return registrars[method](pattern, async ({ request, params }) => {
      const fault = faults.take(method, (path) => path === template);
      const reply =
        fault === undefined || fault.afterEffect ? await answerTo(route, request, textParameters(params)) : undefined;
      const sent = fault === undefined ? reply : faultAnswer(fault, problem);
      if (sent === undefined || sent === "network") {
        record({ method, template, status: 0 });
        return Response.error();
      }
      record({ method, template, status: sent.status });
      return new Response(sent.body, { status: sent.status, headers: sent.headers ?? {} });
    });
  });
}

async function readCall(request: Request, parameters: Record<string, string>): Promise<SimulatedCall> {
  const content = await request.arrayBuffer();
  const text = new TextDecoder().decode(content);
  const form = await readForm(content, request.headers.get("content-type") ?? "");
  return {
    parameters,
    query: new URL(request.url).searchParams,
    headers: request.headers,
    text,
    body: parseJson(text),
    ...(form !== undefined && { form }),
  };
}

function textParameters(params: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}

async function readForm(content: ArrayBuffer, contentType: string): Promise<FormData | undefined> {
  if (!/^multipart\/form-data\b/i.test(contentType)) return undefined;
  try {
    return await new Response(content, { headers: { "content-type": contentType } }).formData();
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
