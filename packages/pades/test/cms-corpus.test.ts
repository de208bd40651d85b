import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { digestOfChunks } from "@idvkit/trust";
import { describe, expect, it } from "vitest";
import { type CmsSubFilter, checkSigner } from "../src/cms/check-signer.ts";
import { readSignedData } from "../src/cms/signed-data.ts";
import { checkTimestampToken } from "../src/cms/timestamp.ts";

const folder = join(process.env.IDVKIT_CORPORA ?? "", "pades");
const manifest = join(folder, "MANIFEST.tsv");
const hasCorpus = process.env.IDVKIT_CORPORA !== undefined && existsSync(manifest);
if (!hasCorpus) process.emitWarning("IDVKIT_CORPORA is not set: CMS is not checked on the labelled files");

const rows = hasCorpus ? readFileSync(manifest, "utf8").trim().split("\n").slice(1) : [];
const good = rows
  .map((row) => row.split("\t"))
  .filter(([path = "", , , label]) => path.endsWith(".pdf") && label === "good")
  .map(([path = ""]) => path);

interface Located {
  subFilter: string | undefined;
  contents: Uint8Array;
  content: readonly Uint8Array[];
}

/** All signatures of a file that is well-formed, found by text alone: the reader of this package has tests of its own. */
function signaturesOf(path: string): readonly Located[] {
  const bytes = readFileSync(join(folder, path));
  const text = bytes.toString("latin1");
  return [...text.matchAll(/\/ByteRange\s*\[\s*0+\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].map((match) => {
    const [gapStart = 0, gapEnd = 0, rest = 0] = match.slice(1).map(Number);
    const dictionary = text.slice(text.lastIndexOf(" obj", match.index), text.indexOf("endobj", match.index));
    return {
      subFilter: /\/SubFilter\s*\/([\w.]+)/.exec(dictionary)?.[1],
      contents: Buffer.from(text.slice(gapStart, gapEnd).replaceAll(/[<>\s]/g, ""), "hex"),
      content: [bytes.subarray(0, gapStart), bytes.subarray(gapEnd, gapEnd + rest)],
    };
  });
}

describe("the labelled files that are good", () => {
  it.each(good)("%s: every signature and timestamp is intact", (path) => {
    const signatures = signaturesOf(path);
    expect(signatures.length).toBeGreaterThan(0);
    for (const { subFilter, contents, content } of signatures) {
      if (subFilter === "ETSI.RFC3161") {
        const result = checkTimestampToken(contents, { imprintOf: (hash) => digestOfChunks(hash, content) });
        expect(result).toMatchObject({ valid: true });
        continue;
      }
      const result = checkSigner(readSignedData(contents), { subFilter: subFilter as CmsSubFilter, content });
      expect(result).toMatchObject({ intact: true });
      for (const token of result.timestampTokens) {
        const imprintOf = (hash: Parameters<typeof digestOfChunks>[0]) => digestOfChunks(hash, [result.signatureValue]);
        expect(checkTimestampToken(token, { imprintOf })).toMatchObject({ valid: true });
      }
    }
  });
});
