import { randomUUID } from "node:crypto";
import { bytes, redirect, type SimulatedAnswer } from "../answer.ts";
import type { Route } from "../route.ts";
import { filePage } from "./paths.ts";
import { notFound, problem } from "./problem.ts";

/**
 * Finished files at an origin of their own, behind addresses that are their own proof, as file stores have them. A call that
 * brings credentials there is refused: they were not meant for it.
 */
export class SimulatedFileShelf {
  readonly #origin: string;
  readonly #redirects: boolean;
  readonly #files = new Map<string, { mediaType: string; content: Uint8Array }>();

  constructor(origin: string, redirects: boolean) {
    this.#origin = origin;
    this.#redirects = redirects;
  }

  /** Sends the caller to the file, or gives it at once. */
  answer(mediaType: string, content: Uint8Array): SimulatedAnswer {
    if (!this.#redirects) return bytes(mediaType, content);
    const fileId = randomUUID();
    this.#files.set(fileId, { mediaType, content });
    return redirect(`${this.#origin}${filePage.replace("{fileId}", fileId)}?signature=${randomUUID()}`);
  }

  route(): Route {
    return {
      method: "GET",
      template: filePage,
      base: this.#origin,
      open: true,
      answer: ({ parameters, query, headers }) => {
        if (headers.has("authorization")) return problem(400, "Only one way of authentication is allowed");
        const file = query.has("signature") ? this.#files.get(parameters.fileId ?? "") : undefined;
        return file === undefined ? notFound() : bytes(file.mediaType, file.content);
      },
    };
  }
}
