import { randomUUID } from "node:crypto";

/** What the simulator answers to one request. */
export interface SimulatedAnswer {
  status: number;
  headers?: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer> | null;
}

export function json(status: number, body: unknown): SimulatedAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

export function bytes(mediaType: string, content: Uint8Array): SimulatedAnswer {
  return { status: 200, headers: { "content-type": mediaType }, body: new Uint8Array(content) };
}

export const noContent: SimulatedAnswer = { status: 204, body: null };

/** An error in the shape of Assure. Only its members are known, not the list of types: there is one for each status. */
export function problem(
  status: number,
  title: string,
  invalidParams?: { name: string; reason: string }[],
): SimulatedAnswer {
  const type = status < 500 ? "base:client-problem" : "base:server-problem";
  return json(status, {
    status,
    type,
    title,
    detail: title,
    traceId: randomUUID(),
    ...(invalidParams !== undefined && { invalidParams }),
  });
}
