import { describe, expect, it } from "vitest";
import { bufferedResponse } from "../src/buffered-response.ts";

const init = { status: 201, headers: { "content-type": "application/json", "x-a": "b" } };
const bytes = Buffer.from('{"name":"Erika"}');
const ours = () => bufferedResponse(bytes, init);
const platforms = () => new Response(new Uint8Array(bytes), init);

/** What no answer of HTTP has, and what is inherited from Object. */
const otherMembers = new Set(["constructor"]);
const members = Object.getOwnPropertyNames(Response.prototype).filter((name) => !otherMembers.has(name));

describe("a response whose body is at hand", () => {
  it("is a Response", () => {
    expect(ours()).toBeInstanceOf(Response);
    expect(Object.prototype.toString.call(ours())).toBe("[object Response]");
  });

  it.each(members)("has its own %s: the platform's would refuse it", (name) => {
    const response = ours();
    expect(Object.hasOwn(Object.getPrototypeOf(response), name)).toBe(true);
  });

  it.each(["status", "statusText", "ok", "redirected", "type", "url", "bodyUsed"] as const)(
    "says the same as the platform's: %s",
    (name) => expect(ours()[name]).toBe(platforms()[name]),
  );

  it("has the same headers, and keeps what is written to them", () => {
    const response = ours();
    expect([...response.headers]).toEqual([...platforms().headers]);
    response.headers.set("x-a", "c");
    expect(response.headers.get("X-A")).toBe("c");
  });

  it.each(["text", "json", "arrayBuffer", "bytes"] as const)("gives its body as %s, once", async (name) => {
    const response = ours();
    expect(await response[name]()).toEqual(await platforms()[name]());
    expect(response.bodyUsed).toBe(true);
    await expect(response.text()).rejects.toThrow(TypeError);
    expect(() => response.clone()).toThrow(TypeError);
  });

  it("gives its body as a blob", async () => {
    expect(await (await ours().blob()).text()).toBe('{"name":"Erika"}');
  });

  it("gives its body as a form", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const form = await bufferedResponse(Buffer.from("a=1"), { status: 200, headers }).formData();
    expect([...form]).toEqual([["a", "1"]]);
  });

  it("gives its body as a stream, which is then used", async () => {
    const response = ours();
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ?? []) chunks.push(chunk);
    expect(Buffer.concat(chunks)).toEqual(bytes);
    expect(response.bodyUsed).toBe(true);
    await expect(response.json()).rejects.toThrow(TypeError);
  });

  it("is read in full beside its clone", async () => {
    const response = ours();
    expect(await response.clone().text()).toBe(await response.text());
  });

  it.each([
    [199, false],
    [200, true],
    [299, true],
    [300, false],
  ])("is ok from 200 to 299: %i", (status, ok) => {
    expect(bufferedResponse(bytes, { status }).ok).toBe(ok);
  });

  it("leaves a byte order mark out", async () => {
    const marked = bufferedResponse(Buffer.from("\uFEFF{}"), { status: 200 });
    expect(await marked.json()).toEqual({});
  });
});
