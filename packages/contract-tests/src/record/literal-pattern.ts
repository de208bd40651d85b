/** The source of a regular expression (with the `u` flag too) that finds just this text. */
export function literalPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
