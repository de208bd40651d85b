import { type CallbackResult, type HttpReply, replyTo, type StepResult, type StepWork } from "@idvkit/core";

/** The answer to the provider. */
export function acknowledged(): HttpReply {
  return { status: 204, headers: {}, body: null };
}

/** The answer to a person whom there is nowhere to send. */
export function personDone(): HttpReply {
  return {
    status: 200,
    headers: { "content-type": "text/plain; charset=utf-8" },
    body: "Done. You can close this page.",
  };
}

/** The person goes on to the caller's page, whatever became of the call. */
export function personReply({ returnUrl }: Pick<StepWork, "returnUrl">): HttpReply {
  return returnUrl === undefined ? personDone() : { status: 303, headers: { location: returnUrl }, body: null };
}

/** A provider's delivery with its answer: it is done, or shall come again. */
export function answered(result: StepResult): CallbackResult {
  return { ...result, reply: result.ok ? acknowledged() : replyTo(result.error) };
}
