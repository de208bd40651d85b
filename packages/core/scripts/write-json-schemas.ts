import { mkdir, writeFile } from "node:fs/promises";
import { jsonSchemas } from "./json-schemas.ts";

/** Writes dist/schemas/<name>.json, which the package publishes. Runs after the build, which clears dist. */
const folder = new URL("../dist/schemas/", import.meta.url);

await mkdir(folder, { recursive: true });
for (const [name, schema] of Object.entries(jsonSchemas())) {
  await writeFile(new URL(`${name}.json`, folder), `${JSON.stringify(schema, null, 2)}\n`);
}
