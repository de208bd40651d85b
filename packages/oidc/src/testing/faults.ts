/** A failure that is to come. */
export interface SimulatedFault {
  /** An HTTP status, or `network` for a connection that breaks. */
  status: number | "network";
  /** How many calls fail. Default 1. */
  times?: number;
  method?: "GET" | "POST";
  /** A path, such as `/token`. Default: any call. */
  path?: string;
  /** Sent as `Retry-After`. */
  retryAfterSeconds?: number;
  /** Takes the place of the OAuth error body, with its media type. */
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
  take(method: string, path: string): SimulatedFault | undefined {
    const fault = this.#faults.find(
      ({ left, method: wanted, path: place }) =>
        left > 0 && (wanted === undefined || wanted === method) && (place === undefined || path.endsWith(place)),
    );
    if (fault !== undefined) fault.left -= 1;
    return fault;
  }
}

/** How a fault looks on the wire. */
export function faultAnswer({ status, retryAfterSeconds, body }: SimulatedFault): Response {
  if (status === "network") return Response.error();
  const headers = {
    "content-type": body?.mediaType ?? "application/json",
    ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
  };
  const content = body?.content ?? JSON.stringify({ error: status < 500 ? "invalid_request" : "server_error" });
  return new Response(content, { status, headers });
}
