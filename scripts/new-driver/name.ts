const maximumLength = 40;

/**
 * Says what is wrong with a name, undefined for a good one. It becomes a folder, an npm name, a part of URLs and, in
 * other spellings, of identifiers; so each word begins with a letter.
 */
export function nameProblem(name: string, taken: readonly string[]): string | undefined {
  if (!/^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/.test(name)) {
    return "the name must be kebab-case, such as blue-bank: lower-case words of letters and digits, joined by single hyphens";
  }
  if (name.length > maximumLength) return `the name must have at most ${maximumLength} characters`;
  return taken.includes(name)
    ? "there is a package, a row in house.ts or a folder of fixtures with this name"
    : undefined;
}

/** `blue-bank` as `BlueBank`: in names of types and functions. */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** `blue-bank` as `blueBank`: where an identifier begins with it. */
export function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Puts the name in the place of the template's, which is `acme`, in text and paths alike. */
export function withName(text: string, name: string): string {
  return text.replace(/Acme|acme(?=[A-Z])|acme/g, (found, at: number) => {
    if (found === "Acme") return pascalCase(name);
    return /[A-Z]/.test(text[at + found.length] ?? "") ? camelCase(name) : name;
  });
}
