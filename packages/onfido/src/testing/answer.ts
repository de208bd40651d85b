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

export function redirect(location: string): SimulatedAnswer {
  return { status: 302, headers: { location }, body: null };
}

export const noContent: SimulatedAnswer = { status: 204, body: null };

/** How a provider words a failure; each has a body of its own. */
export type ProblemWriter = (status: number, title: string) => SimulatedAnswer;
