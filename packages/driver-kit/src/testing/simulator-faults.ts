/** A failure that is to come, of a provider's simulator. */
export interface SimulatedFault<Method extends string = string> {
  /** An HTTP status, or `network` for a connection that breaks. */
  status: number | "network";
  /** How many calls fail. Default 1. */
  times?: number;
  method?: Method;
  /** Where, as the simulator names its paths. Default: any call. */
  path?: string;
  /** Sent as `Retry-After`. */
  retryAfterSeconds?: number;
  /** Takes the place of the provider's error body, with its media type. */
  body?: { content: string; mediaType: string };
  /** Fail only after the call has had its effect: the answer is lost on its way. */
  afterEffect?: true;
}

/** Failures that tests asked for, each for so many calls. */
export class SimulatorFaults<Fault extends SimulatedFault> {
  readonly #faults: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  /** The failure that meets this call, counted down. */
  take(method: string, isAt: (path: string) => boolean): Fault | undefined {
    const found = this.#faults.find(
      ({ left, fault: { method: wanted, path } }) =>
        left > 0 && (wanted === undefined || wanted === method) && (path === undefined || isAt(path)),
    );
    if (found !== undefined) found.left -= 1;
    return found?.fault;
  }
}
