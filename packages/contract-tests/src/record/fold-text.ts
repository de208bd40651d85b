/** How ICAO 9303 (part 3, section 6) writes letters that the machine-readable zone does not have. */
const transliterations: Readonly<Record<string, string>> = {
  Ä: "AE",
  Å: "AA",
  Æ: "AE",
  Ð: "D",
  Ĳ: "IJ",
  Ł: "L",
  Ñ: "N",
  Ö: "OE",
  Ø: "OE",
  Œ: "OE",
  Þ: "TH",
  ß: "SS",
  Ü: "UE",
};

/** Letters that Unicode does not take apart, as people write them without a special keyboard. */
const plainLetters: Readonly<Record<string, string>> = {
  æ: "ae",
  ð: "d",
  đ: "d",
  ı: "i",
  ł: "l",
  ø: "o",
  œ: "oe",
  þ: "th",
  ß: "ss",
};

/** A text as values are compared: without case, accents and what stands between letters and digits. */
export function foldText(text: string): string {
  return stripAccents(text)
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** `Müller` without its accents: `Muller`; `Sørensen`: `Sorensen`. */
export function stripAccents(text: string): string {
  const apart = text.normalize("NFKD").replace(/\p{M}/gu, "");
  return apart.replace(/[æðđıłøœþßÆÐĐŁØŒÞ]/g, plainLetter).normalize("NFC");
}

function plainLetter(letter: string): string {
  const plain = plainLetters[letter.toLowerCase()] ?? letter;
  return letter === letter.toLowerCase() ? plain : plain.toUpperCase();
}

/** `Müller` as a machine-readable zone has it: `MUELLER`. */
export function transliterate(text: string): string {
  const upper = text.normalize("NFC").replace(/ß/g, "SS").toUpperCase();
  return stripAccents([...upper].map((letter) => transliterations[letter] ?? letter).join(""));
}
