import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser } from "../src/browser.ts";
import { listen } from "../src/listen.ts";

let site: { origin: string; close(): Promise<void> };
beforeAll(async () => {
  const server = createServer(({ url = "/" }, response) => {
    if (url === "/in") response.setHeader("set-cookie", ["a=1=1; Path=/", "b=2; HttpOnly"]);
    if (url === "/out") response.setHeader("set-cookie", "a=; expires=Thu, 01 Jan 1970 00:00:00 GMT");
    if (url === "/there") response.setHeader("location", "/in");
    if (url === "/circle") response.setHeader("location", "/circle");
    response.writeHead(response.hasHeader("location") ? 303 : 200).end();
  });
  site = await listen(server);
});
afterAll(() => site.close());

describe("the browser", () => {
  it("keeps every cookie of a host until it is taken away", async () => {
    const browser = new Browser();
    await browser.open(`${site.origin}/in`);
    expect(browser.cookiesFor(site.origin)).toBe("a=1=1; b=2");
    await browser.open(`${site.origin}/out`);
    expect(browser.cookiesFor(site.origin)).toBe("b=2");
    expect(browser.cookiesFor("http://127.0.0.1:1")).toBeUndefined();
  });

  it("follows redirects to the end", async () => {
    const hops = await new Browser().open(`${site.origin}/there`);
    expect(hops.map(({ url, status }) => [url.pathname, status])).toEqual([
      ["/there", 303],
      ["/in", 200],
    ]);
  });

  it("stops before an address that is not to be opened", async () => {
    const browser = new Browser();
    const { hops, next } = await browser.travel(`${site.origin}/there`, (url) => url.endsWith("/in"));
    expect([hops.length, next]).toEqual([1, `${site.origin}/in`]);
    expect(browser.cookiesFor(site.origin)).toBeUndefined();
  });

  it("does not go in circles for ever", async () => {
    expect((await new Browser().open(`${site.origin}/circle`)).length).toBe(12);
  });
});
