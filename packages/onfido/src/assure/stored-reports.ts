import type { Vault, VaultReference } from "@idvkit/core";
import type { FullResult } from "./full-result.ts";

type Reports = Pick<FullResult, "documentReport" | "facialReport">;

const reportNames = ["documentReport", "facialReport"] as const;

/**
 * The raw reports among the artifacts of a process, read from the vault: the first poll and every later one see the same.
 * A report that was not stored, or was erased since, is left out.
 */
export async function storedReports(
  vault: Vault | undefined,
  artifacts: Readonly<Record<string, VaultReference>>,
): Promise<Reports> {
  const reports: Reports = {};
  for (const name of reportNames) {
    const reference = artifacts[name];
    const stored = reference === undefined ? undefined : await vault?.get(reference);
    if (stored) reports[name] = await wholeOf(stored.content);
  }
  return reports;
}

async function wholeOf(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}
