import { describe, expect, it } from "vitest";
import { settingSchemas } from "../src/setting-schemas.ts";

const { text, milliseconds, httpUrl, baseUrl, secret, http } = settingSchemas;

describe("an address", () => {
  it.each(["https://api.provider.example", "http://localhost:8080/", "https://api.provider.example/v3.6"])(
    "may be %s, of an API too",
    (address) => {
      expect(httpUrl.safeParse(address).success).toBe(true);
      expect(baseUrl.safeParse(address)).toEqual({ success: true, data: address });
    },
  );

  it.each(["", "api.provider.example", "/v3.6", "ftp://api.provider.example", "javascript:alert(1)", "httpx://a.b"])(
    "is not %j",
    (address) => {
      expect(httpUrl.safeParse(address).success).toBe(false);
      expect(baseUrl.safeParse(address).success).toBe(false);
    },
  );

  it.each([
    ["a user", "https://user@api.provider.example"],
    ["a password", "https://:password@api.provider.example"],
    ["a query", "https://api.provider.example/?region=eu"],
    ["a fragment", "https://api.provider.example/#top"],
  ])("with %s is none of an API, though it is an address", (_part, address) => {
    expect(baseUrl.safeParse(address).success).toBe(false);
    expect(httpUrl.safeParse(address).success).toBe(true);
  });
});

describe("a secret", () => {
  it.each([
    ["a text", "s"],
    ["a function that gets it", async () => "s"],
  ])("is %s", (_kind, value) => {
    expect(secret.safeParse(value).success).toBe(true);
  });

  it.each([
    ["an empty text", ""],
    ["nothing", undefined],
    ["null", null],
    ["an object", { value: "s" }],
    ["a number", 1],
  ])("is not %s", (_kind, value) => {
    expect(secret.safeParse(value).success).toBe(false);
  });
});

describe("a text and a time", () => {
  it("are not empty, and whole and positive", () => {
    expect([text.safeParse("x").success, text.safeParse("").success]).toEqual([true, false]);
    expect([1, 0, -1, 1.5, "1"].map((value) => milliseconds.safeParse(value).success)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("the settings of calls", () => {
  it("may be left out, whole or in part", () => {
    expect(http.parse(undefined)).toEqual({});
    const given = { timeoutMs: 1, retries: 0, retryDelayMs: 1, maxResponseBytes: 1 };
    expect(http.parse(given)).toEqual(given);
    expect(http.parse({ retries: 10 })).toEqual({ retries: 10 });
  });

  it.each([
    ["timeoutMs", 0],
    ["timeoutMs", undefined],
    ["retries", -1],
    ["retries", 11],
    ["retries", 0.5],
    ["retryDelayMs", 0],
    ["maxResponseBytes", 0],
    ["maxResponseBytes", Number.POSITIVE_INFINITY],
    ["timeout", 1],
  ])("refuse %s of %s, by its path", (name, value) => {
    const parsed = http.safeParse({ [name]: value });
    const [issue] = parsed.error?.issues ?? [];
    expect(issue?.code === "unrecognized_keys" ? issue.keys : issue?.path).toEqual([name]);
  });
});
