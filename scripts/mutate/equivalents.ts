/** A mutant that changes nothing that anybody can see, and why. Matched by file and by the line's text, so that it moves with the code. */
export interface Equivalent {
  file: string;
  /** Trimmed text of the line that the mutant changes. */
  line: string;
  /** As printed for the survivor. */
  replacement: string;
  reason: string;
}

const spelling = "packages/onfido/src/mapping/spelling.ts";
const onlySpeed = "the memory of folded names changes how fast a name is folded, not into what";

export const equivalents: readonly Equivalent[] = [
  { file: spelling, line: "const rememberedNames = 1_000;", replacement: "1001", reason: onlySpeed },
  { file: spelling, line: 'if (!name.includes("_")) return name;', replacement: "false", reason: onlySpeed },
  {
    file: spelling,
    line: "return folded.get(name) ?? foldAndRemember(name);",
    replacement: "foldAndRemember(name)",
    reason: onlySpeed,
  },
  ...["true", "false", "<="].map((replacement) => ({
    file: spelling,
    line: "if (folded.size < rememberedNames) folded.set(name, camel);",
    replacement,
    reason: onlySpeed,
  })),
];
