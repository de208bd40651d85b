import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { type HttpRequest, httpRequestFromFetch, httpRequestFromNode, type NodeRequestOptions } from "../src/http.ts";
import type { IdvResult } from "../src/result.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("httpRequestFromFetch", () => {
  it("keeps method, URL, headers and the body byte for byte", async () => {
    const request = new Request("https://rp.example/idv/onfido/events?a=1", {
      method: "POST",
      headers: { "X-Signature": "abc" },
      body: new Uint8Array([0, 255, 10]),
    });
    const read = await httpRequestFromFetch(request);
    expect(read).toMatchObject({
      ok: true,
      value: { method: "POST", url: "https://rp.example/idv/onfido/events?a=1", headers: { "x-signature": "abc" } },
    });
    expect(read.ok && [...read.value.body]).toEqual([0, 255, 10]);
  });

  it("reads a request without a body as empty", async () => {
    const read = await httpRequestFromFetch(new Request("https://rp.example/"));
    expect(read.ok && read.value.body.byteLength).toBe(0);
  });

  it("refuses a body over the limit, and one that breaks off", async () => {
    const long = new Request("https://rp.example/", { method: "POST", body: "12345" });
    expect(await httpRequestFromFetch(long, { maxBytes: 4 })).toMatchObject({
      ok: false,
      error: { code: "invalid_input", message: "request.body: too large" },
    });
    const broken = new ReadableStream({
      pull() {
        throw new Error("secret text");
      },
    });
    const cut = new Request("https://rp.example/", { method: "POST", body: broken, duplex: "half" } as RequestInit);
    expect(await httpRequestFromFetch(cut)).toMatchObject({
      ok: false,
      error: { code: "invalid_input", message: "request.body: cannot be read" },
    });
  });
});

describe("httpRequestFromNode", () => {
  it("takes the origin from the configuration, not from the Host header", async () => {
    const read = await roundTrip("/idv/onfido/events?a=1", { origin: "https://rp.example" }, "{}");
    expect(read).toMatchObject({
      ok: true,
      value: { method: "POST", url: "https://rp.example/idv/onfido/events?a=1" },
    });
    expect(read.ok && Buffer.from(read.value.body).toString()).toBe("{}");
  });

  it("does not let a path replace the host", async () => {
    const read = await roundTrip("//evil.example/x", { origin: "https://rp.example" }, "");
    expect(read).toMatchObject({ ok: true, value: { url: "https://rp.example/evil.example/x" } });
  });

  it("refuses an absolute target of another host", async () => {
    const request = Object.assign(Readable.from([]), { method: "GET", url: "https://evil.example/x", headers: {} });
    expect(await httpRequestFromNode(request as never, { origin: "https://rp.example" })).toMatchObject({
      ok: false,
      error: { code: "invalid_input", message: "request.url: not a path" },
    });
  });

  it("joins repeated headers and takes bytes that a middleware has read", async () => {
    const request = Object.assign(Readable.from([]), { headers: { "set-cookie": ["a", "b"], x: undefined } });
    const read = await httpRequestFromNode(request as never, { origin: "https://rp.example", rawBody: bytes("raw") });
    expect(read).toMatchObject({
      ok: true,
      value: { method: "GET", url: "https://rp.example/", headers: { "set-cookie": "a, b" } },
    });
    expect(read.ok && Buffer.from(read.value.body).toString()).toBe("raw");
  });

  it("refuses a body over the limit", async () => {
    const read = await roundTrip("/", { origin: "https://rp.example", maxBytes: 2 }, "123");
    expect(read).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });
});

async function roundTrip(path: string, options: NodeRequestOptions, body: string): Promise<IdvResult<HttpRequest>> {
  let read: IdvResult<HttpRequest> | undefined;
  const server = createServer(async (request, response) => {
    read = await httpRequestFromNode(request, options);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body });
    if (read === undefined) throw new Error("the server read no request");
    return read;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
