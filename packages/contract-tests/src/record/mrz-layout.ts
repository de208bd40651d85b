/** A stretch of the lines put together, from the first to before the second position. */
export type Stretch = readonly [from: number, to: number];

export interface MrzCheck {
  at: number;
  over: readonly Stretch[];
}

/** Where the fields of a machine-readable zone stand, with the lines put together. */
export interface MrzLayout {
  length: number;
  lines: number;
  names: Stretch;
  number: Stretch;
  birthDate: Stretch;
  expiryDate: Stretch;
  optional: readonly Stretch[];
  /** A number that does not fit goes on in this stretch (TD1). */
  overflow?: Stretch;
  /** In the order in which they build on each other. */
  checks: readonly MrzCheck[];
}

function secondLine(length: number, optionalEnd: number): Omit<MrzLayout, "checks" | "length" | "lines"> {
  const at = (from: number, to: number): Stretch => [length + from, length + to];
  return {
    names: [5, length],
    number: at(0, 9),
    birthDate: at(13, 19),
    expiryDate: at(21, 27),
    optional: [at(28, optionalEnd)],
  };
}

function checksOf({ number, birthDate, expiryDate }: Pick<MrzLayout, "number" | "birthDate" | "expiryDate">) {
  return [number, birthDate, expiryDate].map((stretch) => ({ at: stretch[1], over: [stretch] }));
}

const td3 = secondLine(44, 42);
const td2 = secondLine(36, 35);
const visaA = secondLine(44, 44);
const visaB = secondLine(36, 36);
const td1 = {
  names: [60, 90],
  number: [5, 14],
  birthDate: [30, 36],
  expiryDate: [38, 44],
  optional: [
    [15, 30],
    [48, 59],
  ],
} as const;

/** ICAO 9303: parts 4 (TD3), 5 (TD1), 6 (TD2) and 7 (visas). */
const layouts = {
  td3: {
    length: 44,
    lines: 2,
    ...td3,
    checks: [
      ...checksOf(td3),
      { at: 86, over: [[72, 86]] },
      {
        at: 87,
        over: [
          [44, 54],
          [57, 64],
          [65, 87],
        ],
      },
    ],
  },
  td2: {
    length: 36,
    lines: 2,
    ...td2,
    checks: [
      ...checksOf(td2),
      {
        at: 71,
        over: [
          [36, 46],
          [49, 56],
          [57, 71],
        ],
      },
    ],
  },
  td1: {
    length: 30,
    lines: 3,
    ...td1,
    overflow: [15, 30],
    checks: [
      ...checksOf(td1),
      {
        at: 59,
        over: [
          [5, 30],
          [30, 37],
          [38, 45],
          [48, 59],
        ],
      },
    ],
  },
  visaA: { length: 44, lines: 2, ...visaA, checks: checksOf(visaA) },
  visaB: { length: 36, lines: 2, ...visaB, checks: checksOf(visaB) },
} satisfies Readonly<Record<string, MrzLayout>>;

/** The layout of lines of this length; a visa begins with V. */
export function layoutOf(length: number, firstSign: string): MrzLayout | undefined {
  if (length === 30) return layouts.td1;
  if (length === 36) return firstSign === "V" ? layouts.visaB : layouts.td2;
  if (length !== 44) return undefined;
  return firstSign === "V" ? layouts.visaA : layouts.td3;
}

/** Check digit of ICAO 9303, part 3, section 4.9: weights 7, 3, 1; letters from 10, filler 0; modulo 10. */
export function checkDigit(text: string): number {
  const weights = [7, 3, 1];
  const sum = [...text].reduce((total, sign, at) => total + signValue(sign) * (weights[at % 3] ?? 0), 0);
  return sum % 10;
}

function signValue(sign: string): number {
  return sign === "<" ? 0 : Number.parseInt(sign, 36);
}
