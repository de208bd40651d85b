import type { HttpRequest } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressCallback, captureReturnUrl, readDelivery } from "../src/assure/callback.ts";

const base = "https://rp.example/idv/onfido";

function request(method: string, path: string, body: unknown = ""): HttpRequest {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { method, url: `${base}${path}`, headers: {}, body: new TextEncoder().encode(text) };
}

const event = { id: "event-1", eventName: "process.complete", eventData: { externalReference: "dossier-1" } };

describe("an Assure event", () => {
  it("is addressed to all who wait for its dossier", async () => {
    expect(await addressCallback(request("POST", "/events", event), undefined)).toEqual({
      ok: true,
      value: {
        kind: "delivery",
        refs: ["assure:dossier-1"],
        deliveryId: "event-1",
        late: { status: 204, headers: {}, body: null },
      },
    });
  });

  it("is addressed to one process where it names it", async () => {
    const exact = { ...event, eventData: { dossierId: "dossier-1", processId: "process-1" } };
    expect(await addressCallback(request("POST", "/events", exact), undefined)).toMatchObject({
      ok: true,
      value: { refs: ["assure:dossier-1/process-1"] },
    });
  });

  it("may name its dossier at the top, and may lack an id", async () => {
    const { id: _id, ...bare } = { ...event, eventData: null, externalReference: "dossier-2" };
    const addressed = await addressCallback(request("POST", "/events", bare), undefined);
    expect(addressed).toMatchObject({ ok: true, value: { refs: ["assure:dossier-2"] } });
    expect(addressed.ok && addressed.value.kind === "delivery" && addressed.value.deliveryId).toMatch(/^[0-9a-f]{64}$/);
  });

  it("of another kind is acknowledged and has no effect", async () => {
    const other = { ...event, eventName: "dossier.created" };
    expect(await addressCallback(request("POST", "/events", other), undefined)).toEqual({
      ok: true,
      value: { kind: "ignore", reply: { status: 204, headers: {}, body: null } },
    });
  });

  it.each([
    ["no JSON", "WILLEKE"],
    ["no event", []],
    ["no name", { id: "x" }],
    ["no dossier", { ...event, eventData: {} }],
    ["an unusable dossier", { ...event, eventData: { dossierId: 7 } }],
  ])("with %s is malformed", async (_what, body) => {
    const read = await addressCallback(request("POST", "/events", body), undefined);
    expect(read).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect(JSON.stringify(read)).not.toContain("WILLEKE");
  });

  it("that is not UTF-8 is malformed", async () => {
    const broken = { ...request("POST", "/events"), body: new Uint8Array([0xff, 0xfe]) };
    expect(await addressCallback(broken, undefined)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });
});

describe("a callback secret", () => {
  const secret = "s3cret/with space";

  it("stands in the path of the event, percent-encoded", async () => {
    const path = `/events/${encodeURIComponent(secret)}`;
    expect(await addressCallback(request("POST", path, event), secret)).toMatchObject({ ok: true });
    expect(await addressCallback(request("POST", path, event), async () => secret)).toMatchObject({ ok: true });
  });

  it.each(["/events", "/events/", "/events/wrong", "/events/s3cret", "/events/%E0%A4%A"])(
    "that is not in %s makes the event forged",
    async (path) => {
      const read = await addressCallback(request("POST", path, event), secret);
      expect(read).toMatchObject({ ok: false, error: { code: "invalid_callback" } });
      expect(JSON.stringify(read)).not.toContain("s3cret");
    },
  );

  it("that cannot be read is a configuration error", async () => {
    const broken = () => {
      throw new Error("hunter2");
    };
    const read = await addressCallback(request("POST", "/events/x", event), broken);
    expect(read).toMatchObject({ ok: false, error: { code: "configuration" } });
    expect(JSON.stringify(read)).not.toContain("hunter2");
  });

  it("is not asked of the person who comes back", async () => {
    const back = request("GET", "/capture-return?dossierId=d&processId=p");
    expect(await addressCallback(back, secret)).toMatchObject({ ok: true });
  });
});

describe("the return from the capture flow", () => {
  it("comes to the URL that the driver hands out", () => {
    expect(captureReturnUrl(base)).toBe(`${base}/capture-return`);
    expect(captureReturnUrl(`${base}//`)).toBe(`${base}/capture-return`);
  });

  it("is addressed to its process, and is the same delivery when it comes twice", async () => {
    const back = () => addressCallback(request("GET", "/capture-return?dossierId=d-1&processId=p-1"), undefined);
    const first = await back();
    expect(first).toMatchObject({ ok: true, value: { kind: "delivery", refs: ["assure:d-1/p-1"] } });
    expect(await back()).toEqual(first);
  });

  it.each(["", "?dossierId=d", "?processId=p", "?dossierId=&processId=p", "?dossierId=d&processId=p&processId=q"])(
    "with the query %s is malformed",
    async (query) => {
      expect(await readDelivery(request("GET", `/capture-return${query}`), undefined)).toMatchObject({
        ok: false,
        error: { code: "invalid_input" },
      });
    },
  );
});

describe("any other request", () => {
  it.each([
    ["GET", "/events"],
    ["POST", "/capture-return?dossierId=d&processId=p"],
    ["POST", "/elsewhere"],
    ["GET", ""],
  ])("%s %s is not ours", async (method, path) => {
    expect(await addressCallback(request(method, path, event), undefined)).toMatchObject({
      ok: false,
      error: { code: "unsupported" },
    });
    expect(await addressCallback(request(method, path, event), "secret")).toMatchObject({
      ok: false,
      error: { code: "unsupported" },
    });
  });

  it("without an absolute URL is malformed", async () => {
    const relative = { ...request("POST", ""), url: "/events" };
    expect(await addressCallback(relative, undefined)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });

  it("never throws, whatever comes in", async () => {
    await fc.assert(
      fc.asyncProperty(fc.webPath(), fc.uint8Array(), fc.json(), fc.boolean(), async (path, bytes, json, useJson) => {
        const body = useJson ? new TextEncoder().encode(json) : bytes;
        for (const method of ["GET", "POST"]) {
          const read = await addressCallback({ method, url: `${base}/events${path}`, headers: {}, body }, undefined);
          expect(typeof read.ok).toBe("boolean");
        }
      }),
    );
  });
});
