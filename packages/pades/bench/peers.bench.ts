/**
 * What verifying a file of a labelled corpus costs, beside other verifiers.
 *
 *   IDVKIT_CORPORA=FOLDER node packages/pades/bench/peers.bench.ts        (built packages; `npm run bench` builds them)
 *
 * In process: verifyPdf, and pkijs as its users write it: the ByteRange and the Contents searched for as text, the CMS parsed and
 * verified over the ranges, nothing else. It says nothing about what came after a signature, so its answers are not compared,
 * only its time, over the files in which it verifies all signatures without throwing. pdfsig, when it is installed, is a whole
 * process for each file. Each file is verified several times, the arms take turns, and a file counts with its median.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const processes = 3;
const warmUp = 2;
const rounds = 5;
const mostPdfsigRounds = 3;

const script = fileURLToPath(import.meta.url);
const corpora = process.env.IDVKIT_CORPORA;
const folder = corpora === undefined ? undefined : join(corpora, "pades");
if (folder === undefined || !existsSync(folder))
  process.stdout.write("verifyPdf beside peers: not measured, IDVKIT_CORPORA is not set\n");
else if (process.argv[2] === "--measure") process.stdout.write(JSON.stringify(await measure(folder)));
else compare(folder);

interface Times {
  all: number;
  allFiles: number;
  ours: number;
  pkijs: number;
  pkijsFiles: number;
}

function compare(folder: string): void {
  const runs = Array.from({ length: processes }, measureInProcess);
  const files = runs[0] ?? { allFiles: 0, pkijsFiles: 0 };
  const middle = (pick: (times: Times) => number) => median(runs.map(pick));
  process.stdout.write(
    `verifyPdf: ${middle(({ all }) => all).toFixed(2)} ms a file, in process (median of ${files.allFiles} files)\n` +
      `verifyPdf beside pkijs: ${middle(({ ours }) => ours).toFixed(2)} ms and ${middle(({ pkijs }) => pkijs).toFixed(2)} ms a file, in process: ` +
      `${middle(({ ours, pkijs }) => ours / pkijs).toFixed(2)} times (median of the ${files.pkijsFiles} files of which pkijs verifies the CMS)\n`,
  );
  process.stdout.write(pdfsigLine(folder));
}

/** Without the condition for sources: what is measured is what users install. */
function measureInProcess(): Times {
  const child = spawnSync(process.execPath, ["--no-warnings", script, "--measure"], {
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  if (child.status !== 0) throw new Error(`a measuring process failed: ${child.stderr}`);
  return JSON.parse(child.stdout) as Times;
}

function pdfsigLine(folder: string): string {
  if (spawnSync("pdfsig", ["-v"]).error !== undefined) return "pdfsig: not measured, it is not installed\n";
  const times = filesOf(folder).map((file) =>
    median(
      Array.from({ length: mostPdfsigRounds }, () => {
        const start = performance.now();
        spawnSync("pdfsig", ["-nocert", file]);
        return performance.now() - start;
      }),
    ),
  );
  return `pdfsig: ${median(times).toFixed(2)} ms a file, each in a process of its own, without certificate checks\n`;
}

async function measure(folder: string): Promise<Times> {
  const { verifyPdf } = await import("@idvkit/pades");
  const verifyWithPkijs = await pkijsArm();
  const all: number[] = [];
  const both: { ours: number; pkijs: number }[] = [];
  for (const file of filesOf(folder)) {
    const bytes = new Uint8Array(readFileSync(file));
    const ours: number[] = [];
    const pkijs: number[] = [];
    let isVerified = true;
    for (let round = 0; round < warmUp + rounds; round++) {
      const start = performance.now();
      await verifyPdf(bytes);
      const middle = performance.now();
      isVerified = isVerified && (await verifyWithPkijs(bytes));
      const end = performance.now();
      if (round < warmUp) continue;
      ours.push(middle - start);
      pkijs.push(end - middle);
    }
    all.push(median(ours));
    if (isVerified) both.push({ ours: median(ours), pkijs: median(pkijs) });
  }
  return {
    all: median(all),
    allFiles: all.length,
    ours: median(both.map(({ ours }) => ours)),
    pkijs: median(both.map(({ pkijs }) => pkijs)),
    pkijsFiles: both.length,
  };
}

function filesOf(folder: string): string[] {
  const [head = "", ...lines] = readFileSync(join(folder, "MANIFEST.tsv"), "utf8").trimEnd().split("\n");
  const column = head.split("\t").indexOf("path");
  const paths = lines.flatMap((line) => line.split("\t")[column] ?? []);
  return paths.filter((path) => path.endsWith(".pdf")).map((path) => join(folder, path));
}

/** Whether there are signatures and all of them verify. What pkijs throws counts as no. */
async function pkijsArm(): Promise<(bytes: Uint8Array) => Promise<boolean>> {
  const { ContentInfo, SignedData } = await import("pkijs");
  const verifyOne = async ({ contents, signed }: SignatureText): Promise<boolean> => {
    const { content } = ContentInfo.fromBER(contents);
    const signedData = new SignedData({ schema: content });
    return signedData.verify({ signer: 0, data: signed, checkChain: false });
  };
  return async (bytes) => {
    const signatures = signatureTexts(bytes);
    if (signatures.length === 0) return false;
    try {
      for (const signature of signatures) if (!(await verifyOne(signature))) return false;
      return true;
    } catch {
      return false;
    }
  };
}

interface SignatureText {
  contents: ArrayBuffer;
  signed: ArrayBuffer;
}

/** The signatures of a PDF the short way: what looks like a ByteRange, and what is in its gap. */
function signatureTexts(bytes: Uint8Array): SignatureText[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].map((match) => {
    const [, first = 0, firstLength = 0, second = 0, secondLength = 0] = match.map(Number);
    const digits = text.slice(first + firstLength + 1, second - 1);
    const parts = [bytes.subarray(first, first + firstLength), bytes.subarray(second, second + secondLength)];
    return {
      contents: new Uint8Array(Buffer.from(digits, "hex")).buffer,
      signed: new Uint8Array(Buffer.concat(parts)).buffer,
    };
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
