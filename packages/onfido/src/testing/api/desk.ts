import type { SimulatedAnswer } from "../answer.ts";
import type { SimulatedCall } from "../route.ts";
import type { SimulatedFileShelf } from "./file-shelf.ts";
import { invalid, notFound } from "./problem.ts";
import type { Reading } from "./read-request.ts";
import type { OnfidoStore } from "./store.ts";

/** What the routes work with. */
export interface OnfidoDesk {
  store: OnfidoStore;
  shelf: SimulatedFileShelf;
  sandbox: boolean;
  now: () => Date;
  linkUrl: (workflowRunId: string) => string;
}

/** Answers about what an id of the path stands for, 404 when it stands for nothing. */
export function withRecord<T>(
  find: (id: string | undefined) => T | undefined,
  parameter: string,
  answer: (record: T, call: SimulatedCall) => SimulatedAnswer | Promise<SimulatedAnswer>,
) {
  return (call: SimulatedCall) => {
    const record = find(call.parameters[parameter]);
    return record === undefined ? notFound() : answer(record, call);
  };
}

/** Answers what was read, 422 when it could not be. */
export function checked<T>(reading: Reading<T>, answer: (value: T) => SimulatedAnswer): SimulatedAnswer {
  return "value" in reading ? answer(reading.value) : invalid(reading.wrong);
}
