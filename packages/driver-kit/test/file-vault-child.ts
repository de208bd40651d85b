import { createHash, randomBytes, randomInt } from "node:crypto";
import { writeSync } from "node:fs";
import { fileVault } from "../src/index.ts";

/*
 * A process of its own for file-vault-processes.test.ts: `node file-vault-child.ts <directory> <mode> <name>`. It tells each
 * thing as soon as it was acknowledged, with one write to its output, so that a line is there or not.
 */
const [directory = "", mode = "", name = ""] = process.argv.slice(2);
const keys = { current: "2026-a", keys: { "2026-a": new Uint8Array(32).fill(1) } };
const vault = await fileVault({ directory, keys });
const meta = { mediaType: "application/octet-stream" };

async function* inPieces(content: Buffer) {
  for (let start = 0; start < content.length; start += 30_000) yield content.subarray(start, start + 30_000);
}

/** Stores, and now and then erases, until it is killed. */
async function storeForEver(line: number) {
  for (let count = 0; ; count += 1) {
    const owner = { tenantId: "acme", executionId: `${name}-${line}-${count % 50 === 49 ? "erased" : "kept"}` };
    const key = `${name}-${line}-${count}`;
    const content = randomBytes(randomInt(200_000));
    const { $id } = await vault.put(inPieces(content), { ...meta, key, owner });
    const sha256 = createHash("sha256").update(content).digest("hex");
    tell({ stored: $id, key, executionId: owner.executionId, sha256 });
    if (count % 50 !== 49) continue;
    await vault.deleteOwner(owner);
    tell({ erased: $id, executionId: owner.executionId });
  }
}

/** Stores the same keys as every other child. */
async function storeShared() {
  const owner = { tenantId: "acme", executionId: "shared" };
  for (let count = 0; count < 40; count += 1) {
    const { $id } = await vault.put(inPieces(Buffer.from(name)), { ...meta, key: `${count}`, owner });
    tell({ stored: $id, key: `${count}` });
  }
}

function tell(what: object) {
  writeSync(1, `${JSON.stringify(what)}\n`);
}

await (mode === "shared" ? storeShared() : Promise.all([storeForEver(1), storeForEver(2), storeForEver(3)]));
