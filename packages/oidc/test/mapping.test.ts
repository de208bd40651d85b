import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { mapClaims } from "../src/mapping/map-claims.ts";
import { reasonCodes, reasons, weightiest } from "../src/mapping/reasons.ts";
import {
  artifact,
  authTime,
  contentOf,
  contextOf,
  documentEvidence,
  idTokenOf,
  isValid,
  mapFinal,
  mapLogin,
  methodOf,
  verifiedClaimsOf,
  warningsOf,
} from "./mapping-samples.ts";

describe("an answer", () => {
  it.each([
    ["answer: expected an object", null],
    ["answer: expected an object", [idTokenOf()]],
    ["idToken: expected claims", {}],
    ["idToken: expected claims", { idToken: "eyJ" }],
    ["idToken: expected claims", { idToken: { sub: "a", f: () => 1 } }],
    ["idToken.sub: expected a text", { idToken: {} }],
    ["idToken.sub: expected a text", { idToken: { sub: 7 } }],
    ["idToken.sub: expected a text", { idToken: { sub: " " } }],
    ["userInfo: expected claims", { idToken: idTokenOf(), userInfo: [] }],
    ["userInfo: expected claims", { idToken: idTokenOf(), userInfo: null }],
    ["userInfo.sub: another subject", { idToken: idTokenOf(), userInfo: {} }],
    ["userInfo.sub: another subject", { idToken: idTokenOf(), userInfo: { sub: "somebody-else" } }],
  ])("is refused as `%s`", (message, raw) => {
    const mapped = mapClaims(raw, contextOf());
    expect(mapped).toMatchObject({ ok: false, error: { code: "invalid_response", message, provider: "oidc" } });
  });

  it("is refused when it is nested deeper than core takes, or throws when it is looked at", () => {
    let deep: unknown = "x";
    for (let level = 0; level < 5000; level += 1) deep = [deep];
    const hostile = Object.defineProperty({}, "idToken", {
      enumerable: true,
      get: () => {
        throw new Error("Erika");
      },
    });
    for (const raw of [{ idToken: { sub: "a", deep } }, hostile]) {
      const mapped = mapClaims(raw, contextOf());
      expect(mapped).toMatchObject({ ok: false, error: { code: "invalid_response" } });
      expect(inspect(mapped, { showHidden: true, depth: 9 })).not.toContain("Erika");
    }
  });

  it("is always final, and not changed by the mapping", () => {
    const raw = { idToken: idTokenOf({ amr: "pwd,otp", verified_claims: [verifiedClaimsOf()] }) };
    const copy = structuredClone(raw);
    expect(mapFinal(raw).final).toBe(true);
    expect(raw).toEqual(copy);
  });
});

describe("a login with nothing but the usual claims", () => {
  const status = mapFinal(
    { idToken: idTokenOf({ auth_time: authTime, acr: "urn:a", amr: ["pwd"] }) },
    contextOf({}, { idToken: artifact }),
  );

  it("is verified", () => {
    expect(status).toMatchObject({
      verdict: "verified",
      rawStatus: "authenticated",
      reference: null,
      amr: ["pwd"],
      attributes: {},
      warnings: [],
      identifiers: [{ type: "SUBJECT_ID", value: "subject-1", verified: true }],
    });
    expect(status).not.toHaveProperty("assurance");
  });

  it("has an electronic identification with the ID token as its evidence", () => {
    expect(contentOf(status, "verification")).toEqual({
      status: "verified",
      provider: "example",
      trustFramework: null,
      assuranceLevel: null,
      verifiedAt: "2026-01-15T10:00:00.000Z",
      verificationProcessId: null,
      terminationReason: null,
      methods: [
        {
          type: "electronicIdentification",
          identityProvider: "example",
          acr: "urn:a",
          amr: ["pwd"],
          authenticatedAt: "2026-01-15T09:59:30.000Z",
          evidence: [{ type: "idToken", ref: artifact }],
        },
      ],
    });
  });

  it("has no DocumentVerification, whatever the order says: no document was evidence", () => {
    const outputs = ["documentVerification"] as const;
    expect(mapLogin({}, { outputs }).contents.map(({ type }) => type)).toEqual(["basicIdentity"]);
  });

  it("gives blocks that core accepts", () => {
    expect(isValid(status)).toBe(true);
  });
});

describe("the login without acr, amr and auth_time", () => {
  it("has nulls and an empty list in their place", () => {
    expect(methodOf(mapLogin({}), "electronicIdentification")).toMatchObject({
      acr: null,
      amr: [],
      authenticatedAt: null,
      evidence: [],
    });
  });

  it.each([-1, "1768471170", 1e20, true])("auth_time %j is left out with a warning", (value) => {
    const status = mapLogin({ auth_time: value });
    expect(methodOf(status, "electronicIdentification")?.authenticatedAt).toBeNull();
    expect(warningsOf(status)).toEqual(["unreadable_value idToken.auth_time"]);
  });
});

describe("reference", () => {
  const verified = verifiedClaimsOf({ verification_process: "process-7" });
  it.each([
    ["the transaction of the ID token", { txn: "txn-1", verified_claims: verified }, "txn-1"],
    ["else the process of the verified claims", { verified_claims: verified }, "process-7"],
    ["else none", { txn: 7, verified_claims: verifiedClaimsOf() }, null],
  ])("%s", (_, idToken, reference) => {
    const status = mapLogin(idToken);
    expect(status.reference).toBe(reference);
    expect(contentOf(status, "verification")?.verificationProcessId).toBe(reference);
  });
});

describe("reasons against a login", () => {
  const requirement = { trustFrameworks: ["de_aml"] };
  const levels = { acrLevels: { "urn:low": "low" } as const };
  const failed = verifiedClaimsOf({ assurance_level: "FAILED" });
  const cases = [
    ["verification_failed", "rejected", { verified_claims: failed }, { failedLevels: ["FAILED"] }],
    ["subject_mismatch", "rejected", {}, { subjectBinding: { sourceAttribute: "sub", expected: "subject-2" } }],
    ["acr_not_met", "inconclusive", {}, { acrValues: ["urn:a"] }],
    ["level_not_reached", "inconclusive", { acr: "urn:low" }, { ...levels, requiredLevel: "substantial" as const }],
    ["verified_claims_not_met", "inconclusive", {}, { verifiedClaims: requirement }],
    ["attribute_missing", "inconclusive", {}, { requiredAttributes: ["subject.nin"] }],
  ] as const;

  it.each(cases)("%s makes it %s", (code, verdict, idToken, order) => {
    const status = mapLogin(idToken, order);
    expect(status).toMatchObject({ verdict, amr: [] });
    expect(status).not.toHaveProperty("assurance");
    expect(status.warnings.map((warning) => warning.code)).toContain(code);
    const message = reasons[code].sentence;
    expect(contentOf(status, "verification")).toMatchObject({
      status: "rejected",
      trustFramework: null,
      assuranceLevel: null,
      terminationReason: { code, message },
    });
    expect(isValid(status)).toBe(true);
  });

  it("are all of the table, and each is one of the cases", () => {
    expect(reasonCodes).toEqual(cases.map(([code]) => code));
  });

  it("are all told, and the weightiest decides", () => {
    const status = mapLogin(
      {},
      {
        acrValues: ["urn:a"],
        requiredAttributes: ["x", "y"],
        subjectBinding: { sourceAttribute: "pid", expected: "1" },
      },
    );
    expect(status.verdict).toBe("rejected");
    expect(contentOf(status, "verification")?.terminationReason?.code).toBe("subject_mismatch");
    expect(warningsOf(status)).toEqual([
      "subject_mismatch pid",
      "acr_not_met acr",
      "attribute_missing attributes.x",
      "attribute_missing attributes.y",
    ]);
    expect(weightiest([])).toBeUndefined();
  });

  it("stand in the DocumentVerification in words", () => {
    const verified = verifiedClaimsOf({ evidence: [documentEvidence()] });
    const status = mapLogin({ verified_claims: verified }, { acrValues: ["urn:a"], requiredAttributes: ["x"] });
    expect(contentOf(status, "documentVerification")?.verdict).toEqual({
      status: "REJECTED",
      reason: "inconclusive: the login is not of a class that was asked for; a required attribute has no value",
    });
  });
});

describe("subject binding", () => {
  const bound = (expected: string | undefined, sourceAttribute = "sub") => ({
    subjectBinding: { sourceAttribute, ...(expected !== undefined && { expected }) },
  });

  it.each([
    ["nothing is expected", {}, bound(undefined), "verified"],
    ["the subject is the expected one", {}, bound("subject-1"), "verified"],
    ["another subject", {}, bound("subject-2"), "rejected"],
    ["the same in capitals", {}, bound("SUBJECT-1"), "rejected"],
    ["a number that reads the same", { pid: 123 }, bound("123", "pid"), "verified"],
    ["an absent claim", {}, bound("123", "pid"), "rejected"],
    ["an empty claim and nothing known", { pid: "" }, bound("", "pid"), "rejected"],
    ["a list with the expected value", { pid: ["123"] }, bound("123", "pid"), "rejected"],
    [
      "an address that was confirmed",
      { email: "a@b.example", email_verified: true },
      bound("a@b.example", "email"),
      "verified",
    ],
    [
      "an address that nobody confirmed",
      { email: "a@b.example", email_verified: false },
      bound("a@b.example", "email"),
      "rejected",
    ],
    ["an inherited member", {}, bound("x", "constructor.name"), "rejected"],
  ])("%s", (_, idToken, order, verdict) => {
    expect(mapLogin(idToken, order).verdict).toBe(verdict);
  });

  it("may be about a claim of userinfo, whose subject is the same", () => {
    expect(mapLogin({}, bound("123", "pid"), { pid: "123" }).verdict).toBe("verified");
  });
});
