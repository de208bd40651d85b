import { failure, IdvError, type StepResult, success } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { acknowledged, answered, personDone, personReply } from "../src/callback-replies.ts";

const page = {
  status: 200,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body: "Done. You can close this page.",
};

describe("the answer to a person", () => {
  it("sends them on to the caller's page", () => {
    const returnUrl = "https://rp.example/done?execution=1";
    expect(personReply({ returnUrl })).toEqual({ status: 303, headers: { location: returnUrl }, body: null });
  });

  it("is a short page where there is nowhere to send them", () => {
    expect(personReply({})).toEqual(page);
    expect(personDone()).toEqual(page);
  });
});

describe("the answer to a provider", () => {
  const pending: StepResult = success({
    kind: "pending",
    driverState: { version: 1 },
    rawStatus: "running",
    reference: null,
    callbackRefs: [],
  });

  it("says that the delivery is safe", () => {
    expect(acknowledged()).toEqual({ status: 204, headers: {}, body: null });
    expect(answered(pending)).toEqual({ ...pending, reply: acknowledged() });
  });

  it.each([
    ["provider_unavailable", 503],
    ["invalid_callback", 401],
    ["lifecycle", 409],
  ] as const)("after %s is %i, and the failure keeps its state", (code, status) => {
    const failed = { ...failure(new IdvError({ code, message: "x" })), driverState: { version: 1, phase: "redeemed" } };
    expect(answered(failed)).toMatchObject({ ...failed, reply: { status, body: null } });
  });

  it("says when to come again", () => {
    const limited = new IdvError({ code: "rate_limited", message: "x", retryAfterMs: 1_500 });
    expect(answered(failure(limited)).reply).toEqual({ status: 503, headers: { "retry-after": "2" }, body: null });
  });

  it("is made anew each time, so that nobody changes another's", () => {
    expect(acknowledged()).not.toBe(acknowledged());
    expect(personDone()).not.toBe(personDone());
  });
});
