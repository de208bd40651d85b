import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createLeakWatch } from "../src/watch/leak-watch.ts";

const watched = [
  { label: "name", text: "Bruijn (Specimen)", secret: false },
  { label: "short", text: "Anna", secret: false },
  { label: "token", text: "token-0001", secret: true },
];

function findingsOf(value: unknown): string[] {
  const watch = createLeakWatch(watched);
  watch.look("here", value);
  return [...watch.findings];
}

describe("the leak watch", () => {
  it.each([
    ["as it is", "x Bruijn (Specimen) y"],
    ["in a URL", `https://rp.example/?q=${encodeURIComponent("Bruijn (Specimen)")}`],
    ["in base64", Buffer.from("Bruijn (Specimen)").toString("base64")],
    ["deep in an object", { a: [{ b: new Map([["c", "Bruijn (Specimen)"]]) }] }],
    ["in a hidden property", Object.defineProperty(new Error("x"), "payload", { value: ["Bruijn (Specimen)"] })],
    ["behind a getter", Object.defineProperty({}, "payload", { get: () => "Bruijn (Specimen)" })],
    ["in the cause of an error", new Error("x", { cause: new Error("Bruijn (Specimen)") })],
    ["where inspection is customised", { [inspect.custom]: () => "nothing", name: "Bruijn (Specimen)" }],
  ])("sees a string %s", (_where, value) => {
    expect(findingsOf(value)).toEqual(["here shows name"]);
  });

  it("sees a short string only where it stands alone", () => {
    expect(findingsOf("Annabel annotates")).toEqual([]);
    expect(findingsOf("hello Anna, come in")).toEqual(["here shows short"]);
  });

  it("tells secrets from personal data", () => {
    expect(createLeakWatch(watched).secretsIn("Anna has token-0001")).toEqual(["token"]);
  });

  it("looks at log lines, and at the console while an action runs, and gives the console back", async () => {
    const watch = createLeakWatch(watched);
    const { console: out } = globalThis;
    const before = out.info;
    watch.logger.warn("event", { field: "token-0001" });
    await Promise.all([
      watch.during("one", async () => out.info("Anna")),
      watch.during("two", async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        out.error(new Error("token-0001"));
      }),
    ]);
    expect([...watch.findings]).toEqual(
      expect.arrayContaining([
        "log line (warn) shows token",
        "console during one shows short",
        "console during two shows token",
      ]),
    );
    expect(out.info).toBe(before);
  });
});
