import { randomUUID } from "node:crypto";
import { json, type SimulatedAnswer } from "../answer.ts";

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
