import { expect, it } from "vitest";
import { optionGroups } from "./option-meanings.ts";
import { optionTable, schemaOptions } from "./option-table.ts";
it("x", () => {
  const given = Object.values(optionGroups).flatMap((g) => Object.keys(g));
  console.log([...schemaOptions.keys()].filter((k) => !given.includes(k)), given.filter((k) => !schemaOptions.has(k)));
  for (const g of Object.values(optionGroups)) console.log(optionTable(g));
  expect(1).toBe(1);
});
