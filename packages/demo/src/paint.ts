/** Colours of a terminal, or none. */
export interface Paint {
  strong(text: string): string;
  quiet(text: string): string;
  good(text: string): string;
  doubtful(text: string): string;
  bad(text: string): string;
}

/** SGR parameters (ECMA-48, section 8.3.117): what switches a style on and off again. */
const styles: { readonly [Style in keyof Paint]: readonly [on: number, off: number] } = {
  strong: [1, 22],
  quiet: [2, 22],
  good: [32, 39],
  doubtful: [33, 39],
  bad: [31, 39],
};

export function createPaint(coloured: boolean): Paint {
  const style = (name: keyof Paint) => (text: string) => {
    const [on, off] = styles[name];
    return coloured && text !== "" ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  };
  return {
    strong: style("strong"),
    quiet: style("quiet"),
    good: style("good"),
    doubtful: style("doubtful"),
    bad: style("bad"),
  };
}

/** Colour is for a terminal, and only where the person did not switch it off (no-color.org). */
export function wantsColour(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && (environment.NO_COLOR ?? "") === "";
}
