import type { PresetScenario } from "./preset-scenario.ts";

export const idPorten: readonly PresetScenario[] = [
  {
    name: "id-porten",
    title: "ID-porten: amr as a plain string, the national number in pid, and no name at all",
    source:
      "The Norwegian Digitalisation Agency's documentation of ID-porten (ID token, levels; amr as in the old service)",
    preset: "id-porten",
    issuer: "https://idporten.no",
    options: { requiredLevel: "high" },
    idToken: {
      sub: "qD-kwgr3FcGA9syntheticSubjectOfThisClient",
      acr: "idporten-loa-high",
      amr: "BankID",
      pid: "17829099999",
      locale: "nb",
      sid: "dskgZMtxu8-synthetic",
      jti: "Hgb3zwO9g0-synthetic",
    },
    userInfo: { pid: "17829099999", locale: "nb" },
    expected: {
      verdict: "verified",
      level: "high",
      acr: "idporten-loa-high",
      amr: ["BankID"],
      identifiers: [{ type: "NATIONAL_ID", value: "17829099999", verified: false }],
      attributes: { pid: "17829099999" },
      warnings: [
        { code: "missing_value", path: "idToken.given_name" },
        { code: "missing_value", path: "idToken.family_name" },
      ],
      extendedIdentity: { personalAdministrativeNumber: "17829099999" },
    },
  },
];
