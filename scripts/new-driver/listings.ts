import { pascalCase } from "./name.ts";

/** Where a package is listed, and how a driver gets in. Each leaves a text alone that lists the driver already. */
export const listings: Readonly<Record<string, (text: string, name: string) => string>> = {
  "scripts/structure/house.ts": inHouse,
  "vitest.config.ts": inCoverage,
  "README.md": inReadme,
};

/** A row of `packageRules`, after the other drivers: before the demo, which is the last one. */
function inHouse(text: string, name: string): string {
  const key = name.includes("-") ? `"${name}"` : name;
  if (text.includes(`\n  ${key}: {`)) return text;
  const row = `  ${key}: { role: "driver", mayDependOn: driverDependencies },\n`;
  return insertBefore(text, /^ {2}demo: \{/m, row, "packageRules has no row for the demo");
}

/** The list of packages whose line coverage has a limit. */
function inCoverage(text: string, name: string): string {
  const entry = `"packages/${name}/src"`;
  if (text.includes(entry)) return text;
  const list = /const covered = \[([^\]]*?),?\s*\];/.exec(text);
  if (list === null) throw new Error("vitest.config.ts: no list `covered`");
  return text.replace(list[0], `const covered = [${list[1]}, ${entry}];`);
}

/** A row of the table "Packages", after the last one. */
function inReadme(text: string, name: string): string {
  const link = `[@idvkit/${name}](packages/${name}/README.md)`;
  if (text.includes(`| ${link}`)) return text;
  const last = [...text.matchAll(/^\| (\[@idvkit\/[^|]*)\|([^|]*)\|$/gm)].at(-1);
  if (last === undefined) throw new Error("README.md: no table of packages");
  const [line, linkCell = "", descriptionCell = ""] = last;
  const description = ` driver: ${pascalCase(name)}`;
  const row = `| ${link.padEnd(linkCell.length - 1)} |${description.padEnd(descriptionCell.length)}|`;
  return text.replace(line, `${line}\n${row}`);
}

function insertBefore(text: string, mark: RegExp, insertion: string, problem: string): string {
  const at = text.search(mark);
  if (at < 0) throw new Error(problem);
  return text.slice(0, at) + insertion + text.slice(at);
}
