import { assuranceScales, dataBlockTypes, type IdvMethodDriver } from "@idvkit/core";
import { expectEqual, expectThat } from "../expectation.ts";
import type { ScenarioCheck, SuiteCheck } from "./check.ts";

export const declaresItself: ScenarioCheck = {
  name: "declares-itself",
  title: "says which contract, method and provider it is",
  async run(subject) {
    const driver: IdvMethodDriver = subject.newDriver();
    const { profile } = driver;
    expectEqual(driver.specificationVersion, "v1", "specificationVersion is another one");
    expectThat(isText(driver.methodType), "methodType is missing");
    expectThat(/^[a-z0-9][a-z0-9-]*$/.test(driver.provider), "provider is no lower-case word that can stand in a URL");
    for (const name of ["addressCallback", "dispatch", "submit", "callback", "poll", "cancel"] as const) {
      expectThat(typeof driver[name] === "function", `${name} is missing`);
    }
    const authenticity = ["signed", "sharedSecret", "none"];
    expectThat(
      authenticity.includes(profile.callbackAuthenticity),
      "profile.callbackAuthenticity has an unknown value",
    );
    for (const type of [...profile.needs, ...profile.produces]) {
      expectThat(dataBlockTypes.includes(type), "profile names an unknown type of data block");
    }
    for (const [scale, level] of Object.entries(profile.maxAssurance)) {
      const levels: readonly string[] = assuranceScales[scale as keyof typeof assuranceScales] ?? [];
      expectThat(levels.includes(level), `profile.maxAssurance.${scale} is no level of that scale`);
    }
  },
};

export const showsWhatItCan: SuiteCheck = {
  name: "shows-what-it-can",
  title: "shows in at least one scenario each method that its profile flags",
  async run(subjects, shown) {
    const flagged = new Set<string>();
    for (const subject of subjects) {
      for (const [method, does] of Object.entries(subject.newDriver().profile.methods)) if (does) flagged.add(method);
    }
    const missing = [...flagged].filter((method) => !shown.has(method));
    expectEqual(missing, [], "the profile flags these methods, but no scenario shows that they do something");
  },
};

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
