import type { ProblemWriter, SimulatedAnswer } from "./answer.ts";

/** A failure that is to come. */
export interface SimulatedFault {
  /** An HTTP status, or `network` for a connection that breaks. */
  status: number | "network";
  /** How many calls fail. Default 1. */
  times?: number;
  method?: "GET" | "POST" | "DELETE";
  /** A path template, such as `/assure/dossiers`. Default: any call. */
  path?: string;
  /** Sent as `Retry-After`. */
  retryAfterSeconds?: number;
  /** Takes the place of the provider's error body, with its media type. */
  body?: { content: string; mediaType: string };
  /** Fail only after the call has had its effect: the answer is lost on its way. */
  afterEffect?: true;
}

/** Failures that tests asked for, each for so many calls. */
export class SimulatorFaults {
  readonly #faults: (SimulatedFault & { left: number })[] = [];

  add(fault: SimulatedFault): void {
    this.#faults.push({ ...fault, left: fault.times ?? 1 });
  }

  /** The failure that meets this call, counted down. */
  take(method: string, template: string): SimulatedFault | undefined {
    const fault = this.#faults.find(
      ({ left, method: wanted, path }) =>
        left > 0 && (wanted === undefined || wanted === method) && (path === undefined || path === template),
    );
    if (fault !== undefined) fault.left -= 1;
    return fault;
  }
}

/** How a fault looks on the wire, in the words of its provider; `network` has no answer. */
export function faultAnswer(fault: SimulatedFault, problem: ProblemWriter): SimulatedAnswer | "network" {
  if (fault.status === "network") return "network";
  const answer: SimulatedAnswer =
    fault.body === undefined
      ? problem(fault.status, "Simulated failure.")
      : { status: fault.status, headers: { "content-type": fault.body.mediaType }, body: fault.body.content };
  if (fault.retryAfterSeconds === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, "retry-after": String(fault.retryAfterSeconds) } };
}
