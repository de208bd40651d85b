import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type { SeenRequest } from "./exchange-matching.ts";
import type { ProviderAnswer, Script } from "./script.ts";
import { shareSecureContext } from "./shared-secure-context.ts";

/** Stands in for every server in the world: nothing that the driver sends reaches the network. */
export interface ProviderDouble {
  /** Answers from this script until the next one is played; requests that still wait are cut off. */
  play(script: Script): void;
  /** Connections other than HTTP requests (a WebSocket) that somebody tried to open. */
  readonly strangers: readonly string[];
  /** Gives the network back. */
  close(): void;
}

/** Takes over the network of this process. Only one double can be open at a time. */
export function openProviderDouble(): ProviderDouble {
  let current: Script | undefined;
  let release: () => void = () => undefined;
  let released = new Promise<void>(() => undefined);
  const strangers: string[] = [];

  const restoreSecureContext = shareSecureContext();
  const server = setupServer(
    http.all("*", async ({ request }) => {
      const script = current;
      const whenReleased = released;
      const seen = await readRequest(request);
      // A request that comes when no script plays is answered as if the provider were gone.
      return respond(script?.answer(seen) ?? { kind: "cut" }, whenReleased);
    }),
  );
  server.listen({ onUnhandledFrame: ({ frame }) => void strangers.push(frame.protocol) });

  return {
    strangers,
    play(script) {
      release();
      released = new Promise((resolve) => {
        release = resolve;
      });
      current = script;
    },
    close() {
      release();
      current = undefined;
      server.close();
      restoreSecureContext();
    },
  };
}

async function readRequest(request: Request): Promise<SeenRequest> {
  const headers: Record<string, string> = {};
  request.headers.forEach((value, name) => {
    headers[name] = value;
  });
  const body = new Uint8Array(await request.arrayBuffer());
  return { method: request.method, url: request.url, headers, body };
}

async function respond(answer: ProviderAnswer, released: Promise<void>): Promise<Response> {
  if (answer.kind === "silence" && !(await isReleasedWithin(released, answer.forMs))) answer.outlasted?.();
  if (answer.kind !== "answer") return HttpResponse.error();
  const { status, headers, body } = answer;
  // Fetch refuses a body with these (RFC 9110: they have no content).
  return new HttpResponse([204, 205, 304].includes(status) ? null : body, { status, headers: { ...headers } });
}

/** False when the silence lasted to its end: nobody gave up waiting before. */
async function isReleasedWithin(released: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([released.then(() => true), over]);
  } finally {
    clearTimeout(timer);
  }
}
