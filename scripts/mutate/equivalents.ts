/** A mutant that changes nothing that anybody can see, and why. Matched by file and by the line's text, so that it moves with the code. */
export interface Equivalent {
  file: string;
  /** Trimmed text of the line that the mutant changes. */
  line: string;
  /** As printed for the survivor. */
  replacement: string;
  reason: string;
}

export const equivalents: readonly Equivalent[] = [];
