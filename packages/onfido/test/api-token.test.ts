import { inspect } from "node:util";
import { failure, IdvError, type IdvResult, success } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ApiTokenSourceOptions,
  apiTokenSource,
  checkApiToken,
  hintingAtRegion,
  readApiToken,
} from "../src/api/api-token.ts";

const accepted = async (): Promise<IdvResult<string>> => success("done");

function messageOf(result: IdvResult<unknown>): string {
  return result.ok ? "ok" : `${result.error.code} ${result.error.message}`;
}

function refusal(status: number) {
  const code = status === 401 || status === 403 ? "credentials_rejected" : "provider_error";
  const error = new IdvError({
    code,
    message: `GET /checks/{checkId}: ${status}`,
    provider: "onfido",
    httpStatus: status,
  });
  return async (): Promise<IdvResult<string>> => failure(error);
}

describe("the prefix of an API token", () => {
  it.each([
    ["api_live.abc", "live", "eu"],
    ["api_sandbox.abc", "sandbox", "eu"],
    ["api_live_us.abc", "live", "us"],
    ["api_sandbox_us.abc", "sandbox", "us"],
    ["api_live_ca.abc", "live", "ca"],
    ["api_sandbox_ca.abc", "sandbox", "ca"],
    ["api_live_eu.abc", "live", "eu"],
    ["api_live_xx.abc", "live", undefined],
    ["live_abc", undefined, undefined],
    ["api_test.abc", undefined, undefined],
    ["api_live", undefined, undefined],
    ["API_LIVE.abc", undefined, undefined],
    ["xapi_live.abc", undefined, undefined],
    ["", undefined, undefined],
  ])("of %j says environment %s, region %s", (token, environment, region) => {
    expect(readApiToken(token)).toEqual({ environment, region });
  });

  it("is read whatever the token is", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        for (const token of [before, `api_live${before}.${after}`, `api_sandbox_${before}.${after}`]) {
          const { environment, region } = readApiToken(token);
          expect([undefined, "live", "sandbox"]).toContain(environment);
          expect([undefined, "eu", "us", "ca"]).toContain(region);
        }
      }),
    );
  });
});

describe("a token that does not fit the options", () => {
  it.each([
    ["api_sandbox.x", { region: "eu", environment: "live" }, "a sandbox token, but options.environment is live"],
    ["api_live.x", { region: "eu", environment: "sandbox" }, "a live token, but options.environment is sandbox"],
    ["api_live_xx.x", { region: "eu", environment: "sandbox" }, "a live token, but options.environment is sandbox"],
    ["api_live.x\n", { region: "eu" }, "has characters that no token has"],
    ["api live", { region: "eu" }, "has characters that no token has"],
  ] as const)("is a configuration error: %j for %j", (token, expected, problem) => {
    expect(checkApiToken(token, expected)).toMatchObject({
      code: "configuration",
      message: `options.apiToken: ${problem}`,
      provider: "onfido",
      retryable: false,
    });
  });

  it.each([
    ["api_live_us.x", "eu", "us"],
    ["api_live.x", "us", "eu"],
    ["api_sandbox_ca.x", "us", "ca"],
  ] as const)("because of its region is one too: %s in %s", (token, region, owner) => {
    expect(checkApiToken(token, { region })).toMatchObject({
      code: "configuration",
      message: `options.region: the token belongs to region ${owner}`,
    });
  });

  it.each([
    ["api_live.x", { region: "eu" }],
    ["api_sandbox.x", { region: "eu" }],
    ["api_live.x", { region: "eu", environment: "live" }],
    ["api_sandbox_us.x", { region: "us", environment: "sandbox" }],
    ["api_live_xx.x", { region: "ca", environment: "live" }],
    ["a-token-of-another-form", { region: "ca", environment: "live" }],
  ] as const)("is not %s for %j", (token, expected) => {
    expect(checkApiToken(token, expected)).toBeUndefined();
  });
});

describe("the token as a source", () => {
  const source = (options: Partial<ApiTokenSourceOptions> = {}) =>
    apiTokenSource({ apiToken: "api_live.abc", region: "eu", ...options });

  it("gives the header in Onfido's own form", async () => {
    const headers: unknown[] = [];
    await source().withToken(async (given) => {
      headers.push(given);
      return accepted();
    });
    expect(headers).toEqual([{ authorization: "Token token=api_live.abc" }]);
  });

  it("reads the token at every call, so that it may be rotated", async () => {
    const tokens = ["api_live.one", "api_sandbox.two", "api_live.three"];
    const rotating = source({ apiToken: async () => tokens.shift() ?? "", environment: "live" });
    expect(messageOf(await rotating.withToken(accepted))).toBe("ok");
    expect(messageOf(await rotating.withToken(accepted))).toMatch(/^configuration options\.apiToken: a sandbox token/);
    expect(messageOf(await rotating.withToken(accepted))).toBe("ok");
    expect(messageOf(await rotating.withToken(accepted))).toBe("configuration options.apiToken: is empty");
  });

  it("makes no call with a token that does not fit, and shows none of it", async () => {
    const calls: unknown[] = [];
    const apiToken = "api_sandbox_us.SECRETPART";
    const result = await source({ apiToken, environment: "live" }).withToken(async (headers) => {
      calls.push(headers);
      return accepted();
    });
    expect(messageOf(result)).toMatch(/^configuration/);
    expect(calls).toEqual([]);
    expect(inspect(result, { showHidden: true, depth: null })).not.toContain("SECRETPART");
  });

  it("says that a secret cannot be read", async () => {
    const apiToken = () => {
      throw new Error("hunter2");
    };
    const result = await source({ apiToken }).withToken(accepted);
    expect(messageOf(result)).toBe("configuration options.apiToken: cannot be read");
    expect(inspect(result, { showHidden: true, depth: null })).not.toContain("hunter2");
  });
});

describe("a refusal of the credentials", () => {
  const hint = "; check options.region: each region has its own accounts";

  it.each([401, 403])("%i: points to the region where the token does not show its own", async (status) => {
    for (const apiToken of ["a-token-of-another-form", "api_live_xx.abc"]) {
      const result = await apiTokenSource({ apiToken, region: "eu" }).withToken(refusal(status));
      expect(messageOf(result)).toBe(`credentials_rejected GET /checks/{checkId}: ${status}${hint}`);
      expect(result).toMatchObject({ error: { httpStatus: status, provider: "onfido", retryable: false } });
    }
  });

  it("does not, where the token shows that its region is right", async () => {
    const result = await apiTokenSource({ apiToken: "api_live.abc", region: "eu" }).withToken(refusal(401));
    expect(messageOf(result)).toBe("credentials_rejected GET /checks/{checkId}: 401");
  });

  it("does with an OAuth client, whose credentials never show it", async () => {
    const oauth = hintingAtRegion({ withToken: (run) => run({ authorization: "Bearer t" }) });
    expect(messageOf(await oauth.withToken(refusal(401)))).toContain(hint);
    expect(messageOf(await oauth.withToken(refusal(404)))).toBe("provider_error GET /checks/{checkId}: 404");
    expect(messageOf(await oauth.withToken(accepted))).toBe("ok");
  });
});
