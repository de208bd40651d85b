import { describe, expect, it } from "vitest";
import { createLateDeliveries } from "../src/late-deliveries.ts";

const late = { status: 200, headers: {}, body: null };

function setUp(capacity = 10) {
  const clock = { ms: 0 };
  const reply = createLateDeliveries({ now: () => new Date(clock.ms), graceMs: 60_000, capacity });
  const delivery = (deliveryId: string, driverId = "onfido") =>
    reply(driverId, { kind: "delivery", refs: ["ref"], deliveryId, late });
  const fetch = (ref: string) => reply("onfido", { kind: "fetch", refs: [ref] });
  return { clock, delivery, fetch };
}

describe("createLateDeliveries", () => {
  it("asks for an unknown delivery again for a minute, then accepts it", () => {
    const { clock, delivery } = setUp();
    expect(delivery("d1")).toEqual({ status: 503, headers: { "retry-after": "10" }, body: null });
    clock.ms = 58_500;
    expect(delivery("d1").headers).toEqual({ "retry-after": "2" });
    clock.ms = 59_999;
    expect(delivery("d1").headers).toEqual({ "retry-after": "1" });
    clock.ms = 60_000;
    expect(delivery("d1")).toEqual({ status: 202, headers: {}, body: null });
    clock.ms = 600_000;
    expect(delivery("d1").status).toBe(202);
  });

  it("counts for each delivery, driver and reader apart", () => {
    const { clock, delivery, fetch } = setUp();
    delivery("d1");
    fetch("r1");
    clock.ms = 60_000;
    expect(delivery("d1").status).toBe(202);
    expect(delivery("d2").status).toBe(503);
    expect(delivery("d1", "other").status).toBe(503);
    expect(fetch("d1").status).toBe(503);
    expect(delivery("r1").status).toBe(503);
    expect(fetch("r1").status).toBe(404);
  });

  it("forgets the oldest when there are too many", () => {
    const { clock, delivery } = setUp(2);
    for (const id of ["d1", "d2", "d3"]) delivery(id);
    clock.ms = 60_000;
    expect(delivery("d3").status).toBe(202);
    expect(delivery("d2").status).toBe(202);
    expect(delivery("d1").status).toBe(503);
  });
});
