/**
 * Writes `fixtures/oidc/preset-*` anew from the data files of `preset-scenarios/`; with names, only those. What is expected
 * stands in the data files, by hand. `node --conditions=idvkit-source packages/oidc/scripts/write-preset-scenarios.ts`
 */
import { presetScenarios } from "./preset-scenarios/index.ts";
import { writeScenario } from "./preset-scenarios/write-scenario.ts";

const names = process.argv.slice(2);
const wanted = presetScenarios.filter(({ name }) => names.length === 0 || names.includes(name));
for (const scenario of wanted) await writeScenario(scenario);
