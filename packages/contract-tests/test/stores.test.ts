import { describe, expect, it } from "vitest";
import { contractVault, createExecutionStore } from "../src/index.ts";

const owner = { tenantId: "tenant-1", executionId: "execution-1" };
const bytes = new TextEncoder().encode("image");

describe("contractVault", () => {
  it("gives the same key of the same owner the same UUID in every vault", async () => {
    const meta = { mediaType: "image/png", key: "acme/front", owner };
    const first = await contractVault().put(bytes, meta);
    const second = await contractVault().put(bytes, meta);
    const other = await contractVault().put(bytes, { ...meta, owner: { ...owner, executionId: "execution-2" } });
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
    expect(first.$id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("stores a key once and tells it back", async () => {
    const vault = contractVault();
    const reference = await vault.put(bytes, { mediaType: "image/png", key: "front", owner });
    await vault.put(new Uint8Array([1]), { mediaType: "image/png", key: "front", owner });
    const stored = await vault.get(reference);
    expect(stored).toMatchObject({ mediaType: "image/png", size: bytes.length });
    expect(vault.keyOf(reference.$id)).toBe("front");
    expect(await vault.find(owner, "front")).toEqual(reference);
    expect(await vault.find(owner, "back")).toBeNull();
  });

  it("copies its content, not its future", async () => {
    const vault = contractVault();
    const reference = await vault.put(bytes, { mediaType: "image/png", name: "front.png", owner });
    const copy = vault.copy();
    expect(await vault.deleteOwner(owner)).toBe(1);
    expect([vault.size, copy.size]).toEqual([0, 1]);
    await copy.delete(reference);
    expect(await copy.get(reference)).toBeNull();
  });
});

describe("createExecutionStore", () => {
  const work = {
    ...owner,
    nodeId: "verify",
    attempt: 1,
    inputs: { dataBlocks: [], attributes: {}, subject: {}, consents: [] },
    driverState: { version: 1 },
  };

  it("holds an execution for one at a time; the next one sees what was saved", async () => {
    const store = createExecutionStore();
    store.add({ driverId: "acme", work, refs: ["chk_1"] });
    const [first] = await store.load("acme", ["chk_1"]);
    const order: string[] = [];
    const second = store.load("acme", ["chk_1"]).then(([held]) => {
      order.push("second");
      return held;
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    order.push("first");
    const reply = { status: 204, headers: {}, body: null };
    const { executionId, nodeId, attempt } = work;
    const step = { driverId: "acme", executionId, nodeId, attempt };
    await store.save({ ...step, deliveryId: "evt_1", outcome: null, driverState: { version: 2 }, reply });
    await first?.release();
    expect((await second)?.work.driverState).toEqual({ version: 2 });
    expect((await second)?.replies).toEqual({ evt_1: reply });
    expect(order).toEqual(["first", "second"]);
  });

  it("finds nothing for another driver or another ref, and saves nothing that was never added", async () => {
    const store = createExecutionStore();
    store.add({ driverId: "acme", work, refs: ["chk_1"] });
    expect(await store.load("other", ["chk_1"])).toEqual([]);
    expect(await store.load("acme", ["chk_2"])).toEqual([]);
    const reply = { status: 204, headers: {}, body: null };
    const unknown = { driverId: "acme", executionId: "execution-9", nodeId: "verify", attempt: 1 };
    const handled = { ...unknown, deliveryId: null, outcome: null, driverState: { version: 1 }, reply };
    await expect(store.save(handled)).rejects.toThrow("never added");
  });
});
