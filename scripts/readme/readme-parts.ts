const exampleMarker = /<!-- example: ([a-z-]+) -->\n(?:```ts\n[\s\S]*?\n```\n)?/g;
const generatedMarker = /<!-- generated: ([a-z-]+) -->\n[\s\S]*?<!-- end -->\n/g;

/** What stands behind the markers of a README: TypeScript files, and tables made from the code. */
export interface ReadmeParts {
  example(name: string): string;
  generated(name: string): string;
}

/** The README with what belongs behind its markers. Throws for a marker that nothing stands behind. */
export function fillReadme(markdown: string, parts: ReadmeParts): string {
  return markdown
    .replace(exampleMarker, (_, name: string) => `<!-- example: ${name} -->\n\`\`\`ts\n${parts.example(name)}\`\`\`\n`)
    .replace(generatedMarker, (_, name: string) => {
      return `<!-- generated: ${name} -->\n\n${parts.generated(name)}\n\n<!-- end -->\n`;
    });
}

/** How many TypeScript blocks stand there, and how many of them come from a file. */
export function countExamples(markdown: string): { blocks: number; marked: number } {
  return { blocks: markdown.match(/^```ts$/gm)?.length ?? 0, marked: markdown.match(exampleMarker)?.length ?? 0 };
}
