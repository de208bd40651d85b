import type { JsonObject, JsonValue } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { checkMethods } from "../src/mapping/check-methods.ts";
import { documentTypeNames } from "../src/mapping/document-types.ts";
import { evidenceTypes } from "../src/mapping/evidence-types.ts";
import type { VerifiedClaimsRequirement } from "../src/mapping/order.ts";
import { signatureTypes } from "../src/mapping/signatures.ts";
import { trustFrameworks } from "../src/mapping/trust-frameworks.ts";
import {
  contentOf,
  documentEvidence,
  isValid,
  mapLogin,
  mapNameless,
  methodOf,
  verifiedClaimsOf,
  warningsOf,
} from "./mapping-samples.ts";

const mapVerified = (verified: JsonValue, requirement?: Partial<VerifiedClaimsRequirement>, more: JsonObject = {}) =>
  mapLogin(
    { verified_claims: verified, ...more },
    requirement === undefined ? {} : { verifiedClaims: { trustFrameworks: ["de_aml"], ...requirement } },
  );
const withEvidence = (...evidence: JsonObject[]) => mapVerified(verifiedClaimsOf({ evidence }));
const counts = (status: ReturnType<typeof mapLogin>) => contentOf(status, "basicIdentity")?.givenName === "Erika Maria";

describe("verified claims", () => {
  it.each([
    ["an object", verifiedClaimsOf()],
    ["a list", [verifiedClaimsOf()]],
  ])("as %s take the place of the plain ones", (_, verified) => {
    const status = mapVerified(verified, {}, { birthdate: "1964-08-12", email: "erika@example.com" });
    expect(status).toMatchObject({ verdict: "verified", warnings: [] });
    expect(contentOf(status, "basicIdentity")).toEqual({ givenName: "Erika Maria", familyName: "Mustermann" });
    expect(contentOf(status, "extendedIdentity")).toBeUndefined();
    expect(contentOf(status, "verification")).toMatchObject({ trustFramework: "de_aml", assuranceLevel: null });
  });

  it("without a name are not filled up with plain ones", () => {
    const status = mapVerified({ verification: { trust_framework: "de_aml" }, claims: {} });
    expect(contentOf(status, "basicIdentity")).toBeUndefined();
    expect(warningsOf(status)).toEqual([
      "missing_value verified_claims.claims.given_name",
      "missing_value verified_claims.claims.family_name",
    ]);
  });

  it("of several entries are put together; of two that disagree the first counts", () => {
    const status = mapVerified([
      verifiedClaimsOf({}, { gender: "", address: { locality: "Köln" } }),
      verifiedClaimsOf({}, { given_name: "Anna", gender: "F", birthdate: "1964", address: { locality: "Köln" } }),
    ]);
    expect(contentOf(status, "basicIdentity")).toMatchObject({ givenName: "Erika Maria", birthDate: "1964" });
    expect(contentOf(status, "extendedIdentity")).toEqual({ sex: "FEMALE", residentCity: "Köln" });
    expect(warningsOf(status)).toEqual(["conflicting_value verified_claims[1].claims"]);
  });

  it("are taken from userinfo when the ID token has none", () => {
    expect(counts(mapLogin({}, {}, { verified_claims: verifiedClaimsOf() }))).toBe(true);
    const other = verifiedClaimsOf({}, { given_name: "Anna" });
    expect(counts(mapLogin({ verified_claims: verifiedClaimsOf() }, {}, { verified_claims: other }))).toBe(true);
    const malformed = mapLogin({ verified_claims: "x" }, {}, { verified_claims: verifiedClaimsOf() });
    expect(counts(malformed)).toBe(false);
  });

  it("may be JSON inside a string, when the order says so", () => {
    const text = JSON.stringify(verifiedClaimsOf());
    expect(counts(mapLogin({ verified_claims: text }, { jsonClaims: ["verified_claims"] }))).toBe(true);
    expect(warningsOf(mapLogin({ verified_claims: text }))).toEqual([
      "malformed_verified_claims verified_claims.verification",
    ]);
  });
});

describe("a trust framework", () => {
  it.each(["de_aml", "eidas", "it_spid", "nist_800_63A", "jp_aml", "uk_tfida", "se_bankid"])("%s counts", (name) => {
    expect(counts(mapVerified(verifiedClaimsOf({ trust_framework: name })))).toBe(true);
    expect(trustFrameworks.has(name)).toBe(true);
  });

  it.each(["IDV-DELEGATED", "DE_AML", "constructor", "https://op.example"])("%s is ignored", (name) => {
    const status = mapVerified(verifiedClaimsOf({ trust_framework: name }));
    expect(contentOf(status, "basicIdentity")?.givenName).toBe("Erika");
    expect(warningsOf(status)).toEqual(["unknown_trust_framework verified_claims.verification.trust_framework"]);
    expect(contentOf(status, "verification")).toMatchObject({ trustFramework: null, assuranceLevel: null });
  });

  it("that the requirement names counts, and no other does", () => {
    const requirement = { trustFrameworks: ["IDV-DELEGATED"] };
    expect(counts(mapVerified(verifiedClaimsOf({ trust_framework: "IDV-DELEGATED" }), requirement))).toBe(true);
    expect(mapVerified(verifiedClaimsOf(), requirement).verdict).toBe("inconclusive");
  });
});

/** The negative examples of the working group's repository (`examples/fail_cases`), by their names. */
const failCases: Record<string, [JsonObject, string]> = {
  invalidevidencetype: [
    verifiedClaimsOf({ evidence: [{ type: "hearsay" }] }),
    "malformed_verified_claims verified_claims.verification.evidence[0].type",
  ],
  noclaims: [{ verification: { trust_framework: "de_aml" } }, "malformed_verified_claims verified_claims.claims"],
  noevidencetypedoc: [
    verifiedClaimsOf({ evidence: [{ document_details: { type: "idcard" } }] }),
    "malformed_verified_claims verified_claims.verification.evidence[0].type",
  ],
  norequiredcheckid: [
    verifiedClaimsOf({
      assurance_process: { assurance_details: [{ evidence_ref: [{}] }] },
      evidence: [documentEvidence()],
    }),
    "malformed_verified_claims verified_claims.verification.assurance_process.assurance_details[0].evidence_ref[0].check_id",
  ],
  norequiredcheckmethod: [
    verifiedClaimsOf({ evidence: [documentEvidence({ check_details: [{ check_id: "check-1" }] })] }),
    "malformed_verified_claims verified_claims.verification.evidence[0].check_details[0].check_method",
  ],
  notrustframework: [
    { verification: { time: "2026-01-10T05:32Z" }, claims: { given_name: "Erika Maria" } },
    "malformed_verified_claims verified_claims.verification.trust_framework",
  ],
  notypefordocdetails: [
    verifiedClaimsOf({ evidence: [documentEvidence({ document_details: { document_number: "1" } })] }),
    "malformed_verified_claims verified_claims.verification.evidence[0].document_details.type",
  ],
  notypeforelectronicrecord: [
    verifiedClaimsOf({ evidence: [{ type: "electronic_record", record: { created_at: "2020-01-01" } }] }),
    "malformed_verified_claims verified_claims.verification.evidence[0].record.type",
  ],
  notypeforvouchattestation: [
    verifiedClaimsOf({ evidence: [{ type: "vouch", attestation: { reference_number: "1" } }] }),
    "malformed_verified_claims verified_claims.verification.evidence[0].attestation.type",
  ],
  noverification: [{ claims: { given_name: "Erika Maria" } }, "malformed_verified_claims verified_claims.verification"],
};

describe("verified claims that are not well formed are ignored", () => {
  it.each(Object.entries(failCases))("%s", (_, [verified, warning]) => {
    const status = mapVerified(verified);
    expect(counts(status)).toBe(false);
    expect(warningsOf(status)).toEqual([warning]);
    expect(mapVerified(verified, {})).toMatchObject({ verdict: "inconclusive" });
  });

  it.each<[string, JsonValue, string]>([
    ["a text", "x", "verification"],
    ["a number in a list", [7], "[0].verification"],
    ["evidence that is no list", verifiedClaimsOf({ evidence: {} }), "verification.evidence"],
    ["evidence that is no object", verifiedClaimsOf({ evidence: ["x"] }), "verification.evidence[0]"],
    [
      "checks that are no list",
      verifiedClaimsOf({ evidence: [documentEvidence({ check_details: "x" })] }),
      "verification.evidence[0].check_details",
    ],
    ["a process that is no object", verifiedClaimsOf({ assurance_process: "x" }), "verification.assurance_process"],
    [
      "details that are no list",
      verifiedClaimsOf({ assurance_process: { assurance_details: {} } }),
      "verification.assurance_process",
    ],
    [
      "references that are no list",
      verifiedClaimsOf({ assurance_process: { assurance_details: [{ evidence_ref: 1 }] } }),
      "verification.assurance_process.assurance_details[0]",
    ],
    [
      "a signature without its issuer",
      verifiedClaimsOf({
        evidence: [{ type: "electronic_signature", signature_type: "qes_eidas", serial_number: "1" }],
      }),
      "verification.evidence[0].issuer",
    ],
    ["an inherited type", verifiedClaimsOf({ evidence: [{ type: "constructor" }] }), "verification.evidence[0].type"],
  ])("%s", (_, verified, path) => {
    const below = path.startsWith("[") ? path : `.${path}`;
    expect(warningsOf(mapVerified(verified))).toEqual([`malformed_verified_claims verified_claims${below}`]);
  });

  it("a check that the assurance process names and no evidence has", () => {
    const process = (check_id: string) => ({ assurance_details: [{ evidence_ref: [{ check_id }] }, {}] });
    const evidence = [documentEvidence()];
    const known = verifiedClaimsOf({ assurance_process: process("check-1"), evidence });
    expect(counts(mapVerified(known))).toBe(true);
    const unknown = mapVerified(verifiedClaimsOf({ assurance_process: process("check-2"), evidence }));
    expect(counts(unknown)).toBe(false);
    expect(warningsOf(unknown)).toEqual([
      "unknown_check_id verified_claims.verification.assurance_process.assurance_details[0].evidence_ref[0].check_id",
    ]);
  });

  it("without the others in the list", () => {
    expect(counts(mapVerified([7, verifiedClaimsOf()], {}))).toBe(true);
  });

  it("but unknown members do not matter", () => {
    const verified = { ...verifiedClaimsOf({ extra: 1, evidence: [documentEvidence({ extra: {} })] }), extra: [] };
    expect(counts(mapVerified(verified, {}))).toBe(true);
  });
});

describe("a requirement", () => {
  const evidence = [documentEvidence()];
  it.each<[string, boolean, JsonObject | undefined, Partial<VerifiedClaimsRequirement>]>([
    ["verified claims at all", true, verifiedClaimsOf(), {}],
    ["verified claims at all", false, undefined, {}],
    ["a level", true, verifiedClaimsOf({ assurance_level: "VERIFIED" }), { assuranceLevels: ["VERIFIED"] }],
    ["a level", false, verifiedClaimsOf({ assurance_level: "low" }), { assuranceLevels: ["VERIFIED"] }],
    ["a level", false, verifiedClaimsOf(), { assuranceLevels: ["VERIFIED"] }],
    [
      "claims",
      true,
      verifiedClaimsOf({}, { address: { country: "DE" } }),
      { claims: ["given_name", "address.country"] },
    ],
    ["claims", false, verifiedClaimsOf({}, { birthdate: "" }), { claims: ["given_name", "birthdate"] }],
    ["claims", false, verifiedClaimsOf(), { claims: ["constructor"] }],
    ["evidence", true, verifiedClaimsOf({ evidence }), { evidenceTypes: ["document"] }],
    [
      "evidence of a draft",
      true,
      verifiedClaimsOf({ evidence: [{ type: "id_document" }] }),
      { evidenceTypes: ["document"] },
    ],
    ["evidence", false, verifiedClaimsOf({ evidence }), { evidenceTypes: ["vouch"] }],
    ["evidence", false, verifiedClaimsOf(), { evidenceTypes: ["document"] }],
    ["an age, the time without seconds", true, verifiedClaimsOf({ time: "2026-01-15T09:59Z" }), { maxAgeSeconds: 60 }],
    ["an age, with another zone", true, verifiedClaimsOf({ time: "2026-01-15T10:59:30+01:00" }), { maxAgeSeconds: 60 }],
    [
      "an age, with a short zone",
      true,
      verifiedClaimsOf({ time: "2026-01-15T10:59:30.5+0100" }),
      { maxAgeSeconds: 60 },
    ],
    ["an age", false, verifiedClaimsOf({ time: "2026-01-15T09:58:59Z" }), { maxAgeSeconds: 60 }],
    ["an age, clocks apart", true, verifiedClaimsOf({ time: "2026-01-15T10:00:59Z" }), { maxAgeSeconds: 60 }],
    ["an age, the time to come", false, verifiedClaimsOf({ time: "2026-01-15T10:02Z" }), { maxAgeSeconds: 60 }],
    ["an age, no zone", false, verifiedClaimsOf({ time: "2026-01-15T09:59:30" }), { maxAgeSeconds: 60 }],
    ["an age, no such day", false, verifiedClaimsOf({ time: "2026-02-30T09:59Z" }), { maxAgeSeconds: 9e9 }],
    ["an age, no time", false, verifiedClaimsOf({ time: null }), { maxAgeSeconds: 9e9 }],
  ])("of %s is met: %s", (_, isMet, verified, requirement) => {
    const status = mapVerified(verified ?? null, requirement);
    expect(status.verdict).toBe(isMet ? "verified" : "inconclusive");
    expect(warningsOf(status).includes("verified_claims_not_met verified_claims")).toBe(!isMet);
    expect(isValid(status)).toBe(true);
  });

  it("that is not met leaves the identity out: plain claims are no substitute", () => {
    const status = mapVerified(null, {});
    expect(status.contents.map(({ type }) => type)).toEqual(["verification"]);
    expect(warningsOf(status)).toEqual([
      "verified_claims_not_met verified_claims",
      "unverified_identity verified_claims",
    ]);
  });

  it("is met by one entry, and the unfit one adds nothing", () => {
    const unfit = verifiedClaimsOf({ assurance_level: "low" }, { birthdate: "1964" });
    const fit = verifiedClaimsOf({ assurance_level: "high" });
    const status = mapVerified([unfit, fit], { assuranceLevels: ["high"] });
    expect(status.verdict).toBe("verified");
    expect(contentOf(status, "basicIdentity")).toEqual({ givenName: "Erika Maria", familyName: "Mustermann" });
    expect(warningsOf(status)).toEqual(["verified_claims_unfit verified_claims[0].verification.assurance_level"]);
  });

  it.each<[string, string, JsonValue]>([
    ["verified", "nothing", null],
    ["verified", "an entry to ignore", verifiedClaimsOf({ trust_framework: "other" })],
    ["inconclusive", "an unfit entry", verifiedClaimsOf({ assurance_level: "low" })],
    ["inconclusive", "an entry that is not well formed", { verification: { trust_framework: "de_aml" } }],
    ["inconclusive", "a text", "x"],
  ])("that is none but for what is there: %s with %s", (verdict, _, verified) => {
    expect(mapVerified(verified, { required: false, assuranceLevels: ["high"] }).verdict).toBe(verdict);
  });
});

describe("a level by which the provider says that the person failed", () => {
  const order = { failedLevels: ["FAILED"], verifiedClaims: { trustFrameworks: ["IDV-DELEGATED"] } };
  const answer = (assurance_level: string, trust_framework = "IDV-DELEGATED") =>
    verifiedClaimsOf({ assurance_level, trust_framework });

  it("rejects, and its word is the raw status", () => {
    const status = mapLogin({ verified_claims: [answer("FAILED")] }, order);
    expect(status).toMatchObject({ verdict: "rejected", rawStatus: "FAILED" });
    expect(contentOf(status, "verification")?.terminationReason?.code).toBe("verification_failed");
    expect(status.contents.map(({ type }) => type)).toEqual(["verification"]);
  });

  it("rejects beside another entry, and without claims", () => {
    expect(mapLogin({ verified_claims: [answer("VERIFIED"), answer("FAILED")] }, order).verdict).toBe("rejected");
    const bare = { verification: { trust_framework: "IDV-DELEGATED", assurance_level: "FAILED" } };
    expect(mapLogin({ verified_claims: bare }, order).verdict).toBe("rejected");
  });

  it("rejects without a requirement, and the plain claims stay out", () => {
    const status = mapLogin({ verified_claims: answer("FAILED", "de_aml") }, { failedLevels: ["FAILED"] });
    expect(status.verdict).toBe("rejected");
    expect(contentOf(status, "basicIdentity")).toBeUndefined();
  });

  it("means nothing under a framework that is not accepted", () => {
    const status = mapLogin({ verified_claims: [answer("VERIFIED"), answer("FAILED", "other")] }, order);
    expect(status).toMatchObject({ verdict: "verified", rawStatus: "authenticated" });
  });
});

describe("documents as evidence", () => {
  const status = withEvidence(documentEvidence(), documentEvidence({ document_details: { type: "passport" } }));

  it("become DocumentData, DocumentVerification and a document check", () => {
    expect(status.contents.map(({ type }) => type)).toEqual([
      "basicIdentity",
      "documentData",
      "documentData",
      "verification",
      "documentVerification",
    ]);
    expect(contentOf(status, "documentData")).toEqual({
      documentType: "ID",
      documentNumber: "T22000129",
      issuanceDate: "2020-03-23",
      expiryDate: "2030-03-22",
      issuingCountry: "DEU",
      issuingAuthority: "Stadt Augsburg",
    });
    expect(contentOf(status, "documentVerification")).toEqual({
      verdict: { status: "VERIFIED" },
      issues: [],
      evidences: [],
    });
    expect(methodOf(status, "documentCheck")).toEqual({
      type: "documentCheck",
      checks: [{ technique: "securityFeatures", outcome: "passed" }],
      evidence: [],
    });
    expect(isValid(status)).toBe(true);
  });

  it.each([["verification"], ["documentVerification"]] as const)(
    "give only the form that was asked for: %s",
    (output) => {
      const verified_claims = verifiedClaimsOf({ evidence: [documentEvidence()] });
      const outputs = mapLogin({ verified_claims }, { outputs: [output] }).contents.map(({ type }) => type);
      expect(outputs).toEqual(["basicIdentity", "documentData", output]);
    },
  );

  it.each([
    [
      "ID",
      "idcard military_id voter_id de_idcard_foreigners de_emergency_idcard de_idcard_refugees de_idcard_apatrids de_replacement_idcard de_certificate_of_suspension_of_deportation jp_individual_number_card",
    ],
    ["PASSPORT", "passport"],
    ["DRIVING_LICENSE", "driving_permit jp_drivers_license"],
    [
      "RESIDENT_PERMIT",
      "residence_permit de_erp de_erp_replacement_idcard de_permission_to_reside jp_residency_card jp_residency_card_for_foreigner jp_permanent_residency_card_for_foreigner",
    ],
    ["VISA", "visa"],
    ["HEALTH_CARD", "jp_health_insurance_card"],
  ])("%s is the type of %s", (documentType, words) => {
    const known = Object.keys(documentTypeNames).filter((word) => documentTypeNames[word] === documentType);
    expect(known.sort()).toEqual(words.split(" ").sort());
    for (const type of known) {
      const one = withEvidence(documentEvidence({ document_details: { type } }));
      expect(contentOf(one, "documentData")).toEqual({ documentType });
    }
  });

  it.each(["bank_statement", "constructor"])("have no DocumentData for %s", (type) => {
    const one = withEvidence(documentEvidence({ document_details: { type } }));
    expect(contentOf(one, "documentData")).toBeUndefined();
    expect(warningsOf(one)).toEqual(["unknown_value verified_claims.verification.evidence[0].document_details.type"]);
  });

  it("have no day that is none", () => {
    const details = { type: "idcard", date_of_expiry: "22.03.2030", date_of_issuance: "2020-03-23T05:30Z" };
    const one = withEvidence(documentEvidence({ document_details: details }));
    expect(contentOf(one, "documentData")).toEqual({ documentType: "ID", issuanceDate: "2020-03-23T05:30:00.000Z" });
    expect(warningsOf(one)).toEqual([
      "unreadable_value verified_claims.verification.evidence[0].document_details.date_of_expiry",
    ]);
    expect(isValid(one)).toBe(true);
  });

  it("may come without any details or checks", () => {
    const one = withEvidence({ type: "document" });
    expect(contentOf(one, "documentData")).toBeUndefined();
    expect(methodOf(one, "documentCheck")?.checks).toEqual([]);
  });
});

describe("check methods", () => {
  const expected = {
    vpip: "securityFeatures",
    vpiruv: "securityFeatures",
    vri: "securityFeatures",
    vdig: "documentValidity",
    vcrypt: "chipAuthentication",
    data: "databaseCheck",
    auth: "",
    token: "",
    kbv: "dataCrosscheck",
    pvp: "faceMatch agentReview",
    pvr: "faceMatch agentReview",
    bvp: "faceMatch",
    bvr: "faceMatch",
    pipp: "agentReview",
    sripp: "agentReview",
    uripp: "faceMatch liveness",
    eid: "chipAuthentication",
    onsite: "chipAuthentication",
  };
  it.each(Object.entries(expected))("%s applies: %s", (check_method, techniques) => {
    const status = withEvidence(documentEvidence({ check_details: [{ check_method }] }));
    const checks = methodOf(status, "documentCheck")?.checks ?? [];
    expect(checks.map(({ technique }) => technique).join(" ")).toBe(techniques);
    expect(status.warnings).toEqual([]);
  });

  it("are these and no others", () => {
    expect(Object.keys(checkMethods)).toEqual(Object.keys(expected));
  });

  it.each(["VPIP", "constructor", "magic"])("%s is not known: a warning", (check_method) => {
    const status = withEvidence(documentEvidence({ check_details: [{ check_method }] }));
    expect(methodOf(status, "documentCheck")?.checks).toEqual([]);
    expect(warningsOf(status)).toEqual([
      "unknown_value verified_claims.verification.evidence[0].check_details[0].check_method",
    ]);
  });

  it("are listed once each, in core's order", () => {
    const check_details = ["bvr", "vri", "vpip", "pvp"].map((check_method) => ({ check_method }));
    const checks = methodOf(withEvidence(documentEvidence({ check_details })), "documentCheck")?.checks;
    expect(checks?.map(({ technique }) => technique)).toEqual(["securityFeatures", "faceMatch", "agentReview"]);
  });
});

describe("electronic signatures as evidence", () => {
  const signature = {
    type: "electronic_signature",
    signature_type: "qes_eidas",
    issuer: "https://tsp.example",
    serial_number: "123",
  };
  it("become a method", () => {
    const status = withEvidence({ ...signature, created_at: "2026-01-10T05:32Z" });
    expect(methodOf(status, "electronicSignature")).toEqual({
      type: "electronicSignature",
      signatureType: "QES_EIDAS",
      issuer: "https://tsp.example",
      serialNumber: "123",
      issuedAt: "2026-01-10T05:32:00.000Z",
      evidence: [],
    });
    expect(contentOf(status, "documentVerification")).toBeUndefined();
    expect(isValid(status)).toBe(true);
  });

  it.each([
    ["qes_eidas", "QES_EIDAS"],
    ["aes_eidas", "AES_EIDAS"],
    ["qes", "QES_EIDAS"],
    ["constructor", "constructor"],
    ["x", "x"],
  ])("of type %s are %s", (signature_type, expected) => {
    const status = withEvidence({ ...signature, signature_type });
    expect(methodOf(status, "electronicSignature")).toMatchObject({ signatureType: expected, issuedAt: null });
    expect(signatureTypes.x).toBeUndefined();
  });

  it("have no time that is none", () => {
    const status = withEvidence({ ...signature, created_at: "2026-01-10" });
    expect(methodOf(status, "electronicSignature")?.issuedAt).toBeNull();
    expect(warningsOf(status)).toEqual(["unreadable_value verified_claims.verification.evidence[0].created_at"]);
  });
});

describe("evidence of the drafts", () => {
  it("id_document with its method and its document", () => {
    const status = withEvidence({
      type: "id_document",
      method: "pipp",
      verifier: { organization: "Deutsche Post", txn: "1" },
      time: "2012-04-22T11:30Z",
      document: {
        type: "idcard",
        issuer: { name: "Stadt Augsburg", country: "DE" },
        number: "53554554",
        date_of_issuance: "2010-03-23",
        date_of_expiry: "2020-03-22",
      },
    });
    expect(contentOf(status, "documentData")).toEqual({
      documentType: "ID",
      documentNumber: "53554554",
      issuanceDate: "2010-03-23",
      expiryDate: "2020-03-22",
      issuingCountry: "DE",
      issuingAuthority: "Stadt Augsburg",
    });
    expect(methodOf(status, "documentCheck")?.checks).toEqual([{ technique: "agentReview", outcome: "passed" }]);
  });

  it("document with a method to validate it and one to verify the person", () => {
    const status = withEvidence({
      type: "document",
      validation_method: { type: "vpiruv" },
      verification_method: { type: "pvp" },
      document_details: { type: "passport" },
    });
    const checks = methodOf(status, "documentCheck")?.checks ?? [];
    expect(checks.map(({ technique }) => technique)).toEqual(["securityFeatures", "faceMatch", "agentReview"]);
  });

  it("qes and utility_bill", () => {
    const status = withEvidence({ type: "qes", issuer: "tsp", serial_number: "1" }, { type: "utility_bill" });
    expect(methodOf(status, "electronicSignature")).toMatchObject({ signatureType: "QES_EIDAS" });
    expect(methodOf(status, "documentCheck")).toBeUndefined();
  });

  it("are marked as such", () => {
    const drafts = Object.keys(evidenceTypes).filter((type) => evidenceTypes[type]?.draft);
    expect(drafts).toEqual(["id_document", "utility_bill", "qes"]);
  });
});

describe("distributed verified claims", () => {
  it("do not meet a requirement", () => {
    const status = mapNameless(
      { _claim_names: { verified_claims: "src1" } },
      { verifiedClaims: { trustFrameworks: ["de_aml"] } },
    );
    expect(status.verdict).toBe("inconclusive");
    expect(warningsOf(status)).toContain("claims_elsewhere verified_claims");
  });
});
