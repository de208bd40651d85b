import { IdvError } from "@idvkit/core";
import type { RefusalKind } from "./refused-content.ts";

/** A place in the HAR: an entry and a part of it (`response $.person.note`), or a part of the recording. */
export interface Place {
  entry?: number;
  part: string;
}

const mostListed = 20;

/** Everything that keeps a recording from being written: places and kinds, never values. */
export class Problems {
  readonly #lines = new Set<string>();

  add({ entry, part }: Place, kind: RefusalKind): void {
    this.#lines.add(`${entry === undefined ? "" : `entry ${entry} `}${part}: ${kind}`);
  }

  get any(): boolean {
    return this.#lines.size > 0;
  }

  /** An `invalid_input` error that lists the first 20. */
  error(): IdvError {
    const listed = [...this.#lines].slice(0, mostListed);
    const rest = this.#lines.size - listed.length;
    const more = rest > 0 ? `; and ${rest} more` : "";
    return new IdvError({ code: "invalid_input", message: `recording refused: ${listed.join("; ")}${more}` });
  }
}
