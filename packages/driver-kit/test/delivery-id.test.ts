import type { HttpRequest } from "@idvkit/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deliveryIdOf } from "../src/delivery-id.ts";

function request(method: string, url: string, body: string, headers: Record<string, string> = {}): HttpRequest {
  return { method, url, headers, body: new TextEncoder().encode(body) };
}

describe("deliveryIdOf", () => {
  it("is SHA-256 in hex and the same for the same request, whatever its headers", () => {
    const id = deliveryIdOf(request("POST", "https://rp.example/idv/a", "{}"));
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(deliveryIdOf(request("POST", "https://rp.example/idv/a", "{}", { via: "proxy" }))).toBe(id);
  });

  it("differs as soon as method, URL or body differ, wherever the border between them lies", () => {
    const part = fc.string({ maxLength: 3 });
    const parts = fc.tuple(part, part, part);
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const same = deliveryIdOf(request(...a)) === deliveryIdOf(request(...b));
        return same === a.every((text, index) => text === b[index]);
      }),
    );
    const ids = [
      deliveryIdOf(request("POST", "/ab", "c")),
      deliveryIdOf(request("POST", "/ab", "d")),
      deliveryIdOf(request("POST", "/a", "c")),
      deliveryIdOf(request("PUT", "/ab", "c")),
      deliveryIdOf(request("POST/", "ab", "c")),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(deliveryIdOf(request("POST", "/ab", "c"))).not.toBe(deliveryIdOf(request("POST", "/a", "bc")));
  });
});
