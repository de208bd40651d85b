import { memoryVault } from "../src/memory-vault.ts";
import { describeVault } from "./vault-specification.ts";

describeVault("memoryVault", async (options) => memoryVault(options), { sequences: 100 });
