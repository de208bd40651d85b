/** The longest line that the demo prints. */
export const lineWidth = 100;

/** Controls, line and paragraph separators, and marks that turn the direction of writing. */
const unprintable = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text of somebody else, so that it cannot steer the terminal. */
export function printable(text: string): string {
  return text.replace(unprintable, "\ufffd");
}

/** A name that somebody typed, quoted and short enough for one line. */
export function quoted(text: string): string {
  const shown = printable(text);
  return `"${shown.length > 60 ? `${shown.slice(0, 59)}…` : shown}"`;
}

/** Breaks a text into lines of at most `width` characters, between words where there is a gap. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((part) => pieces(part, width))) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

function pieces(word: string, width: number): string[] {
  const found: string[] = [];
  for (let start = 0; start < word.length || start === 0; start += width) found.push(word.slice(start, start + width));
  return found;
}
