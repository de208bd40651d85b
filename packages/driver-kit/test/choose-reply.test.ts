import type { HttpReply } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { chooseReply } from "../src/choose-reply.ts";

function reply(status: number, headers: Record<string, string> = {}): HttpReply {
  return { status, headers, body: null };
}

function chosenStatus(first: number, ...others: number[]): number {
  return chooseReply([reply(first), ...others.map((status) => reply(status))]).status;
}

describe("chooseReply", () => {
  it("sends a browser on, whatever else happened", () => {
    const redirect = reply(303, { Location: "https://rp.example/done" });
    const other = reply(302, { location: "https://rp.example/other" });
    expect(chooseReply([reply(503), redirect, other])).toBe(redirect);
  });

  it("asks for the delivery again when one execution needs it", () => {
    expect(chosenStatus(200, 503, 401)).toBe(503);
    expect(chosenStatus(401, 429)).toBe(429);
    expect(chosenStatus(401, 408)).toBe(408);
    expect(chosenStatus(303, 503)).toBe(503);
  });

  it("else tells of the refusal, else the first answer", () => {
    expect(chosenStatus(200, 401, 400)).toBe(401);
    expect(chosenStatus(202, 200)).toBe(202);
    expect(chosenStatus(303)).toBe(303);
  });
});
