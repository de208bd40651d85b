import { describe, expect, it } from "vitest";
import type { ErrorPathsReader, HttpCall, HttpClientOptions } from "../src/http-call.ts";
import { createHttpClient } from "../src/http-client.ts";
import { type Answer, json, localServer, text } from "./local-server.ts";

const post: HttpCall = { method: "POST", path: "/applicants", body: { json: {} }, retry: "never" };

const fieldsOf: ErrorPathsReader = (body) => (body as { fields: string[] }).fields;

async function messageAfter(answer: Answer, options: Partial<HttpClientOptions> = { errorPaths: fieldsOf }) {
  const server = await localServer(answer);
  const client = createHttpClient({ provider: "acme", baseUrl: server.origin, ...options });
  const result = await client.json(post);
  return result.ok ? expect.unreachable() : result.error.message;
}

describe("the paths that a provider complains about", () => {
  it("stand in the message, each once", async () => {
    const fields = ["first_name", "address.postcode", "documents[0].side", "first_name"];
    expect(await messageAfter(json({ fields }, 422))).toBe(
      "POST /applicants: 422 (first_name, address.postcode, documents[0].side)",
    );
  });

  it("are kept only when they look like paths", async () => {
    const fields = [
      "Anna Bruijn",
      "anna@example.org",
      "1964-08-12",
      "+31612345678",
      "name: x",
      "é",
      "x".repeat(81),
      "",
      7,
      null,
      { name: "x" },
      "dob",
    ];
    expect(await messageAfter(json({ fields }, 400))).toBe("POST /applicants: 400 (dob)");
  });

  it("are ten at most", async () => {
    const fields = Array.from({ length: 12 }, (_, index) => `f${index}`);
    expect(await messageAfter(json({ fields }, 422))).toBe(
      "POST /applicants: 422 (f0, f1, f2, f3, f4, f5, f6, f7, f8, f9)",
    );
  });

  it.each([
    ["no reader", {}, json({ fields: ["dob"] }, 422)],
    ["no path", { errorPaths: fieldsOf }, json({ fields: [] }, 422)],
    ["a reader that gives no list", { errorPaths: fieldsOf }, json({}, 422)],
    ["a reader that throws", { errorPaths: fieldsOf }, json(null, 422)],
    ["a body that is no JSON", { errorPaths: fieldsOf }, text("<h1>", 422)],
  ])("are left out with %s", async (_, options, answer) => {
    expect(await messageAfter(answer, options)).toBe("POST /applicants: 422");
  });

  it("are read by the call's own reader before the client's, beside the code", async () => {
    const server = await localServer(json({ code: "invalid", fields: ["a"], missing: ["b"] }, 422));
    const errorCode: HttpClientOptions["errorCode"] = (body) => (body as { code: string }).code;
    const client = createHttpClient({ provider: "acme", baseUrl: server.origin, errorCode, errorPaths: fieldsOf });
    const result = await client.json({ ...post, errorPaths: (body) => (body as { missing: string[] }).missing });
    expect(result).toMatchObject({
      ok: false,
      error: { code: "provider_error", providerCode: "invalid", message: "POST /applicants: 422 (b)" },
    });
  });
});
