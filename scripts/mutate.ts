// `npm run mutate`: changes every row of every mapping table and every condition in mapping/, one at a time; each change must fail a test.
// Arguments choose files by a part of their path.
import { globSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { equivalents } from "./mutate/equivalents.ts";
import { MutantRunner } from "./mutate/mutant-runner.ts";
import { type Mutant, mutantsOf } from "./mutate/mutants.ts";
import { print, root } from "./steps.ts";

interface Job extends Mutant {
  file: string;
  /** Trimmed text of the changed line. */
  lineText: string;
}

const filters = process.argv.slice(2);
const files = globSync(["packages/*/src/mapping/**/*.ts", "packages/core/src/verdict.ts"], { cwd: root })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
  .sort();

const jobs: Job[] = files.flatMap((file) => {
  const text = readFileSync(join(root, file), "utf8");
  const lines = text.split("\n");
  return mutantsOf(file, text).map((mutant) => ({ ...mutant, file, lineText: lines[mutant.line - 1]?.trim() ?? "" }));
});
const excluded = equivalents.filter(
  (known) => filters.length === 0 || filters.some((filter) => known.file.includes(filter)),
);
const isEquivalent = (job: Job, known: (typeof equivalents)[number]) =>
  known.file === job.file && known.line === job.lineText && known.replacement === job.replacement;
const open = jobs.filter((job) => !excluded.some((known) => isEquivalent(job, known)));
const stale = excluded.filter((known) => !jobs.some((job) => isEquivalent(job, known)));

const folderOf = (file: string) => join(root, ...file.split("/").slice(0, 2));
const problems: string[] = stale.map(({ file, line }) => `${file}: no mutant for the equivalent "${line}"`);

/** Works through the queue with a vitest of its own; every package is first run without a mutant. */
async function work(queue: Job[]): Promise<void> {
  const runner = new MutantRunner(root);
  const failing = new Set<string>();
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    const folder = folderOf(job.file);
    for (const file of await runner.baseline(folder)) failing.add(file);
    if (failing.size > 0) break;
    if (queue.length > 0 && queue.length % 200 === 0) print(`${queue.length} mutants to go`);
    const verdict = await runner.judge(folder, join(root, job.file), job.text);
    if (verdict === "killed") continue;
    const how = verdict === "noTests" ? "no test loads it" : "survived";
    print(`${job.file}:${job.line}:${job.column} ${how}: ${job.original} -> ${job.replacement}`);
    problems.push(`${job.file}:${job.line}`);
  }
  problems.push(...[...failing].map((file) => `fails without a mutant: ${file}`));
  await runner.close();
}

if (jobs.length === 0) {
  print(`no mapping file matches ${filters.join(" ")}`);
  process.exit(2);
}
const startedAt = performance.now();
print(`${open.length} mutants of ${files.length} files, ${excluded.length} known as equivalent`);
const queue = [...open];
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, () => work(queue)));
for (const problem of new Set(problems.filter((text) => !/:\d+$/.test(text)))) print(problem);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
print(
  problems.length === 0 ? `every mutant failed a test (${seconds} s)` : `${problems.length} problems (${seconds} s)`,
);
process.exit(problems.length === 0 ? 0 : 1);
