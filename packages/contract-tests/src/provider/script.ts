import type { Exchange } from "../scenario/scenario.ts";
import { hasExpectedBody, isFor, isRead, type SeenRequest } from "./exchange-matching.ts";

/** What the provider gives back: an answer, a cut connection, or silence that ends in a cut after a while. */
export type ProviderAnswer =
  | { kind: "answer"; status: number; headers: Readonly<Record<string, string>>; body: Uint8Array<ArrayBuffer> | null }
  | { kind: "cut" }
  | { kind: "silence"; forMs: number; outlasted?: () => void };

/** Replaces the answer of one exchange, as long as it stands. */
export interface Intervention {
  exchange: number;
  answer: ProviderAnswer;
  /** Called when a request meets the exchange, before it is answered. */
  met?: () => void;
}

export interface ScriptOptions {
  /** Exchanges that are over when the script begins, by index. */
  used?: ReadonlySet<number>;
  /** Exchanges that are over may be asked again (a repeated call). A one-shot exchange never. */
  replays?: boolean;
}

const notScripted: ProviderAnswer = problem(404, "not_found");
const alreadyGiven: ProviderAnswer = problem(400, "invalid_grant");

/**
 * The provider's side of one run: the exchanges of a scenario in their order. Reads that stand next to each other may
 * come in any order. What is not in the script is answered with 404 and remembered in `unexpected`.
 */
export class Script {
  readonly exchanges: readonly Exchange[];
  readonly used: Set<number>;
  /** Index of the exchange of every answered request, in order; one index may come more than once. */
  readonly served: number[] = [];
  readonly requests: SeenRequest[] = [];
  readonly unexpected: SeenRequest[] = [];
  /** Requests with the right line and the wrong body. */
  readonly wrongBodies: SeenRequest[] = [];
  /** Exchanges asked again after they were over. */
  readonly repeated: number[] = [];
  intervention: Intervention | undefined;
  /** A foreign value: in URLs it is taken for our own; in a body (a code to redeem) it is refused. */
  alias: { from: string; to: string } | undefined;
  replays: boolean;

  constructor(exchanges: readonly Exchange[], options: ScriptOptions = {}) {
    this.exchanges = exchanges;
    this.used = new Set(options.used);
    this.replays = options.replays ?? false;
  }

  /** Answers one request and moves on. */
  answer(request: SeenRequest): ProviderAnswer {
    this.requests.push(request);
    if (this.alias !== undefined && Buffer.from(request.body).includes(this.alias.from)) return alreadyGiven;
    const index = this.#find(request);
    const exchange = index === undefined ? undefined : this.exchanges[index];
    if (index === undefined || exchange === undefined) {
      this.unexpected.push(request);
      return notScripted;
    }
    if (!hasExpectedBody(request, exchange)) this.wrongBodies.push(request);
    this.served.push(index);
    if (this.intervention?.exchange === index) {
      this.intervention.met?.();
      return this.intervention.answer;
    }
    if (this.used.has(index)) {
      this.repeated.push(index);
      if (exchange.oneShot) return alreadyGiven;
    }
    if (!exchange.repeatable) this.used.add(index);
    return { kind: "answer", status: exchange.status, headers: exchange.headers, body: exchange.body };
  }

  /** Exchanges that were never asked, by index. */
  get unused(): number[] {
    return [...this.exchanges.keys()].filter((index) => !this.used.has(index) && !this.exchanges[index]?.repeatable);
  }

  #find(request: SeenRequest): number | undefined {
    const line = { method: request.method, url: this.#realUrl(request.url) };
    return this.#findNext(line) ?? this.#findRepeatable(line) ?? (this.replays ? this.#findUsed(line) : undefined);
  }

  /** The next open exchange, or an open read that only open reads stand before. */
  #findNext(line: Pick<SeenRequest, "method" | "url">): number | undefined {
    for (const [index, exchange] of this.exchanges.entries()) {
      if (exchange.repeatable || this.used.has(index)) continue;
      if (isFor(line, exchange)) return index;
      // A fault stands in for the answer: whoever goes on all the same has passed this exchange.
      const isPassed = this.intervention?.exchange === index && this.served.includes(index);
      if (!isRead(exchange) && !isPassed) return undefined;
    }
    return undefined;
  }

  #findRepeatable(line: Pick<SeenRequest, "method" | "url">): number | undefined {
    return this.#first((exchange) => exchange.repeatable && isFor(line, exchange));
  }

  #findUsed(line: Pick<SeenRequest, "method" | "url">): number | undefined {
    return [...this.exchanges.keys()].findLast((index) => {
      const exchange = this.exchanges[index];
      return exchange !== undefined && this.used.has(index) && isFor(line, exchange);
    });
  }

  #first(matches: (exchange: Exchange) => boolean): number | undefined {
    const index = this.exchanges.findIndex(matches);
    return index === -1 ? undefined : index;
  }

  #realUrl(url: string): string {
    return this.alias === undefined ? url : url.replaceAll(this.alias.from, this.alias.to);
  }
}

function problem(status: number, error: string): ProviderAnswer {
  const body = new TextEncoder().encode(JSON.stringify({ error }));
  return { kind: "answer", status, headers: { "content-type": "application/json" }, body };
}
