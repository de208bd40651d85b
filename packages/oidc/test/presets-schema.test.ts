import { describe, expect, it } from "vitest";
import { presetSchema } from "../src/presets/schema.ts";

const smallest = { name: "own", title: "Own", issuers: [], unconfirmed: [], quirks: [], levels: [], maxAssurance: {} };
const row = { acr: "gold", level: "high", grade: "documented" };

describe("a preset that comes as JSON", () => {
  it("needs a name, a title, lists and what can be proved at most", () => {
    expect(presetSchema.parse(smallest)).toEqual(smallest);
    for (const key of Object.keys(smallest)) {
      expect(placesOfIssues({ ...smallest, [key]: undefined })).toEqual([key]);
    }
  });

  it("has no keys but those of a preset", () => {
    expect(presetSchema.safeParse({ ...smallest, level: "high" }).error?.issues[0]?.code).toBe("unrecognized_keys");
    expect(placesOfIssues({ ...smallest, levels: [{ ...row, note: "x" }] })).toEqual(["levels.0"]);
    expect(placesOfIssues({ ...smallest, claimNames: { nickname: ["x"] } })).toEqual(["claimNames"]);
    expect(placesOfIssues({ ...smallest, maxAssurance: { loa: "high" } })).toEqual(["maxAssurance"]);
  });

  it.each([
    ["name", "Own preset"],
    ["issuers.0", ["https://*.com"]],
    ["issuersWhenNamed.0", ["http://id.example.org"]],
    ["levels.0.level", [{ ...row, level: "highest" }]],
    ["levels.0.grade", [{ acr: "gold", level: "high" }]],
    ["levels", [row, { ...row, level: "low" }]],
    ["assuranceLevels.VERIFIED", { VERIFIED: "yes" }],
    ["tokenEndpointAuthMethod", "client_secret_jwt"],
    ["userInfo", true],
    ["ciba.0", ["push"]],
  ])("is refused at %s for a value that means nothing", (place, value) => {
    const [key = ""] = place.split(".");
    expect(placesOfIssues({ ...smallest, [key]: value })).toEqual([place]);
  });
});

function placesOfIssues(preset: unknown): string[] {
  return presetSchema.safeParse(preset).error?.issues.map(({ path }) => path.join(".")) ?? [];
}
