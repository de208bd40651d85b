import { createHmac } from "node:crypto";
import type { HttpRequest } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { addressCallback, returnUrlOf } from "../src/callback.ts";

const secret = "webhook-secret";
const event = { id: "evt_1", type: "session.finished", sessionId: "ses_1" };

function request(method: string, path: string, body = "", headers: Record<string, string> = {}): HttpRequest {
  return { method, url: `https://rp.example/idv/acme${path}`, headers, body: new TextEncoder().encode(body) };
}

function signed(value: unknown, key = secret): HttpRequest {
  const body = typeof value === "string" ? value : JSON.stringify(value);
  const signature = createHmac("sha256", key).update(body).digest("hex");
  return request("POST", "/events", body, { "x-acme-signature": signature });
}

describe("an event", () => {
  it("is addressed to its session", async () => {
    const late = { status: 204, headers: {}, body: null };
    const value = { kind: "delivery", refs: ["ses_1"], deliveryId: "evt_1", late };
    expect(await addressCallback(signed(event), [secret])).toEqual({ ok: true, value });
  });

  it("is taken with either secret while one is rotated", async () => {
    expect(await addressCallback(signed(event, "old"), ["new", async () => "old"])).toMatchObject({ ok: true });
  });

  it("of another kind is acknowledged and has no effect", async () => {
    const other = await addressCallback(signed({ ...event, type: "session.opened" }), [secret]);
    expect(other).toMatchObject({ ok: true, value: { kind: "ignore", reply: { status: 204 } } });
  });

  it.each([
    ["signed by somebody else", signed(event, "other")],
    ["without a signature", request("POST", "/events", JSON.stringify(event))],
    ["changed on its way", { ...signed(event), body: new TextEncoder().encode("{}") }],
  ])("%s is forged", async (_what, forged) => {
    expect(await addressCallback(forged, [secret])).toMatchObject({ ok: false, error: { code: "invalid_callback" } });
  });

  it.each(["ADA", "[]", JSON.stringify({ ...event, sessionId: ".." })])("with body %s is malformed", async (body) => {
    const read = await addressCallback(signed(body), [secret]);
    expect(read).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect(JSON.stringify(read)).not.toContain("ADA");
  });
});

describe("a return", () => {
  it("is addressed to the session that it names", async () => {
    expect(await addressCallback(request("GET", "/return?session=ses_1"), [secret])).toMatchObject({
      ok: true,
      value: { kind: "delivery", refs: ["ses_1"], person: true, late: { status: 200 } },
    });
  });

  it.each(["/return", "/return?session=", "/return?session=a&session=b"])("to %s is malformed", async (path) => {
    expect(await addressCallback(request("GET", path), [secret])).toMatchObject({ error: { code: "invalid_input" } });
  });

  it("comes to one address, whatever ends the base", () => {
    expect(returnUrlOf("https://rp.example/idv/acme/")).toBe("https://rp.example/idv/acme/return");
  });
});

describe("any other request", () => {
  it.each([
    ["POST", "/return"],
    ["GET", "/events"],
    ["POST", "/other"],
  ])("%s %s is no resource", async (method, path) => {
    expect(await addressCallback(request(method, path), [secret])).toMatchObject({ error: { code: "unsupported" } });
  });
});
