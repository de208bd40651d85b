import { isIdvError } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { createCallbackRoute } from "../src/callback-route.ts";
import { fakeDriver } from "./fake-driver.ts";

const { driver } = fakeDriver();
const drivers = { onfido: driver, "a b": driver };

describe("createCallbackRoute", () => {
  it("finds the driver behind the mount path and puts the public origin in front", () => {
    const routeOf = createCallbackRoute({ drivers, publicOrigin: "https://rp.example", mountPath: "/idv" });
    expect(routeOf("http://10.0.0.1:3000/idv/onfido/events?ref=a%20b#x")).toEqual({
      driver,
      driverId: "onfido",
      url: "https://rp.example/idv/onfido/events?ref=a%20b",
    });
    expect(routeOf("http://evil.example/idv/a%20b")).toMatchObject({ driverId: "a b" });
  });

  it.each([
    "http://rp.example/",
    "http://rp.example/idv",
    "http://rp.example/idv/",
    "http://rp.example/idv/unknown/events",
    "http://rp.example/idv/__proto__/events",
    "http://rp.example/idv/%E0%A4%A/events",
    "http://rp.example/idvonfido/events",
    "http://rp.example/idv//onfido",
    "http://rp.example/idv/../onfido",
  ])("knows no driver for %s", (url) => {
    const routeOf = createCallbackRoute({ drivers, publicOrigin: "https://rp.example", mountPath: "/idv/" });
    expect(routeOf(url)).toBeNull();
  });

  it("is mounted at the root by default, and no path can replace the origin", () => {
    const routeOf = createCallbackRoute({ drivers, publicOrigin: "https://rp.example" });
    expect(routeOf("http://rp.example/onfido//evil.example")?.url).toBe("https://rp.example/onfido//evil.example");
    expect(routeOf("http://rp.example//evil.example/onfido")).toBeNull();
    const odd = createCallbackRoute({ drivers, publicOrigin: "https://rp.example", mountPath: "//evil.example" });
    expect(odd("http://rp.example//evil.example/onfido")?.url).toBe("https://rp.example//evil.example/onfido");
  });

  it.each([
    { publicOrigin: "rp.example" },
    { publicOrigin: "https://rp.example/idv" },
    { publicOrigin: "https://user@rp.example" },
    { publicOrigin: "ftp://rp.example" },
    { publicOrigin: "https://rp.example", mountPath: "idv" },
    { publicOrigin: "https://rp.example", mountPath: "/idv?a=b" },
  ])("refuses %j", (settings) => {
    expect(() => createCallbackRoute({ drivers, ...settings })).toThrow(
      expect.toSatisfy((error: unknown) => isIdvError(error) && error.code === "configuration"),
    );
  });
});
