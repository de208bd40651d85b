import type { SimulatedFault as Fault } from "@idvkit/driver-kit/testing";
import type { ProblemWriter, SimulatedAnswer } from "./answer.ts";

/** A failure that is to come. `path` is a path template, such as `/assure/dossiers`. */
export type SimulatedFault = Fault<"GET" | "POST" | "DELETE">;

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
