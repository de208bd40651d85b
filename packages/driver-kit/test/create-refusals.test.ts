import { IdvError } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { createRefusals } from "../src/create-refusals.ts";

const { error, refuse } = createRefusals("acme");

describe("the errors of one driver", () => {
  it("name it, with their code and message", () => {
    expect(error("lifecycle", "driverState.phase: over")).toBeInstanceOf(IdvError);
    expect(error("lifecycle", "driverState.phase: over").toJSON()).toEqual({
      name: "IdvError",
      code: "lifecycle",
      message: "driverState.phase: over",
      retryable: false,
      provider: "acme",
    });
  });

  it("carry what more is known", () => {
    const more = { reason: "too_many", retryable: true, retryAfterMs: 500, httpStatus: 429, providerCode: "slow" };
    expect(error("rate_limited", "token request: 429", more)).toMatchObject({ ...more, provider: "acme" });
  });

  it("are those of this driver whatever else is said", () => {
    const more = { provider: "another", code: "expired", message: "x" } as object;
    expect(error("lifecycle", "y", more)).toMatchObject({ provider: "acme", code: "lifecycle", message: "y" });
  });

  it("come as failed results too", () => {
    const refused = refuse("invalid_callback", "request.body: unreadable", { reason: "ping_unreadable" });
    expect(refused).toEqual({ ok: false, error: expect.any(IdvError) });
    expect(refused).toMatchObject({
      error: { code: "invalid_callback", message: "request.body: unreadable", reason: "ping_unreadable" },
    });
  });

  it("of two drivers do not mix", () => {
    const other = createRefusals("other");
    expect([error("expired", "x").provider, other.error("expired", "x").provider]).toEqual(["acme", "other"]);
  });
});
