import { describe, expect, it } from "vitest";
import { IdvError, type IdvErrorCode, idvErrorCodes } from "../src/error.ts";
import type { CompletedOutcome, PendingOutcome } from "../src/outcome.ts";
import { pendingActions } from "../src/pending-actions.ts";
import type { PersonAction } from "../src/person-action.ts";
import { replyStatuses, replyTo } from "../src/reply-to.ts";
import { verdictSpellings } from "../src/verdict.ts";

const pending: PendingOutcome = {
  kind: "pending",
  driverState: { version: 1 },
  rawStatus: "pending",
  reference: null,
  callbackRefs: [],
};
const redirect: PersonAction = { kind: "redirect", url: "https://p.example/", presentation: "redirect", after: "wait" };
const form = { fields: [{ id: "code", label: "Code", required: true, type: "CODE" as const }], submitLabel: "Send" };

describe("pendingActions", () => {
  it("lists what the person, the provider and the clock have to do", () => {
    const outcome: PendingOutcome = {
      ...pending,
      offers: [redirect, { kind: "userInput", form, after: "submit" }],
      callbackRefs: ["ref-1", "ref-2"],
      poll: { at: "2026-01-01T00:00:05.000Z", intervalMs: 5000 },
      expiresAt: "2026-01-02T00:00:00.000Z",
    };
    expect(pendingActions(outcome)).toEqual([
      {
        type: "RedirectAction",
        url: "https://p.example/",
        callbackRef: "ref-1",
        expiresAt: "2026-01-02T00:00:00.000Z",
      },
      { type: "UserInputAction", form },
      { type: "WaitForCallbackAction", callbackRef: "ref-1", expiresAt: "2026-01-02T00:00:00.000Z" },
      { type: "WaitForCallbackAction", callbackRef: "ref-2", expiresAt: "2026-01-02T00:00:00.000Z" },
      { type: "PollAction", nextCheckAt: "2026-01-01T00:00:05.000Z", pollIntervalMs: 5000 },
    ]);
  });

  it("gives a redirect its own expiry, and no ref where nothing will be delivered", () => {
    const outcome = { ...pending, offers: [{ ...redirect, expiresAt: "2026-01-01T01:00:00.000Z" }] };
    expect(pendingActions(outcome)).toEqual([
      { type: "RedirectAction", url: "https://p.example/", callbackRef: null, expiresAt: "2026-01-01T01:00:00.000Z" },
    ]);
  });

  it("leaves out an expiry that nobody knows", () => {
    expect(pendingActions({ ...pending, offers: [redirect], callbackRefs: ["ref"] })).toEqual([
      { type: "RedirectAction", url: "https://p.example/", callbackRef: "ref" },
      { type: "WaitForCallbackAction", callbackRef: "ref" },
    ]);
  });

  it("has nothing for an SDK, for which the document knows no action, nor for a completed outcome", () => {
    const sdk: PersonAction = { kind: "sdk", provider: "p", token: "t", parameters: {}, after: "submit" };
    expect(pendingActions({ ...pending, offers: [sdk] })).toEqual([]);
    expect(pendingActions({ kind: "completed" } as CompletedOutcome)).toEqual([]);
  });
});

describe("replyTo", () => {
  const statuses: Record<IdvErrorCode, number> = {
    configuration: 500,
    invalid_input: 400,
    unsupported: 404,
    compliance: 422,
    assurance: 422,
    lifecycle: 409,
    conflict: 503,
    credentials_rejected: 503,
    rate_limited: 503,
    provider_unavailable: 503,
    provider_error: 503,
    invalid_response: 503,
    invalid_callback: 401,
    expired: 410,
    interrupted: 503,
  };

  it.each(idvErrorCodes)("answers %s by the table, without a body", (code) => {
    const reply = replyTo(new IdvError({ code, message: "x" }));
    expect(reply.status).toBe(statuses[code]);
    expect(replyStatuses[code]).toBe(statuses[code]);
    expect(reply.body).toBeNull();
    expect("retry-after" in reply.headers).toBe(reply.status === 503);
  });

  it("asks to come back when the error says so, in whole seconds, at least one", () => {
    const reply = (retryAfterMs: number) =>
      replyTo(new IdvError({ code: "rate_limited", message: "x", retryAfterMs })).headers["retry-after"];
    expect(reply(1500)).toBe("2");
    expect(reply(0)).toBe("1");
    expect(replyTo(new IdvError({ code: "rate_limited", message: "x" })).headers["retry-after"]).toBe("30");
  });
});

describe("verdictSpellings", () => {
  it("spells each verdict for the two blocks and the step", () => {
    expect(verdictSpellings).toEqual({
      verified: { verification: "verified", documentVerification: "VERIFIED", step: "verified" },
      rejected: { verification: "rejected", documentVerification: "REJECTED", step: "rejected" },
      inconclusive: { verification: "rejected", documentVerification: "REJECTED", step: "rejected" },
      fraudDetected: { verification: "fraudDetected", documentVerification: "FRAUD_DETECTED", step: "fraud_detected" },
      canceled: { verification: "canceled", documentVerification: "CANCELED", step: "canceled" },
      aborted: { verification: "aborted", documentVerification: "ABORTED", step: "aborted" },
      error: { verification: "error", documentVerification: "ERROR", step: "error" },
    });
  });
});
