import { inspect } from "node:util";
import { IdvError } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failureOf } from "../src/relying-party/failure.ts";

const secret = "a-secret-token";

function thrownBy(members: Record<string, unknown>): Error {
  return Object.assign(new Error(secret), { response: { body: secret }, error_description: secret }, members);
}

describe("a failed exchange with a provider", () => {
  it.each([
    ["invalid_client", "credentials_rejected", "client_refused", false],
    ["unauthorized_client", "credentials_rejected", "client_not_allowed", false],
    ["invalid_grant", "invalid_callback", "code_refused", false],
    ["invalid_request", "configuration", "request_refused", false],
    ["invalid_scope", "configuration", "scope_refused", false],
    ["invalid_request_object", "configuration", "request_object_refused", false],
    ["unsupported_grant_type", "configuration", "grant_type_refused", false],
    ["invalid_dpop_proof", "configuration", "dpop_proof_refused", false],
    ["invalid_binding_message", "invalid_input", "binding_message_refused", false],
    ["unknown_user_id", "invalid_input", "login_hint_unknown", false],
    ["temporarily_unavailable", "provider_unavailable", "provider_says_later", true],
    ["server_error", "provider_unavailable", "provider_failed", true],
  ])("that says %s is %s: %s", (error, code, reason, retryable) => {
    expect(failureOf(thrownBy({ error, status: 400 }), "token request")).toMatchObject({
      ok: false,
      error: { code, reason, retryable, providerCode: error, httpStatus: 400, message: `token request: ${reason}` },
    });
  });

  it.each([
    [429, "rate_limited", "too_many_requests"],
    [500, "provider_unavailable", "provider_failed"],
    [503, "provider_unavailable", "provider_failed"],
  ])("with status %i can be tried again", (status, code, reason) => {
    const expected = { ok: false, error: { code, reason, retryable: true } };
    expect(failureOf(thrownBy({ status }), "token request")).toMatchObject(expected);
    // openid-client hangs the response on the cause.
    expect(failureOf(thrownBy({ code: "OAUTH_RESPONSE_IS_NOT_CONFORM", cause: { status } }), "x")).toMatchObject(
      expected,
    );
  });

  it.each([
    ["OAUTH_JWT_CLAIM_COMPARISON_FAILED", "jwt_claim_mismatch"],
    ["OAUTH_JWT_TIMESTAMP_CHECK_FAILED", "jwt_time_refused"],
    ["OAUTH_INVALID_RESPONSE", "response_invalid"],
    ["OAUTH_KEY_SELECTION_FAILED", "key_not_found"],
    ["OAUTH_DECRYPTION_FAILED", "decryption_failed"],
    ["OAUTH_JWT_USERINFO_EXPECTED", "user_info_not_signed"],
  ])("that openid-client calls %s is an answer that cannot be trusted", (code, reason) => {
    expect(failureOf(thrownBy({ code }), "token request")).toMatchObject({
      ok: false,
      error: { code: "invalid_response", reason, retryable: false },
    });
  });

  it("keeps the error of our own network, however deep", () => {
    const own = new IdvError({ code: "provider_unavailable", message: "POST {url}: timeout", retryable: true });
    expect(failureOf(own, "x")).toEqual({ ok: false, error: own });
    expect(failureOf(thrownBy({ cause: thrownBy({ cause: own }) }), "x")).toEqual({ ok: false, error: own });
  });

  it.each(["constructor", "__proto__", "toString", "something_new"])(
    "with the unknown error %s is an error of the provider",
    (error) => {
      expect(failureOf(thrownBy({ error }), "token request")).toMatchObject({
        ok: false,
        error: { code: "provider_error" },
      });
    },
  );

  it("of any kind shows nothing that was thrown but codes", () => {
    fc.assert(
      fc.property(fc.anything(), fc.string({ minLength: 8 }), (thing, text) => {
        const members = typeof thing === "object" && thing !== null ? { ...thing } : { cause: thing };
        const { error } = failureOf(Object.assign(thrownBy({ error: `${secret} ${text}` }), { members }), "x") as {
          error: IdvError;
        };
        expect(inspect(error, { showHidden: true, depth: null })).not.toContain(secret);
        expect(JSON.stringify(error)).not.toContain(secret);
      }),
    );
    fc.assert(
      fc.property(fc.anything(), (thing) => {
        expect(failureOf(thing, "x").ok).toBe(false);
      }),
    );
  });
});
