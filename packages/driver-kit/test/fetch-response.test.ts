import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpReply } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { toFetchResponse, toNodeResponse } from "../src/fetch-response.ts";

const replies: [string, HttpReply, string][] = [
  ["a text", { status: 200, headers: { "content-type": "text/html" }, body: "<p>ok</p>" }, "<p>ok</p>"],
  ["bytes", { status: 422, headers: {}, body: new Uint8Array([104, 105]) }, "hi"],
  ["nothing", { status: 303, headers: { location: "https://rp.example/done" }, body: null }, ""],
  ["a body that its status forbids", { status: 204, headers: {}, body: "forbidden" }, ""],
];

describe("toFetchResponse", () => {
  it.each(replies)("sends %s", async (_title, reply, text) => {
    const response = toFetchResponse(reply);
    expect(response.status).toBe(reply.status);
    expect(Object.fromEntries(response.headers)).toMatchObject(reply.headers);
    expect(await response.text()).toBe(text);
  });

  it("throws for what is no response", () => {
    expect(() => toFetchResponse({ status: 101, headers: {}, body: null })).toThrow(RangeError);
    expect(() => toFetchResponse({ status: 200, headers: { location: "a\nb" }, body: null })).toThrow(TypeError);
  });
});

describe("toNodeResponse", () => {
  it.each(replies)("sends %s", async (_title, reply, text) => {
    const server = createServer((_request, response) => toNodeResponse(reply, response));
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/`, { redirect: "manual" });
    expect(response.status).toBe(reply.status);
    expect(Object.fromEntries(response.headers)).toMatchObject(reply.headers);
    expect(await response.text()).toBe(text);
    await new Promise((closed) => server.close(closed));
  });
});
