import type { StepWork } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { vaultOwner } from "../src/vault-owner.ts";

const work: StepWork = {
  executionId: "execution-1",
  nodeId: "login",
  attempt: 2,
  inputs: { dataBlocks: [], attributes: {}, subject: {}, consents: [] },
};

describe("the owner of what an execution stores", () => {
  it("is the execution in its tenant, whatever the node or attempt", () => {
    const owner = { tenantId: "tenant-1", executionId: "execution-1" };
    expect(vaultOwner({ ...work, tenantId: "tenant-1" })).toEqual(owner);
    expect(vaultOwner({ ...work, tenantId: "tenant-1", nodeId: "other", attempt: 1 })).toEqual(owner);
  });

  it("is in the tenant `default` where there are no tenants", () => {
    expect(vaultOwner(work)).toEqual({ tenantId: "default", executionId: "execution-1" });
  });
});
