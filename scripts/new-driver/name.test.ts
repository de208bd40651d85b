import { describe, expect, it } from "vitest";
import { nameProblem, withName } from "./name.ts";

describe("the name of a driver", () => {
  it.each(["acme", "blue-bank", "id4", "doc-id-signing", "a".repeat(40)])("may be %s", (name) => {
    expect(nameProblem(name, ["core", "onfido"])).toBeUndefined();
  });

  it.each([
    "",
    "Blue",
    "blueBank",
    "blue_bank",
    "blue--bank",
    "-blue",
    "blue-",
    "4id",
    "blue-2bank",
    "blue bank",
    "../blue",
    "blue/bank",
    "blü",
    "blue\n",
  ])("may not be %j", (name) => {
    expect(nameProblem(name, [])).toMatch(/kebab-case/);
  });

  it("may not be longer than 40 characters", () => {
    expect(nameProblem("a".repeat(41), [])).toMatch(/at most 40/);
  });

  it("may not be there already", () => {
    expect(nameProblem("onfido", ["core", "onfido"])).toMatch(/there is a package/);
  });
});

describe("the name in a text", () => {
  it.each([
    ["createAcmeDriver", "createBlueBankDriver"],
    ["acmeError(acmeProducts)", "blueBankError(blueBankProducts)"],
    ["https://api.acme.example, x-acme-signature", "https://api.blue-bank.example, x-blue-bank-signature"],
    ["packages/acme/src", "packages/blue-bank/src"],
  ])("%s becomes %s", (text, expected) => {
    expect(withName(text, "blue-bank")).toBe(expected);
  });

  it("may hold the name of the template", () => {
    expect(withName("Acme acme acmeError", "acme-bank")).toBe("AcmeBank acme-bank acmeBankError");
    expect(withName("Acme acme acmeError", "acme")).toBe("Acme acme acmeError");
  });
});
