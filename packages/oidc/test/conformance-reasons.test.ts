import { globSync, readFileSync } from "node:fs";
import { idvErrorCodes } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { refusalReasons } from "../src/index.ts";
import { refusedHeader } from "../src/relying-party/signature.ts";

const folder = new URL("../src/", import.meta.url);
/** The words of the mapping are those of warnings; the simulator refuses as a provider does. */
const files = globSync("**/*.ts", { cwd: folder }).filter(
  (file) => !/^(?:mapping|presets|testing)\/|refusal-reasons\.ts$/.test(file),
);
const texts = new Map(files.map((file) => [file, readFileSync(new URL(file, folder), "utf8")]));
const source = [...texts.values()].join("\n");

function found(pattern: RegExp, text = source): string[] {
  return [...text.matchAll(pattern)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

/** What looks like a reason, wherever it stands: `reason: "…"`, a row of a table of checks, the last word of a refusal. */
const written = [
  ...found(/\breason: "(\w+)"/g),
  ...found(/\b(?:malformed|broken|refused)\([^"\n]*(?:"[^"\n]*", *)?"([a-z_]+)"\)/g),
  ...found(/"((?:id_token|user_info|response|response_jwt|logout_token|evidence|ping)(?:_[a-z]+)+)"/g),
  ...found(/"([a-z]+(?:_[a-z]+)*_(?:missing|mismatch|unreadable|unavailable|expired|refused))"/g),
];

/** Reasons that are put together: in these files, of a name that the caller gives, and of these ends. */
const composed = [
  {
    file: "relying-party/signature.ts",
    names: found(/\bverifyJws\([^;]*?name: "(\w+)"/g),
    more: [{ alg: "none" }, { alg: "HS256" }, { alg: "RS1" }, { alg: "RS256", crit: ["exp"] }].flatMap(
      (header) => refusedHeader(header) ?? [],
    ),
  },
  { file: "relying-party/decryption.ts", names: found(/\bdecryptToken\([^;]*?"(\w+)"\)/g), more: [] },
  { file: "relying-party/fetch-json.ts", names: found(/\bfetchJson\([^;]*?name: "(\w+)"/g), more: [] },
].flatMap(({ file, names, more }) => {
  const ends = [...found(/`\$\{name\}_([a-z_]+)`/g, texts.get(file)), ...more];
  return names.flatMap((name) => ends.map((end) => `${name}_${end}`));
});

/** Words that look alike: codes, parts of reasons that are put together, and parameters of the protocol. */
const lookalikes: readonly string[] = [
  ...idvErrorCodes,
  "response_jwt",
  "algorithm_refused",
  "extension_refused",
  "response_type",
  "response_mode",
];

describe("the table of reasons", () => {
  const used = new Set([...written, ...composed].filter((name) => !lookalikes.includes(name)));

  it("is read from real sources", () => {
    expect(files.length).toBeGreaterThan(30);
    expect(composed).toEqual(expect.arrayContaining(["id_token_unsigned", "user_info_encrypted", "jwks_unavailable"]));
  });

  it("holds every reason that the sources use", () => {
    expect([...used].filter((name) => !Object.hasOwn(refusalReasons, name))).toEqual([]);
  });

  it("holds no reason that the sources do not use", () => {
    expect(Object.keys(refusalReasons).filter((name) => !used.has(name))).toEqual([]);
  });

  it("knows every place where reasons are put together", () => {
    const places = [...texts].filter(([, text]) => /reason[:=] *`/.test(text)).map(([file]) => file);
    expect(places.sort()).toEqual(["decryption", "fetch-json", "signature"].map((name) => `relying-party/${name}.ts`));
  });

  it.each(Object.entries(refusalReasons))("says what %s means, and with which codes it comes", (_, row) => {
    expect(row.sentence).toMatch(/^(?:[A-Z]|openid-client: ).+\.$/);
    expect(row.codes.length).toBeGreaterThan(0);
    expect(row.codes.filter((code) => !idvErrorCodes.includes(code))).toEqual([]);
  });

  it("has one sentence for one reason", () => {
    const sentences = Object.values(refusalReasons).map(({ sentence }) => sentence);
    expect(new Set(sentences).size).toBe(sentences.length);
  });
});
