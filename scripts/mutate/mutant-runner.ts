import { createVitest, type TestSpecification, type Vitest } from "vitest/node";

/** What a mutated file does to the tests that load it. `noTests`: none does. */
export type Verdict = "killed" | "survived" | "noTests";

/** A driver's mappers are proven by these, in seconds; its fixtures, which take minutes, prove the rest. A package without any is run whole. */
const mappingTest = /\/test\/mapping[^/]*\.test\.ts$/;

/** Milliseconds after which a mutant counts as killed: it made something endless. */
const patienceMs = 60_000;

/**
 * One long-lived vitest that serves one file with another text. Nothing is written to disk, and only what the mutant touches is transformed again.
 */
export class MutantRunner {
  readonly #root: string;
  readonly #baselines = new Map<string, string[]>();
  /** Test file that caught the last mutant of a file: it is likely to catch the next one. */
  readonly #lastKiller = new Map<string, string>();
  readonly #durationsMs = new Map<string, number>();
  #vitest: Vitest | undefined;
  #current: { file: string; text: string } | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /**
   * Runs the tests of a package without any mutant, once: to learn what loads what, and how long each test takes.
   *
   * @returns paths of the test files that fail; mutants can be told apart only when there are none
   */
  async baseline(folder: string): Promise<string[]> {
    const known = this.#baselines.get(folder);
    if (known !== undefined) return known;
    const vitest = await this.#start();
    const failing = await this.#failing(vitest, await this.#testsOf(vitest, folder));
    for (const module of vitest.state.getTestModules())
      this.#durationsMs.set(module.moduleId, module.diagnostic().duration);
    this.#baselines.set(folder, failing);
    return failing;
  }

  /** Runs the tests of the package that load the file, the likely and quick ones first, until one fails. Needs the package's baseline. */
  async judge(folder: string, file: string, text: string): Promise<Verdict> {
    const vitest = await this.#start();
    this.#current = { file, text };
    vitest.invalidateFile(file);
    try {
      const specifications = this.#inOrder(file, loading(vitest, file, await this.#testsOf(vitest, folder)));
      if (specifications.length === 0) return "noTests";
      const failing = await Promise.race([this.#failing(vitest, specifications), timeout()]);
      if (failing === "timeout") this.#abandon(vitest);
      else if (failing[0] !== undefined) this.#lastKiller.set(file, failing[0]);
      return failing.length === 0 ? "survived" : "killed";
    } finally {
      this.#current = undefined;
      vitest.invalidateFile(file);
    }
  }

  async close(): Promise<void> {
    await this.#vitest?.close();
    this.#vitest = undefined;
  }

  /** A thread in an endless loop answers nobody: it is stopped from outside, and the next mutant gets a new vitest. */
  #abandon(vitest: Vitest): void {
    this.#vitest = undefined;
    this.#baselines.clear();
    void vitest.cancelCurrentRun("test-failure");
    void vitest.close();
  }

  async #start(): Promise<Vitest> {
    this.#vitest ??= await createVitest(
      "test",
      {
        root: this.#root,
        watch: false,
        reporters: [{}],
        silent: true,
        bail: 1,
        pool: "threads",
        isolate: false,
        fileParallelism: false,
        coverage: { enabled: false },
        // The cache on disk knows files by their content on disk: it would serve the original for the mutant, or keep the mutant for others.
        fsModuleCache: false,
        sequence: { sequencer: GivenOrder },
      },
      {
        plugins: [
          {
            name: "idvkit-mutant",
            enforce: "pre",
            load: (id) => (id === this.#current?.file ? this.#current.text : undefined),
          },
        ],
      },
    );
    return this.#vitest;
  }

  async #testsOf(vitest: Vitest, folder: string): Promise<TestSpecification[]> {
    const own = (await vitest.globTestSpecifications()).filter(({ moduleId }) => moduleId.startsWith(`${folder}/`));
    const mapping = own.filter(({ moduleId }) => mappingTest.test(moduleId));
    return mapping.length > 0 ? mapping : own;
  }

  #inOrder(file: string, specifications: TestSpecification[]): TestSpecification[] {
    const costMs = ({ moduleId }: TestSpecification) =>
      moduleId === this.#lastKiller.get(file) ? 0 : (this.#durationsMs.get(moduleId) ?? 0);
    return specifications.sort((a, b) => costMs(a) - costMs(b));
  }

  async #failing(vitest: Vitest, specifications: TestSpecification[]): Promise<string[]> {
    const files = new Set(specifications.map(({ moduleId }) => moduleId));
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
    // A failing mutant is what is hoped for; vitest has noted it as failure of this process.
    process.exitCode = 0;
    const failed = testModules.filter((module) => files.has(module.moduleId) && !module.ok());
    return [...failed.map(({ moduleId }) => moduleId), ...unhandledErrors.map(() => "an error outside of a test")];
  }
}

/** Keeps the order that the runner chose. */
class GivenOrder {
  async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files;
  }

  async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files;
  }
}

/** The tests that load the file, directly or not, as seen when they ran. */
function loading(vitest: Vitest, file: string, specifications: TestSpecification[]): TestSpecification[] {
  const reached = new Set<string>();
  for (const { vite } of vitest.projects) {
    for (const { moduleGraph } of Object.values(vite.environments)) {
      const open = [...(moduleGraph.getModulesByFile(file) ?? [])];
      for (let module = open.pop(); module !== undefined; module = open.pop()) {
        if (module.file === null || (reached.has(module.file) && module.file !== file)) continue;
        reached.add(module.file);
        open.push(...module.importers);
      }
    }
  }
  return specifications.filter(({ moduleId }) => reached.has(moduleId));
}

function timeout(): Promise<"timeout"> {
  return new Promise((resolve) => setTimeout(resolve, patienceMs, "timeout" as const).unref());
}
